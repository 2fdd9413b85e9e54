"""The profiles that the property tests run under; HYPOTHESIS_PROFILE chooses one."""

import os

from hypothesis import HealthCheck, settings

SLOW_MACHINE = (HealthCheck.too_slow,)

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=SLOW_MACHINE)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
