"""What was seen of one side, and all sides in one table and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.peers.programs import Work
from tests.bench.table import shown
from tests.bench.timing import Spread

NOTHING = "–"
"""What does not exist on a side, or was not measured."""


@dataclass(frozen=True, slots=True)
class Flood:
    """The first telling of all there is: how long it took, in how many messages, to whom."""

    seconds: float
    messages: int
    teams: int
    due: int  # teams that were to be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What was seen of one; None where there is nothing to see."""

    name: str
    settings: str  # what is set, and why that is fair
    told: Spread | None = None  # seconds from the commit of a change to its message
    ended: Spread | None = None  # the same for the message that it is over
    flood: Flood | None = None
    look: Work | None = None  # of one look at everything
    minute: Work | None = None  # of a minute in which nothing changes
    memory_mb: float | None = None
    strays: int = 0  # messages besides those that the changes called for


_SECONDS: Mapping[str, str] = {
    "a change told": "told",
    "its end told": "ended",
}
_WORK: Mapping[str, str] = {
    "processor time of a look at everything": "look",
    "processor time of a minute without change": "minute",
}

NOTES = (
    "A change is told when its message arrives at Slack's stand-in, counted from the commit of the "
    "load that brought it; the loads are the same for all. In brackets: the least and the most.",
    "A number with × says how many times as much as the product.",
    "The sides run one after the other on the same database, each with the machine to itself.",
    "The product's stand-in takes one message a second in each channel, as Slack does. That of the "
    "others takes everything at once, because they lose or repeat what is put off.",
    "Processor time is given as that of the programs and that of PostgreSQL on their behalf. A "
    "look at everything is, for the product, the check that follows each load.",
    "Memory is resident memory of the programs without PostgreSQL's; what several share is shared "
    "out among them. The product's includes what the bench itself brings into its process.",
)


def print_sides(sides: Sequence[Side], size: str, out: Console) -> None:
    """One column for each, the product's first, and what the settings are."""
    table = Table(title=f"{size}, PostgreSQL")
    table.add_column("")
    for side in sides:
        table.add_column(side.name, justify="right")
    for row in compared(sides):
        table.add_row(*row)
    out.print(table)
    for note in (*NOTES, *(f"{side.name}: {side.settings}" for side in sides)):
        out.print(note, markup=False)


def sides_as_json(sides: Sequence[Side], size: str, machine: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: {"machine": {…}, "size", "sides": [{"name", "told", …}]}."""
    return {"machine": dict(machine), "size": size, "sides": [asdict(side) for side in sides]}


def side_of(kept: Mapping[str, Any]) -> Side:
    """A side as it was before it was written as JSON."""
    made = {"told": Spread, "ended": Spread, "flood": Flood, "look": Work, "minute": Work}
    parts = {name: kept[name] and make(**kept[name]) for name, make in made.items()}
    return Side(**{**kept, **parts})


def compared(sides: Sequence[Side]) -> list[list[str]]:
    """The rows of the table: what it is, then a cell for each side."""
    ours = sides[0]
    rows = [
        [title, *(_seconds(getattr(side, field), getattr(ours, field)) for side in sides)]
        for title, field in _SECONDS.items()
    ]
    rows.append(["the first flood told", *(_flood(side.flood, ours.flood) for side in sides)])
    rows.append(["messages for teams", *(_messages(side.flood) for side in sides)])
    rows.append(["other messages meanwhile", *(f"{side.strays:,}" for side in sides)])
    rows += [
        [title, *(_work(getattr(side, field), getattr(ours, field)) for side in sides)]
        for title, field in _WORK.items()
    ]
    memory = (_amount(side.memory_mb, ours.memory_mb, "MB") for side in sides)
    return [*rows, ["memory at rest", *memory]]


def _seconds(found: Spread | None, ours: Spread | None) -> str:
    if found is None:
        return NOTHING
    ends = f"({shown(found.least, 's')} to {shown(found.most, 's')})" if found.takes > 1 else ""
    times = _times(found.median, None if ours is None else ours.median)
    return " ".join(filter(None, (shown(found.median, "s"), ends, times)))


def _flood(flood: Flood | None, ours: Flood | None) -> str:
    took = None if flood is None else flood.seconds
    return _amount(took, None if ours is None else ours.seconds, "s")


def _messages(flood: Flood | None) -> str:
    if flood is None:
        return NOTHING
    untold = f", {flood.due - flood.teams:,} not told" if flood.teams < flood.due else ""
    return f"{flood.messages:,} for {flood.teams:,}{untold}"


def _work(found: Work | None, ours: Work | None) -> str:
    if found is None:
        return NOTHING
    parts = f"{shown(found.own, 's')} + {shown(found.database, 's')}"
    return f"{parts} {_times(found.all, None if ours is None else ours.all)}".rstrip()


def _amount(found: float | None, ours: float | None, unit: str) -> str:
    return NOTHING if found is None else f"{shown(found, unit)} {_times(found, ours)}".rstrip()


def _times(found: float, ours: float | None) -> str:
    """Nothing in the product's own column, which is 1."""
    return f"{found / ours:.3g} ×" if ours and found != ours else ""
