"""
Samples: networks, plans and events that are made up, small ones for documentation and seeded ones of any size.

Every rate in them is an example.
"""

from rural_taobao.samples.village import one_order, one_plan, one_village

__all__ = ["one_order", "one_plan", "one_village"]
