"""Properties run without a time limit per example: the machines that run them are shared."""

from hypothesis import settings

settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")
