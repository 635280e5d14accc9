"""Front pages, "my learning", navigation: on top of every other app."""
