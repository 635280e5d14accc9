"""Putting the ready-made academy into Wagtail: repeatable, and never over a trainer's work."""
