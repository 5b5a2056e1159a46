"""Makes a digest of what was gathered: what to say, in which order, and what to leave out; pure."""

from datetime import datetime

from alerts.digest.digest import Digest, Turn
from alerts.digest.drawing import pictures
from alerts.digest.facts import DigestFacts
from alerts.digest.rows import figure_rows
from alerts.digest.sentences import changes, decisions, health
from alerts.digest.sentences.headline import headline
from alerts.digest.sheets import sheets
from alerts.wording import day


def compose(facts: DigestFacts, *, late_since: datetime | None = None) -> Digest:
    """The digest of these facts; `late_since` is when it was due, if it is late."""
    needed = decisions.decisions(facts)
    moved = changes.changes(facts)
    worse = changes.of_turn(moved, Turn.WORSE)
    return Digest(
        scope=facts.scope,
        headline=headline(facts, is_quiet=not needed and not worse),
        late="" if late_since is None else _late(facts, late_since),
        decisions=tuple(needed[: decisions.MOST]),
        better=changes.of_turn(moved, Turn.BETTER),
        worse=worse,
        rows=figure_rows(facts),
        pictures=pictures(facts),
        health=tuple(health.health(facts)),
        as_at=health.as_at(facts),
        thread=sheets(facts, needed[decisions.MOST :], changes.beyond(moved)),
    )


def _late(facts: DigestFacts, due: datetime) -> str:
    local = due.astimezone(facts.zone)
    return f"This digest is late: it was due {day(local.date(), facts.today)} {local:%H:%M}."
