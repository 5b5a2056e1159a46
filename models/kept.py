"""How long each kind of thing is kept, as the settings say it."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """As shipped unless it is given; each is counted as its own setting's description says."""

    names: timedelta = timedelta(days=30)
    loads: timedelta = timedelta(days=90)
    closed_cases: timedelta = timedelta(days=400)
    leavers: timedelta = timedelta(days=760)
    history: timedelta = timedelta(days=730)
    audit: timedelta = timedelta(days=730)
    register: timedelta = timedelta(days=2190)


AS_SHIPPED = Kept()
