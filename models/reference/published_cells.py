"""Turns one cell of the Department's files into a value, year or code, or says what is wrong."""

import re

from models.extracts.cells import Cell, Refused, read_number, read_reference, read_text
from models.extracts.problems import quoted
from models.reference.measures import Symbol
from models.reference.table import Value

FIRST_YEAR, LAST_YEAR = 2000, 2100

_SYMBOLS = {symbol.value: symbol for symbol in Symbol} | {
    ":": Symbol.UNAVAILABLE,  # releases up to 2022
    "..": Symbol.UNAVAILABLE,
}
_SYMBOL_WORDS = ", ".join(symbol.value for symbol in Symbol)
_WITH_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_YEAR = re.compile(r"([0-9]{4})(?:[-/ ]?([0-9]{2}|[0-9]{4}))?")
_PARTED = re.compile(r"\s*[/&;,]\s*")
_OLD_CODE = re.compile(r"[0-9]{3}")
_NEW_CODE = re.compile(r"[A-Z][0-9]{8}")


def read_value(cell: Cell) -> Value | None:
    """A number, or the symbol printed in its place; None where the cell is blank."""
    text = read_text(cell) if isinstance(cell, str) else None
    if text is not None:
        symbol = _SYMBOLS.get(text.casefold().strip("[]"))
        if symbol is not None:
            return symbol
        text = text.removesuffix("%").rstrip()
        if _WITH_THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
    try:
        number = read_number(cell if text is None else text)
    except Refused as error:
        raise Refused(f"{error} Symbols are {_SYMBOL_WORDS}.") from None
    if number is not None and not 0 <= number < 1e9:
        raise Refused(f"{quoted(cell)} cannot be right; published values are 0 or more.")
    return number


def read_year(cell: Cell) -> int | None:
    """The year that a period ends in: 2018 of "2018", "201718" and "2017/18"."""
    text = read_reference(cell)
    if text is None:
        return None
    matched = _YEAR.fullmatch(text)
    year = _ending(int(matched[1]), matched[2]) if matched else None
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f'"{quoted(text)}" is not a year; write 2025 or 202425.')
    return year


def read_old_codes(cell: Cell) -> tuple[str, ...]:
    """The three digits of each authority in a cell: one, two of a joint return, or none."""
    return tuple(sorted(_codes(cell, _OLD_CODE, "three digits, such as 852")))


def read_new_codes(cell: Cell) -> tuple[str, ...]:
    """The E codes in a cell."""
    return _codes(cell, _NEW_CODE, "E and eight digits, such as E06000045")


def _ending(begins: int, ends: str | None) -> int | None:
    if ends is None:
        return begins
    following = begins + 1
    return following if ends in (str(following), f"{following % 100:02d}") else None


def _codes(cell: Cell, form: re.Pattern[str], words: str) -> tuple[str, ...]:
    text = read_reference(cell)
    if text is None or text.casefold() in _SYMBOLS:
        return ()
    parts = _PARTED.split(text)
    if not all(form.fullmatch(part) for part in parts):
        raise Refused(f'"{quoted(text)}" is not a code; it is {words}.')
    return tuple(parts)
