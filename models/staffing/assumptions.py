"""What a projection takes for granted, as clauses without a full stop."""

from collections.abc import Iterable, Sequence
from math import fsum

from models.figures.figure import shown
from models.staffing.book import StaffingBook
from models.staffing.events import Event, Happening, ends_of_money
from models.staffing.gaps import said
from models.vocabulary import Measure

_BY_AGENCY = frozenset(measure for measure in Measure if "agency" in measure.value) | {
    Measure.SUPERNUMERARY_FTE,
    Measure.PERMANENT_SHARE,
    Measure.MANAGERS_PERMANENT_SHARE,
}
_BY_POSTS = frozenset(
    measure
    for measure in Measure
    if "agency" not in measure.value and ("posts" in measure.value or "vacan" in measure.value)
)


def assumptions_of(
    book: StaffingBook, measure: Measure, coming: Sequence[Event]
) -> tuple[str, ...]:
    """What a projection of the measure by these events takes for granted."""
    found = ["only dates in the workforce list count: nobody else starts or leaves"]
    if measure in _BY_AGENCY:
        found.extend(_of_contracts(book))
    if measure in _BY_POSTS:
        found.extend(_of_money(book, coming))
        found.extend(starters_without_post(book, coming))
    found.extend(
        f"{event.team.name} ends on {said(event.on)} and its posts with it; its people go on "
        "elsewhere until their own dates"
        for event in coming
        if event.team is not None
    )
    return tuple(found)


def _of_contracts(book: StaffingBook) -> Iterable[str]:
    yield "agency contracts end on their dates and are not extended"
    agency = [w for w in book.counted_workers if w.agency and w.social_worker]
    staying = sum(w.in_post(book.day) and w.last_day is None for w in agency)
    if staying:
        one, many = "worker has no end date, and stays", "workers have no end date, and stay"
        yield f"{staying} agency {one if staying == 1 else many}"


def _of_money(book: StaffingBook, coming: Sequence[Event]) -> Iterable[str]:
    for end in ends_of_money(book, coming):
        if end.staying:
            fte = shown(fsum(worker.fte for worker in end.staying))
            yield (
                f"when money ends on {said(end.last_day)}, {fte} FTE in its posts have no leaving "
                "date: they stay, above the establishment"
            )


def starters_without_post(book: StaffingBook, coming: Sequence[Event]) -> Iterable[str]:
    """That social workers who are to start fill no vacancy, where no post of the list is theirs."""
    placed = {worker_id for post in book.posts for worker_id in post.holder_ids}
    loose = sum(
        event.happening is Happening.STARTS
        and event.social_worker
        and event.worker is not None
        and event.worker.worker_id not in placed
        for event in coming
    )
    if loose:
        if loose == 1:
            yield "1 starter has no post in the list yet, so fills no vacancy"
        else:
            yield f"{loose} starters have no post in the list yet, so fill no vacancy"
