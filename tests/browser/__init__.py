"""Headless Chromium against a served academy: journeys, accessibility, what leaves the server."""
