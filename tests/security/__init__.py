"""What attackers would try, one file per door."""
