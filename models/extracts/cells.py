"""Turns one cell into a text, reference, date, number or word, or says what is wrong with it."""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from models.extracts.problems import did_you_mean, quoted

Cell = str | float | bool | date | datetime | time | timedelta | None
"""What a workbook or a CSV file may hold in one cell; a CSV file holds only text."""

Word = TypeVar("Word", bound=StrEnum)

MAX_TEXT = 250  # characters; longer than any name, short enough for a Slack block
DATE_FORMS = "dates are written 20/11/2026 or 2026-11-20"
FIRST_DAY = date(1990, 1, 1)  # a case or post from before is a slip of the keyboard
LAST_DAY = date(2100, 12, 31)
SERIAL_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
CACHED = 16_384  # dates, teams and workers recur; a child's reference is never cached

BLANK_WORDS = frozenset(
    {
        "#n/a",
        "n/a",
        "null",
        "(null)",
        "none",
        "nil",
        "nan",
        "(blank)",
        "-",
        "--",
        "–",
        "—",
        ".",
        "?",
    }
    | {"#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#n/a!", "#spill!"}
)
NOBODY_WORDS = frozenset(
    {
        "unallocated",
        "not allocated",
        "no worker",
        "no allocated worker",
        "to be allocated",
        "awaiting allocation",
        "unassigned",
        "not assigned",
        "duty",
        "duty worker",
        "duty social worker",
        "tbc",
        "tba",
    }
)
"""What a case system writes in the worker's cell of a case that nobody holds."""

_TRAY = re.compile(
    r"\b(?:duty|work|team|unallocated)[ -]?(?:tray|inbox|desk|queue)\b", re.IGNORECASE
)
_DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:Z|UTC|[+-]00:?00))?)?"
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _CLOCK)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + _CLOCK)
_MONTH_NAMED = re.compile(r"([0-9]{1,2})[ -]([A-Za-z]{3,9})\.?[ ,-]+([0-9]{4})" + _CLOCK)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2}" + _CLOCK)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]{1,2}|[+-]?[0-9]+,[0-9]{4,}")
_POUNDS = re.compile(r"£? ?([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]*)?)")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}


class Refused(ValueError):
    """A cell is not what its column takes; its text is a sentence for a person."""


def read_text(cell: Cell) -> str | None:
    """The cell as tidy text, or None where it is blank, `#N/A`, `NULL` or the like."""
    if isinstance(cell, str):
        return _tidied(cell) if len(cell) <= MAX_TEXT else _filled(_tidy(cell))
    if cell is None:
        return None
    return _filled(_number_as_text(cell) if isinstance(cell, float) else str(cell))


def read_reference(cell: Cell) -> str | None:
    """An identifier; one that a spreadsheet turned into a number (`12598894.0`) is turned back.

    Uncached and silent about its content, because it may be a child's.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isalnum() and len(cell) <= MAX_TEXT:
        return None if cell.lower() in BLANK_WORDS else cell  # most are: nothing to be tidied
    if isinstance(cell, bool | date | time | timedelta):
        raise Refused(
            "The reference was turned into a date, time or TRUE/FALSE; format the column as text."
        )
    text = _tidy(cell) if isinstance(cell, str) else read_text(cell)
    if text is None or text == "" or text.casefold() in BLANK_WORDS:
        return None
    if len(text) > MAX_TEXT:
        raise Refused(f"The reference is longer than {MAX_TEXT} characters.")
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def read_holder(cell: Cell) -> str | None:
    """Who holds a case, as written; None where nobody does, a duty tray included."""
    text = read_text(cell)
    if text is None or text.casefold() in NOBODY_WORDS or _TRAY.search(text):
        return None
    return text


def read_date(cell: Cell, *, earliest: date = FIRST_DAY) -> date | None:
    """The day, or None where the cell is blank; a time of day is dropped."""
    if isinstance(cell, str):
        return _date_in_text(cell, earliest)
    if isinstance(cell, datetime):
        return _in_range(cell.date(), earliest)
    if isinstance(cell, date):
        return _in_range(cell, earliest)
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _in_range(_date_of_serial(cell, str(cell)), earliest)
    raise Refused(f"{quoted(cell)} is not a date; {DATE_FORMS}.")


def read_number(cell: Cell) -> float | None:
    """A finite number, or None where the cell is blank."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not math.isfinite(cell):
            raise Refused(f"{cell} is not a number; write digits such as 0.6.")
        return float(cell)
    text = read_text(cell)
    if text is None:
        return None
    if _NUMBER.fullmatch(text) and not isinstance(cell, bool):
        return _finite(float(text), text)
    raise Refused(_why_no_number(text))


def read_fte(cell: Cell) -> float | None:
    """A share of full time from 0 to 1, or None where the cell is blank."""
    return _fte_in_text(cell) if isinstance(cell, str) else _fte(cell, None)


@lru_cache(maxsize=CACHED)
def _fte_in_text(cell: str) -> float | None:
    return _fte(cell, read_text(cell))


def _fte(cell: Cell, text: str | None) -> float | None:
    if text is not None and text.endswith("%"):
        raise Refused(
            f"{quoted(text)} is a percentage; FTE is between 0 and 1, so write 60% as 0.6."
        )
    fte = read_number(cell)
    if fte is not None and not 0 <= fte <= 1:
        raise Refused(
            f"{quoted(text or f'{fte:g}')} is not an FTE; FTE is between 0 and 1, where 1 is full "
            "time. Divide weekly hours by the full-time hours."
        )
    return fte


def read_pounds(cell: Cell) -> float | None:
    """An amount of money, 0 or more; a pound sign and commas between thousands are taken."""
    text = read_text(cell) if isinstance(cell, str) else None
    matched = _POUNDS.fullmatch(text) if text else None
    amount = float(matched[1].replace(",", "")) if matched else read_number(cell)
    if amount is not None and not 0 <= amount < 1e9:
        raise Refused(f"{amount:g} is not a cost; write pounds such as 1250 or 1,250.50.")
    return amount


def read_word(cell: Cell, vocabulary: type[Word]) -> Word | None:
    """One of a fixed list of words; case, spaces and hyphens are forgiven, other words are not."""
    text = read_text(cell)
    return None if text is None else _word_in(text, vocabulary)


@lru_cache(maxsize=CACHED)
def _word_in(text: str, vocabulary: type[Word]) -> Word:
    words = [str(word) for word in vocabulary]
    word = text if text in words else as_word(text)
    if word not in words:
        raise Refused(not_among(text, words))
    return vocabulary(word)


def as_word(text: str) -> str:
    """A text in the form of a vocabulary's words: "Looked after" is `looked_after`."""
    return re.sub(r"[\s_-]+", "_", text.casefold())


def not_among(text: str, accepted: Iterable[str]) -> str:
    """The sentence for a word that is not on its list."""
    words = list(accepted)
    return f'"{quoted(text)}" is not accepted.{did_you_mean(text, words)} Use {_either(words)}.'


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


@lru_cache(maxsize=CACHED)
def _tidied(text: str) -> str | None:
    return _filled(_tidy(text))


def _filled(text: str) -> str | None:
    if len(text) > MAX_TEXT:
        raise Refused(f"The text is longer than {MAX_TEXT} characters; shorten it.")
    return None if text == "" or text.casefold() in BLANK_WORDS else text


def _tidy(text: str) -> str:
    """No invisible characters, one space between words, accents composed."""
    if not (text.isascii() and text.isprintable()):
        text = _DROPPED.sub("", _CONTROL.sub(" ", text))
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def _number_as_text(number: float) -> str:
    if math.isfinite(number) and number == int(number):
        return str(int(number)) if abs(number) < 1e15 else f"{number:.0f}"
    return repr(number)


@lru_cache(maxsize=CACHED)
def _date_in_text(cell: str, earliest: date) -> date | None:
    text = read_text(cell)
    if text is None:
        return None
    if matched := _ISO.fullmatch(text):
        return _in_range(_day(text, matched[1], matched[3], matched[4]), earliest)
    if matched := _DAY_FIRST.fullmatch(text):
        return _in_range(_day(text, matched[4], matched[3], matched[1]), earliest)
    if matched := _MONTH_NAMED.fullmatch(text):
        month = _MONTHS.get(matched[2].lower())
        if month:
            return _in_range(_day(text, matched[3], str(month), matched[1]), earliest)
    if _SERIAL.fullmatch(text):
        return _in_range(_date_of_serial(float(text), text), earliest)
    if _SHORT_YEAR.fullmatch(text):
        raise Refused(f"{quoted(text)} has a year of two digits; {DATE_FORMS}.")
    raise Refused(f"{quoted(text)} is not a date; {DATE_FORMS}.")


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(f"{quoted(text)} is not a date that exists; {DATE_FORMS}.") from None


def _date_of_serial(serial: float, written: str) -> date:
    """A spreadsheet's count of days as a date."""
    if not math.isfinite(serial) or not 1 <= serial <= 100_000:
        raise Refused(f"{quoted(written)} is not a date; {DATE_FORMS}.")
    return SERIAL_EPOCH + timedelta(days=int(serial))


def _in_range(day: date, earliest: date) -> date:
    if earliest <= day <= LAST_DAY:
        return day
    raise Refused(
        f"{day:%d/%m/%Y} is not between {earliest.year} and {LAST_DAY.year}; correct it, or leave "
        "the cell empty where there is no date."
    )


def _finite(number: float, text: str) -> float:
    if not math.isfinite(number):
        raise Refused(f"{quoted(text)} is too large to be right.")
    return number


def _why_no_number(text: str) -> str:
    if _DECIMAL_COMMA.fullmatch(text):
        mended = quoted(text.replace(",", "."))
        return f"{quoted(text)} has a decimal comma; write a point, as in {mended}."
    if text.endswith("%"):
        return f"{quoted(text)} has a percent sign; write the number alone."
    return f'"{quoted(text)}" is not a number; write digits such as 0.6 or 15.'
