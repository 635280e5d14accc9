"""What every editor of the authoring desk shares: findings, muting them, archiving."""
