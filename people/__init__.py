"""Who works here: people, departments, dated postings, roles and the doors to their data."""
