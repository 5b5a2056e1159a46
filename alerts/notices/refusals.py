"""What administrators are told of a refused file: at once, and when a later one is loaded."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.notice import Notice
from alerts.wording import count, moment
from models.extracts.problems import MAX_PROBLEMS
from models.vocabulary import ExtractKind, words

NEXT_STEP = (
    "The figures stand as they were. Mend the file where it comes from and import it again; "
    "`caseload import --dry-run` lists every problem and changes nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refused file: its first problem, how many there are, and what was loaded since."""

    load_id: int
    file: str
    kind: ExtractKind | None  # None: it could not be recognised
    at: datetime
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    message: str  # of the first problem: may quote a cell
    problems: int
    came_with: tuple[str, ...] = ()  # files of the same import, refused with it
    loaded_at: datetime | None = None  # when a later file of the kind was loaded


def refused(refusal: Refusal, zone: ZoneInfo, today: date) -> Notice:
    """Which file, where its first problem is, how many more there are, and what to do.

    What is wrong may quote a cell, and a cell may hold a name: without names it is only said where.
    """
    rest = tuple(text for text in (_more(refusal), _together(refusal), NEXT_STEP) if text)
    return Notice(
        alert_id=0,
        headline=_headline(refusal),
        named=(refusal.message, *rest),
        plain=rest,
        footer=f"Refused {moment(refusal.at, zone, today)}",
    )


def loaded_since(refusal: Refusal, loaded_at: datetime, zone: ZoneInfo, today: date) -> Notice:
    """The end of such a notice."""
    kind = f"{words(refusal.kind)} file" if refusal.kind else "file"
    told = refused(refusal, zone, today)
    return replace(
        told,
        headline=f"A later {kind} was loaded, {moment(loaded_at, zone, today)}",
        struck=told.headline,
        named=(),
        plain=(),
    )


def _headline(refusal: Refusal) -> str:
    """ "annex_a.xlsx was refused: sheet List_6, row 212, column "CIN Start Date"."""
    place = ", ".join(
        part
        for part in (
            f"sheet {refusal.sheet}" if refusal.sheet else "",
            f"row {refusal.row}" if refusal.row else "",
            f'column "{refusal.column}"' if refusal.column else "",
        )
        if part
    )
    return f"{refusal.file} was refused" + (f": {place}" if place else "")


def _more(refusal: Refusal) -> str:
    more = refusal.problems - 1
    if refusal.problems > MAX_PROBLEMS:
        return f"There are more than {MAX_PROBLEMS} problems."
    return f"There {'is' if more == 1 else 'are'} {count(more, 'more problem')}." if more else ""


def _together(refusal: Refusal) -> str:
    if not refusal.came_with:
        return ""
    verb = "was" if len(refusal.came_with) == 1 else "were"
    return f"{' and '.join(refusal.came_with)} came with it and {verb} not loaded either."
