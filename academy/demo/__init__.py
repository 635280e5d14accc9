"""The demonstration company: 青榆设备, its people and three quarters of plausible activity; all made up."""
