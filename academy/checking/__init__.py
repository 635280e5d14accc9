"""Checking the ready-made academy in its files: nothing is loaded, nothing is written."""
