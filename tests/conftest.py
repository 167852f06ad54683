"""Settings of the whole test suite: how hypothesis searches."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# Machines that test are slow and noisy: no deadline for one example. In CI every run tries the same
# examples, so that a failure is the change's and not the day's.
# The phase that explains a failure traces every line, which a played session has far too many of.
_COMMON = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[phase for phase in Phase if phase is not Phase.explain],
)
settings.register_profile("default", _COMMON, max_examples=40)
settings.register_profile("ci", _COMMON, max_examples=40, derandomize=True)
settings.register_profile("thorough", _COMMON, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))
