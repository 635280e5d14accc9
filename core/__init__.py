"""The bottom layer: words and rules every app shares; no tables, no views."""
