"""Whether a load can be true: too sudden a change is held until an administrator looks."""

from dataclasses import dataclass

CHANGE = 0.25
"""Product design section 4: changed by more than a quarter."""

UNALLOCATED_AT_LEAST = 5
"""A few unallocated cases more or less is a quarter of them on any ordinary day."""

NEED_LOW, NEED_HIGH = 0.5, 1.1
"""Open cases for each published child in need; nine in ten of England's authorities (2025)."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a load is judged by; None where this kind of extract does not say."""

    open_cases: int | None = None
    unallocated: int | None = None
    workers: int | None = None


def doubts(before: Totals | None, after: Totals, children_in_need: int | None) -> list[str]:
    """Why this load is not believed without a person's word, as sentences; empty is believed."""
    found = []
    if before is not None:
        found += _changed("open cases", before.open_cases, after.open_cases)
        found += _changed(
            "unallocated cases", before.unallocated, after.unallocated, UNALLOCATED_AT_LEAST
        )
        found += _changed("workers", before.workers, after.workers)
    return found + _out_of_need(after.open_cases, children_in_need)


def _changed(noun: str, before: int | None, after: int | None, at_least: int = 1) -> list[str]:
    if before is None or after is None or abs(after - before) < at_least:
        return []
    if abs(after - before) <= before * CHANGE:
        return []
    verb = "fell" if after < before else "rose"
    share = f" ({(after - before) / before:+.0%})".replace("-", "−") if before else ""
    return [f"{noun} {verb} from {before:,} to {after:,}{share}"]


def _out_of_need(open_cases: int | None, children_in_need: int | None) -> list[str]:
    if open_cases is None or not children_in_need:
        return []
    ratio = open_cases / children_in_need
    if NEED_LOW <= ratio <= NEED_HIGH:
        return []
    return [
        f"{open_cases:,} open cases are {ratio:.2f} of the authority's {children_in_need:,} "
        f"published children in need; usual is {NEED_LOW} to {NEED_HIGH}"
    ]
