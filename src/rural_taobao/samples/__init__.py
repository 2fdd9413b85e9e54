"""
Samples: networks, plans and events that are made up, small ones for documentation and seeded ones of any size.

Every rate in them is an example.
"""

from rural_taobao.samples.events import sample_events
from rural_taobao.samples.folders import SamplePaths, write_sample
from rural_taobao.samples.networks import sample_network
from rural_taobao.samples.schedules import example_plans
from rural_taobao.samples.village import one_order, one_plan, one_village

__all__ = [
    "SamplePaths",
    "example_plans",
    "one_order",
    "one_plan",
    "one_village",
    "sample_events",
    "sample_network",
    "write_sample",
]
