"""Tags and filters that every app may use."""
