"""Reads the sheet Limits: who should hold how many cases at most, and what was promised."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from models.extracts.cells import (
    Cell,
    Refused,
    as_word,
    not_among,
    read_number,
    read_text,
)
from models.extracts.problems import quoted
from models.extracts.records import LimitRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.names import Names, Staff
from models.extracts.workforce.staff import refuse_wrong_order
from models.vocabulary import LimitScope, TeamKind

LIMITS = (
    Column("applies_to"),
    Column("promise_low"),
    Column("promise_high"),
    Column("limit"),
    Column("from"),
    Column("until"),
    Column("reason", required=False),
)
SCOPES = "authority, kind:KIND, team:NAME, newly_qualified or staff:ID"
MOST_CASES = 500.0  # for one full-time worker; beyond it the columns have slipped
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")


@dataclass(frozen=True, slots=True)
class _Scope:
    scope: LimitScope
    name: str | None


UNKNOWN = _Scope(LimitScope.STAFF, "")  # stands for a scope that could not be read


@dataclass(frozen=True, slots=True)
class _Limit:
    cases: float | None = None
    percent: float | None = None


def read_limits(sheet: Sheet, teams: Names, staff: Staff) -> tuple[list[LimitRecord], list[str]]:
    """The limits, and notes on what was taken to be meant."""
    limits: list[LimitRecord] = []
    by_scope: dict[tuple[LimitScope, str], list[LimitRecord]] = defaultdict(list)
    notes = []
    for row in sheet.rows():
        scope = row.needed("applies_to", _read_scope, UNKNOWN)
        scope = _known(row, scope, teams, staff)
        limit = _read_limit(row, scope.scope)
        if limit.percent is not None and not isinstance(row.cell("limit"), str):
            notes.append(
                f"Row {row.number} of {row.sheet.name}: the limit was read as {limit.percent:g} %."
            )
        record = _record(row, scope, limit)
        _refuse_no_effect(row, record)
        same_scope = by_scope[record.scope, (record.name or "").casefold()]
        _refuse_overlap(row, record, same_scope)
        same_scope.append(record)
        limits.append(record)
    return limits, notes


def _record(row: Row, scope: _Scope, limit: _Limit) -> LimitRecord:
    record = LimitRecord(
        scope=scope.scope,
        name=scope.name,
        promise_low=row.read("promise_low", _read_cases),
        promise_high=row.read("promise_high", _read_cases),
        limit=limit.cases,
        limit_percent=limit.percent,
        from_on=row.date("from"),
        until_on=row.date("until"),
        reason=row.text("reason"),
        place=row.place(),
    )
    low, high = record.promise_low, record.promise_high
    if low is not None and high is not None and low > high:
        row.refuse("promise_low", f"promise_low is {low:g}, above promise_high, which is {high:g}.")
    refuse_wrong_order(row, "from", record.from_on, "until", record.until_on)
    return record


def _read_scope(cell: Cell) -> _Scope | None:
    text = read_text(cell)
    if text is None:
        return None
    word, colon, name = (part.strip() for part in text.partition(":"))
    word = as_word(word)
    if word in {LimitScope.AUTHORITY, LimitScope.NEWLY_QUALIFIED} and not colon:
        return _Scope(LimitScope(word), None)
    if word == LimitScope.KIND and name:
        kind = as_word(name)
        if kind not in set(TeamKind):
            raise Refused(not_among(name, [str(each) for each in TeamKind]))
        return _Scope(LimitScope.KIND, kind)
    if word in {LimitScope.TEAM, LimitScope.STAFF} and name:
        return _Scope(LimitScope(word), name)
    raise Refused(f'"{quoted(text)}" does not say whom the limit applies to; use {SCOPES}.')


def _known(row: Row, scope: _Scope, teams: Names, staff: Staff) -> _Scope:
    """The scope with its team spelt as in Teams; an unknown team or staff id is reported."""
    if scope.scope is LimitScope.TEAM:
        return _Scope(scope.scope, teams.find(row, "applies_to", scope.name))
    if scope.scope is LimitScope.STAFF and scope.name:
        staff.check_id(row, "applies_to", scope.name)
    return scope


def _read_limit(row: Row, scope: LimitScope) -> _Limit:
    return row.read("limit", lambda cell: _limit_in(cell, scope)) or _Limit()


def _limit_in(cell: Cell, scope: LimitScope) -> _Limit | None:
    text = read_text(cell)
    matched = _PERCENT.fullmatch(text) if text else None
    if matched is None:
        number = _share_of_cell(cell) if scope is LimitScope.NEWLY_QUALIFIED else None
        return _Limit(percent=number) if number else _Limit(cases=_read_cases(cell))
    if scope is not LimitScope.NEWLY_QUALIFIED:
        raise Refused("Only newly_qualified takes a percentage; write a number of cases.")
    percent = float(matched[1])
    if not 0 < percent <= 100:
        raise Refused(f"{percent:g}% is not a limit; write a percentage up to 100%.")
    return _Limit(percent=percent)


def _share_of_cell(cell: Cell) -> float | None:
    """90.0 for a cell of 0.9: typing 90% into a spreadsheet stores that, and nobody's limit is
    less than one case."""
    if isinstance(cell, float) and 0 < cell < 1:
        return round(cell * 100, 6)
    return None


def _read_cases(cell: Cell) -> float | None:
    cases = read_number(cell)
    if cases is not None and not 1 <= cases <= MOST_CASES:
        raise Refused(
            f"{cases:g} is not a number of cases for one full-time worker; write 1 or more."
        )
    return cases


def _refuse_no_effect(row: Row, record: LimitRecord) -> None:
    filled = (read_text(row.cell(name)) for name in ("promise_low", "promise_high", "limit"))
    if not any(filled):
        row.refuse("limit", "The row has neither a promise nor a limit; write at least one.")
    elif record.promise_low is not None and read_text(row.cell("promise_high")) is None:
        row.refuse("promise_high", "A promise needs its upper end; write promise_high.")


def _refuse_overlap(row: Row, record: LimitRecord, earlier: list[LimitRecord]) -> None:
    """Reports a limit for a time in which an earlier one of the same scope holds."""
    for other in earlier if record.name != UNKNOWN.name else ():
        if (other.from_on or date.min) <= (record.until_on or date.max) and (
            record.from_on or date.min
        ) <= (other.until_on or date.max):
            row.refuse(
                "applies_to",
                f"Row {other.place.row} sets a limit for the same at the same time; "
                "give one of them an end under until, or delete it.",
            )
            return
