"""
Samples: networks, plans and events that are made up, small ones for documentation and seeded ones of any size.

Every rate in them is an example.
"""

from rural_taobao.samples.countrysides import sample_countryside
from rural_taobao.samples.events import sample_events
from rural_taobao.samples.folders import SamplePaths, write_sample
from rural_taobao.samples.networks import sample_network
from rural_taobao.samples.schedules import example_plans
from rural_taobao.samples.standards import example_standard
from rural_taobao.samples.transitions import SampleTransition, sample_transition, transition_events
from rural_taobao.samples.village import one_order, one_plan, one_referral, one_village, service_village

__all__ = [
    "SamplePaths",
    "SampleTransition",
    "example_plans",
    "example_standard",
    "one_order",
    "one_plan",
    "one_referral",
    "one_village",
    "sample_countryside",
    "sample_events",
    "sample_network",
    "sample_transition",
    "service_village",
    "transition_events",
    "write_sample",
]
