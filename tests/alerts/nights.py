"""What a night does to names, all at once instead of in portions."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from alerts.housekeeping import alerts_to_edit, remove_names_of, remove_other_names


def remove_names(session: Session, before: datetime, now: datetime) -> Mapping[str, int]:
    """Edit what was last said before then down to counts; how many of what, as a night says it."""
    counts = Counter(remove_names_of(session, alerts_to_edit(session, before), before, now))
    counts.update(remove_other_names(session, before, now))
    return counts
