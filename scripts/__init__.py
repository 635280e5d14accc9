"""Commands for setting up, running and looking after the project."""
