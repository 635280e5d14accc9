"""Template tags of cases and role-plays."""
