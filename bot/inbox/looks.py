"""Which of the things in the inbox are complete: what has not changed from one look to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

QUIET = timedelta(seconds=9)
"""So long nothing may have changed: a copy over a slow line pauses for a few seconds."""

PATIENCE = timedelta(minutes=1)
"""So long what is complete waits for what is still arriving: the two feeds come together."""

LEFT = timedelta(minutes=2)
"""A taking in which nobody has moved a hand for so long is taken up by whoever sees it."""

Mark = tuple[object, ...]
"""What changes when a thing does: sizes, times and names."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing as it was at the last look."""

    mark: Mark
    since: datetime  # since when it has looked like this


def look(before: Mapping[str, Seen], now: Mapping[str, Mark], at: datetime) -> dict[str, Seen]:
    """What is known after a look: whatever changed, or is new, begins anew."""
    return {name: _seen(before.get(name), mark, at) for name, mark in now.items()}


def complete(seen: Mapping[str, Seen], at: datetime) -> list[str]:
    """What may be taken now; all of it together, or what has waited long enough for the rest."""
    quiet = [name for name, each in seen.items() if at - each.since >= QUIET]
    if len(quiet) == len(seen):
        return sorted(quiet)
    waited = [name for name in quiet if at - seen[name].since >= QUIET + PATIENCE]
    return sorted(quiet) if waited else []


def abandoned(seen: Mapping[str, Seen], at: datetime) -> list[str]:
    """The takings that nobody is at work on any more."""
    return sorted(name for name, each in seen.items() if at - each.since >= LEFT)


def _seen(before: Seen | None, mark: Mark, at: datetime) -> Seen:
    # A clock that was put back would otherwise keep a thing from ever being quiet.
    if before is None or before.mark != mark or before.since > at:
        return Seen(mark, at)
    return before
