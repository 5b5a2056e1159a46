"""What the figures stand on: the newest load of each feed, refused files, unmatched workers."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.freshness import staleness, workforce_staleness
from alerts.wording import count, sentence
from bot import ids
from bot.home.opening import Opening
from bot.home.part import Paragraph, Part, Press, Pressing
from models.figures.book import Unmatched
from models.figures.queries import newest_load, unmatched_workers
from models.loads import Load, LoadProblem
from models.vocabulary import FEEDS, ExtractKind, LoadStatus

LATELY = timedelta(days=14)
SHOWN_REFUSED = 5

_COUNTED = {
    "open_cases": "open case",
    "unallocated": "unallocated",
    "workers": "worker",
    "teams": "team",
    "posts": "post",
}
"""The counts of a load that are said, with their nouns."""


def loads(opening: Opening) -> Iterator[Part]:
    """For administrators: whether the nightly files came, and what is missing in them."""
    if not opening.asker.administrator:
        return
    session = opening.session
    newest = [(kind, newest_load(session, kind)) for kind in FEEDS]
    refused = _refused(session, opening)
    unmatched = unmatched_workers(session, None)
    late = [line for kind, load in newest for line in _late(opening, kind, load)]
    if any(load is None for _, load in newest):
        late.append("A feed was never loaded, so there are no figures yet.")
    yield Part(
        title="Data",
        pressing=Pressing.NOW if late or _is_last(refused, newest) else Pressing.UPKEEP,
        said=(
            *(late or ["The newest files are as new as they should be."]),
            *(_loaded(opening, kind, load) for kind, load in newest),
        ),
        items=[*refused_items(opening, refused), *_unmatched(unmatched)],
        presses=(
            [Press("Unmatched workers", ids.home_list_id("unmatched"), "unmatched")]
            if unmatched
            else []
        ),
        footer=f"Loads as at {opening.moment(opening.now)}",
    )


def _loaded(opening: Opening, kind: ExtractKind, load: Load | None) -> str:
    """ "Allocations: as at Fri 20 Nov 18:00, loaded Sat 21 Nov 06:02, 2,040 open cases"."""
    name = sentence(kind.value)
    if load is None:
        return f"{name}: never loaded. Load them with `caseload import`"
    counts = counts_words(load)
    accepted = f" · accepted by {load.decided_by}" if load.decided_by else ""
    return (
        f"{name}: as at {opening.moment(load.as_at)}, loaded {opening.moment(load.loaded_at)}"
        f"{f' · {counts}' if counts else ''}{accepted}"
    )


def counts_words(load: Load) -> str:
    """ "2,040 open cases, 20 unallocated"."""
    parts = []
    for key, noun in _COUNTED.items():
        number = load.counts.get(key)
        if isinstance(number, int):
            plain = noun == "unallocated"
            parts.append(f"{number:,} {noun}" if plain else count(number, noun))
    return ", ".join(parts)


def _late(opening: Opening, kind: ExtractKind, load: Load | None) -> Iterator[str]:
    if load is None:
        return
    calendar, today = opening.services.calendar, opening.today
    if kind is ExtractKind.WORKFORCE:
        found: Sequence[str] = workforce_staleness(load.as_at_day, today, calendar)
    else:
        found = staleness(
            allocations=load.as_at_day,
            workforce=load.as_at_day,
            today=today,
            calendar=calendar,
        )[:1]
    for warning in found:
        yield f"{sentence(warning)}."


def _refused(session: Session, opening: Opening) -> list[Load]:
    query = select(Load).where(
        col(Load.status) == LoadStatus.REFUSED, col(Load.loaded_at) > opening.now - LATELY
    )
    return list(session.scalars(query.order_by(col(Load.id).desc()).limit(SHOWN_REFUSED)))


def _is_last(refused: Sequence[Load], newest: Sequence[tuple[ExtractKind, Load | None]]) -> bool:
    """Whether a file was refused since the newest one of its feed was loaded."""
    ids_loaded = {kind: load.id for kind, load in newest if load is not None}
    return any(each.kind is None or each.id > ids_loaded.get(each.kind, 0) for each in refused)


def refused_items(opening: Opening, refused: Sequence[Load]) -> Iterator[Paragraph]:
    """Each refused file with the first thing that is wrong with it."""
    first: dict[int, str] = {}
    problems = select(LoadProblem).where(
        col(LoadProblem.load_id).in_([load.id for load in refused])
    )
    for problem in opening.session.scalars(problems.order_by(col(LoadProblem.id).desc())):
        where = ", ".join(
            part
            for part in (
                f"sheet {problem.sheet}" if problem.sheet else "",
                f"row {problem.row}" if problem.row else "",
                problem.column or "",
            )
            if part
        )
        first[problem.load_id] = (
            f"{sentence(where)}: {problem.message}" if where else problem.message
        )
    for load in refused:
        by = f" by {load.decided_by}" if load.decided_by else ""
        yield Paragraph(
            f"Refused{by} {opening.moment(load.decided_at or load.loaded_at)}: {load.file}",
            [first.get(load.id) or "; ".join(load.reasons) or "Mend it and import it again."],
        )


def _unmatched(found: Sequence[Unmatched]) -> Iterator[Paragraph]:
    if found:
        cases = sum(each.cases for each in found)
        are = "is" if cases == 1 else "are"
        yield Paragraph(
            f"{sentence(count(cases, 'open case'))} {are} held by "
            f"{count(len(found), 'person', 'people')} not in the workforce list",
            ["Add them to Staff, or correct the worker in the case system."],
        )
