"""Questions from and to other systems: one pure module per format, one neutral item between them all."""
