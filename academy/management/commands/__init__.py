"""Commands of the ready-made academy."""
