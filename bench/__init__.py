"""Measurements against the bounds the product promises; `make bench` runs them and writes the table."""
