"""Template tags of the index screens."""
