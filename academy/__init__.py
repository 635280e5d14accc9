"""The ready-made course content and its loader."""
