"""The department awareness index: formula, disclosure, snapshots, dashboards."""
