"""Whole courses as files."""
