"""The profiles that the property tests run under; HYPOTHESIS_PROFILE chooses one."""

import os

from hypothesis import HealthCheck, Phase, settings

SLOW_MACHINE = (HealthCheck.too_slow,)

# There are thousands of laws: a run draws a few examples of each, and the next run others.
settings.register_profile("default", deadline=None, max_examples=30)
settings.register_profile(
    "ci",
    settings.get_profile("default"),
    derandomize=True,
    print_blob=True,
    suppress_health_check=SLOW_MACHINE,
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
# Before a release, and after a change to what draws worlds, networks or plans.
settings.register_profile("full", settings.get_profile("default"), max_examples=200, suppress_health_check=SLOW_MACHINE)
# For the machines that drive whole histories, now and then: HYPOTHESIS_PROFILE=thorough pytest tests/register
settings.register_profile(
    "thorough",
    settings.get_profile("default"),
    max_examples=1000,
    stateful_step_count=100,
    suppress_health_check=SLOW_MACHINE,
)
# Whether a fault is noticed matters, not where; and the tests of a mutant run in a process that ran them before.
settings.register_profile(
    "mutation",
    settings.get_profile("quick"),
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*SLOW_MACHINE, HealthCheck.differing_executors],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
