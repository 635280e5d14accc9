"""Date and number formats of our own, by language."""
