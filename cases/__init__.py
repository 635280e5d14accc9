"""Case studies and role-play scenarios."""
