"""What was taken, as what belongs together: parcels, the extracts in them, and their order."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.inbox.as_at import AsAt, as_at_of
from bot.inbox.attempts import ENDED_THE_SERVICE, attempt
from bot.inbox.folders import names_in
from bot.inbox.taking import Taking, gather_parts
from bot.inbox.tricks import why_not_read
from models.extracts.files import (
    CENSUS,
    WORKBOOKS,
    ExtractFile,
    gather_extracts,
)
from models.extracts.records import Place, Problem
from models.extracts.sheets import same
from models.extracts.workforce import WORKFORCE_SHEETS
from models.vocabulary import FEEDS, ExtractKind, words

LOOSE_PARTS = "workforce"
"""The name of the folder into which the workforce's loose CSV files are laid."""


@dataclass(frozen=True, slots=True)
class Found:
    """One extract, and the moment its figures describe."""

    parcel: str  # the file, or the folder with what is in it, that is moved away together
    file: ExtractFile
    as_at: AsAt


def found_in(taking: Taking, now: datetime, zone: ZoneInfo) -> list[Found]:
    """Every extract in the taking, at least one of each parcel; none raises for what is in it."""
    gather_parts(taking, list(_loose_parts(taking)), LOOSE_PARTS)
    found = []
    for name in names_in(taking.things):
        thing = taking.path / name
        with attempt(taking, name) as may_be_read:
            plain = why_not_read(taking.things, name)
            why = plain if may_be_read else ENDED_THE_SERVICE
            files = [refused(name, why)] if why is not None else _extracts_at(thing)
        found += [Found(name, file, _as_at(file, thing, now, zone)) for file in files]
    return found


def refused(name: str, why: str, kind: ExtractKind | None = None) -> ExtractFile:
    """A file that is not read at all."""
    return ExtractFile(name, kind, (), (Problem(Place(name), why),))


def in_order(found: Sequence[Found]) -> list[Found]:
    """As they are loaded: what is not of a feed, then the days one after the other.

    The first workforce comes before everything, since allocations name its teams; each further one
    before the allocations that are not older. Which of two extracts of a feed is meant cannot be
    known where they are of the same moment: both are refused.
    """
    every = _without_rivals(found)
    workforces = _sorted(every, ExtractKind.WORKFORCE)
    ordered = [each for each in every if each.file.kind not in FEEDS]
    ordered += workforces[:1]
    left = workforces[1:]
    for allocations in _sorted(every, ExtractKind.ALLOCATIONS):
        while left and left[0].as_at.moment.date() <= allocations.as_at.moment.date():
            ordered.append(left.pop(0))
        ordered.append(allocations)
    return ordered + left


def _loose_parts(taking: Taking) -> Iterator[str]:
    """The loose files that are the workforce's CSV files."""
    for name in names_in(taking.things):
        path = taking.path / name
        if path.suffix.lower() != ".csv" or same(path.stem) not in WORKFORCE_SHEETS:
            continue
        found = os.stat(name, dir_fd=taking.things, follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and why_not_read(taking.things, name) is None:
            (extract,) = gather_extracts([path])
            if extract.kind is ExtractKind.WORKFORCE:
                yield name


def _extracts_at(path: Path) -> list[ExtractFile]:
    """Each by itself, so that what is wrong with one refuses no other."""
    if not path.is_dir():
        return gather_extracts([path])
    files = sorted(each for each in path.iterdir() if _is_looked_at(each))
    if not files:
        return gather_extracts([path])  # which says what would be read
    single = [found for file in files for found in gather_extracts([file])]
    parts = [file for found in single if _is_part(found) for file in found.paths]
    whole = gather_extracts(parts) if parts else []
    return [*whole, *(found for found in single if not _is_part(found))]


def _is_looked_at(path: Path) -> bool:
    known = path.suffix.lower() in WORKBOOKS | {".csv", CENSUS}
    return known and not path.name.startswith((".", "~$")) and path.is_file()


def _is_part(found: ExtractFile) -> bool:
    """Whether it is one of several CSV files that are a workforce together."""
    return found.kind is ExtractKind.WORKFORCE and found.paths[0].suffix.lower() == ".csv"


def _as_at(file: ExtractFile, thing: Path, now: datetime, zone: ZoneInfo) -> AsAt:
    """Of several files that are one extract, the one written last says when it was written."""
    written = [each.lstat().st_mtime for each in file.paths or (thing,)]
    last = datetime.fromtimestamp(min(max(0, *written), now.timestamp() + 1), UTC)
    own = file.name if len(file.paths) == 1 else thing.name
    return as_at_of(own, thing.name, last, now, zone)


def _sorted(every: Sequence[Found], kind: ExtractKind) -> list[Found]:
    of_kind = [found for found in every if found.file.kind is kind]
    return sorted(of_kind, key=lambda found: (found.as_at.moment, found.file.name))


def _without_rivals(every: Sequence[Found]) -> list[Found]:
    judged = []
    for found in every:
        rivals = [other.file.name for other in every if _are_rivals(found, other)]
        if len(rivals) > 1:
            kind, names = words(found.file.kind or ""), ", ".join(rivals)
            message = (
                f"Several {kind} extracts of the same time were put in: {names}. Put in one of "
                "them."
            )
            problem = Problem(Place(found.file.name), message)
            file = replace(found.file, problems=(*found.file.problems, problem))
            found = replace(found, file=file)
        judged.append(found)
    return judged


def _are_rivals(one: Found, other: Found) -> bool:
    return (
        one.file.kind in FEEDS
        and one.file.kind is other.file.kind
        and one.as_at.moment == other.as_at.moment
    )
