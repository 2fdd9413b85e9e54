"""
The programme that networks serve: targets and claims with their sources, progress, pace and budget.

The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.programme.budgets import Spending
    from rural_taobao.programme.chronicle import programme_history
    from rural_taobao.programme.claims import Claim, Conflict, When
    from rural_taobao.programme.counting import course_of, tallied
    from rural_taobao.programme.denominators import Denominator
    from rural_taobao.programme.figures import (
        About,
        AtLeast,
        Exactly,
        Figure,
        Measure,
        MoreThan,
        Nearly,
        Proportion,
        least,
        most,
    )
    from rural_taobao.programme.paces import day_reached, months_between, pace_between, pace_needed
    from rural_taobao.programme.programme import Programme
    from rural_taobao.programme.progress import Milestone, Progress, Standing, Unmeasured
    from rural_taobao.programme.tallies import Course, Tally
    from rural_taobao.programme.targets import Goal, Horizon, ShareOfAll, Target, Total, Yearly

__all__ = [
    "About",
    "AtLeast",
    "Claim",
    "Conflict",
    "Course",
    "Denominator",
    "Exactly",
    "Figure",
    "Goal",
    "Horizon",
    "Measure",
    "Milestone",
    "MoreThan",
    "Nearly",
    "Programme",
    "Progress",
    "Proportion",
    "ShareOfAll",
    "Spending",
    "Standing",
    "Tally",
    "Target",
    "Total",
    "Unmeasured",
    "When",
    "Yearly",
    "course_of",
    "day_reached",
    "least",
    "months_between",
    "most",
    "pace_between",
    "pace_needed",
    "programme_history",
    "tallied",
]

_MODULES: Final = {
    "About": "figures",
    "AtLeast": "figures",
    "Claim": "claims",
    "Conflict": "claims",
    "Course": "tallies",
    "Denominator": "denominators",
    "Exactly": "figures",
    "Figure": "figures",
    "Goal": "targets",
    "Horizon": "targets",
    "Measure": "figures",
    "Milestone": "progress",
    "MoreThan": "figures",
    "Nearly": "figures",
    "Programme": "programme",
    "Progress": "progress",
    "Proportion": "figures",
    "ShareOfAll": "targets",
    "Spending": "budgets",
    "Standing": "progress",
    "Tally": "tallies",
    "Target": "targets",
    "Total": "targets",
    "Unmeasured": "progress",
    "When": "claims",
    "Yearly": "targets",
    "course_of": "counting",
    "day_reached": "paces",
    "least": "figures",
    "months_between": "paces",
    "most": "figures",
    "pace_between": "paces",
    "pace_needed": "paces",
    "programme_history": "chronicle",
    "tallied": "counting",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
