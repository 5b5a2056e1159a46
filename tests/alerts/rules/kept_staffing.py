"""Staffing as it is kept of a day."""

from dataclasses import asdict
from datetime import date
from typing import Any

from models.history import StaffingSnapshot
from models.staffing.parts import COLUMNS, Parts


def a_snapshot(day: date, team_id: int, **given: Any) -> StaffingSnapshot:
    """A team's parts on a day; those not given are 0."""
    values = asdict(Parts(**given))
    return StaffingSnapshot(day=day, team_id=team_id, **{name: values[name] for name in COLUMNS})
