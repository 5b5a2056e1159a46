"""Reads the days that were kept of staffing which is newly off a target, and of no other."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlmodel import Session

from alerts.places import WHOLE, Place
from alerts.rules.judging.staffing_day import TargetScope
from alerts.staffing_subjects import subject_of_path
from models.staffing.book import years_before
from models.staffing.measures import MEASURES, value_of
from models.staffing.snapshots import staffing_histories
from models.staffing.targets import Path

YEARS = 2
"""So far back it is looked since when a target has been missed."""


def with_history(
    session: Session,
    scopes: Mapping[Place, TargetScope],
    watched: Mapping[str, Collection[str]],
) -> dict[Place, TargetScope]:
    """The scopes, with their days kept where a target is missed that no alert speaks of yet.

    `watched` are the subjects of open alerts, by place: an alert keeps the day it began with.
    """
    newly = {
        place: None if place == WHOLE else tuple(scope.book.teams)
        for place, scope in scopes.items()
        if _is_newly_off(scope, watched.get(place.key, ()))
    }
    if not newly:
        return dict(scopes)
    since = min(years_before(scopes[place].book.day, YEARS) for place in newly)
    found = staffing_histories(session, newly, since)
    return {place: replace(scope, history=found.get(place, ())) for place, scope in scopes.items()}


def _is_newly_off(scope: TargetScope, watched: Collection[str]) -> bool:
    values = ((path, value_of(path.measure, scope.parts)) for path in _new(scope, watched))
    return any(
        value is not None and path.off_target(value, scope.book.day) for path, value in values
    )


def _new(scope: TargetScope, watched: Collection[str]) -> list[Path]:
    """The paths that no alert speaks of."""
    return [p for p in scope.paths if p.measure in MEASURES and subject_of_path(p) not in watched]
