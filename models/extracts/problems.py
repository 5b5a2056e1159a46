"""Collects what is wrong with an extract, in sentences that never repeat a child's details."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from models.extracts.records import Place, Problem

MAX_PROBLEMS = 200  # a file of the wrong shape would otherwise report every cell it has
MAX_QUOTED = 40  # characters of a cell that a sentence repeats
NEAR = 70  # rapidfuzz's score, of 100, from which a word is worth suggesting


class Unreadable(Exception):
    """A file cannot be read at all, or not past a row; its text may be shown to a person."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row


class Problems:
    """The problems of one extract in the order found; the first 200 are kept, all are counted."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._count = 0

    def add(self, place: Place, message: str) -> None:
        self._count += 1
        if len(self._kept) < MAX_PROBLEMS:
            self._kept.append(Problem(place, message))

    def __bool__(self) -> bool:
        return self._count > 0

    def listed(self, file: str) -> tuple[Problem, ...]:
        """The problems kept and, where there were more, a last one that says how many."""
        more = self._count - len(self._kept)
        if not more:
            return tuple(self._kept)
        rest = f"and {more:,} more problems; mend these first and import the file again."
        return (*self._kept, Problem(Place(file), rest))


def quoted(cell: object) -> str:
    """A cell as a sentence repeats it: on one line and not too long."""
    text = " ".join(str(cell).split())
    return text if len(text) <= MAX_QUOTED else f"{text[: MAX_QUOTED - 1]}…"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """` Did you mean "Court North"?`, or nothing where no choice is near."""
    lowered = {choice.casefold(): choice for choice in choices}
    found = process.extractOne(
        word.casefold(), list(lowered), scorer=fuzz.WRatio, score_cutoff=NEAR
    )
    return f' Did you mean "{lowered[found[0]]}"?' if found else ""


def listed(words: Iterable[str], *, most: int = 20) -> str:
    """Words with commas between, cut after `most`."""
    every = list(words)
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most} more"
