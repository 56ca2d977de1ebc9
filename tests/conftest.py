"""What holds for all tests."""

from hypothesis import settings

# How long an example takes is the machine's affair: a test that is slow once has found nothing.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
