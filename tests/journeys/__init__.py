"""Walks through the product over HTTP, end to end."""
