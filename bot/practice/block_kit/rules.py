"""The small language in which the limits of Block Kit are written down."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing Slack would refuse: where (a JSON pointer), why, and under which error code."""

    pointer: str
    sentence: str
    code: str = "invalid_blocks"


Rule = Callable[[Any, str], Iterator[Fault]]
"""Looks at a value found at a pointer and gives its faults."""


def _length(size: int, pointer: str, *, least: int, most: int | None, unit: str) -> Iterator[Fault]:
    if size < least:
        yield Fault(pointer, f"must be at least {least} {unit}")
    if most is not None and size > most:
        yield Fault(pointer, f"must be at most {most} {unit}, not {size}")


def string(most: int | None = None, least: int = 0) -> Rule:
    """A string of `least` to `most` characters."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield Fault(pointer, "must be a string")
            return
        yield from _length(len(value), pointer, least=least, most=most, unit="characters")

    return check


def matching(pattern: str, what: str) -> Rule:
    """A string that matches the whole of `pattern`; `what` names it for the fault."""
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, str) or compiled.fullmatch(value) is None:
            yield Fault(pointer, f"must be {what}")

    return check


def flag(value: Any, pointer: str) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield Fault(pointer, "must be true or false")


def number(value: Any, pointer: str) -> Iterator[Fault]:
    """Any number that JSON can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Fault(pointer, "must be a number")


def integer(low: int, high: int | None = None) -> Rule:
    """A whole number from `low` to `high`, both included."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault(pointer, "must be a whole number")
        elif value < low or (high is not None and value > high):
            yield Fault(pointer, f"must be from {low} to {'any number' if high is None else high}")

    return check


def choice(*values: str) -> Rule:
    """One of a few words."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if value not in values:
            yield Fault(pointer, f"must be one of {', '.join(values)}")

    return check


def listing(rule: Rule, most: int | None = None, least: int = 1) -> Rule:
    """A list of `least` to `most` items that each keep `rule`."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(pointer, "must be a list")
            return
        yield from _length(len(value), pointer, least=least, most=most, unit="items")
        for index, item in enumerate(value):
            yield from rule(item, f"{pointer}/{index}")

    return check


def anything(_value: Any, _pointer: str) -> Iterator[Fault]:
    """A value that is not looked into."""
    return iter(())


def record(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *also: Rule,
) -> Rule:
    """An object with these fields and no others; `also` are rules about the whole object."""
    needed = dict(required or {})
    known = {**needed, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(pointer, "must be an object")
            return
        for name in needed:
            if name not in value:
                yield Fault(pointer, f"missing required field: {name}")
        for name, found in value.items():
            if name in known:
                yield from known[name](found, f"{pointer}/{name}")
            elif name != "type":
                yield Fault(f"{pointer}/{name}", f"unknown field: {name}")
        for rule in also:
            yield from rule(value, pointer)

    return check


def tagged(kinds: Mapping[str, Rule], what: str) -> Rule:
    """An object whose `type` is one of `kinds`; `what` names such an object for the fault."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        kind = value.get("type") if isinstance(value, dict) else None
        rule = kinds.get(kind) if isinstance(kind, str) else None
        if rule is None:
            yield Fault(f"{pointer}/type", f"unsupported type of {what}: {kind}")
            return
        yield from rule(value, pointer)

    return check


def one_of_fields(*names: str) -> Rule:
    """At least one of these fields is there."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if not any(value.get(name) for name in names):
            yield Fault(pointer, f"must define one of {', '.join(names)}")

    return check


def not_both(first: str, second: str) -> Rule:
    """Two fields that exclude each other."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        if first in value and second in value:
            yield Fault(pointer, f"must not define both {first} and {second}")

    return check


def later(rule: Callable[[], Rule]) -> Rule:
    """A rule that is looked up when used, so that blocks may hold blocks."""

    def check(value: Any, pointer: str) -> Iterator[Fault]:
        yield from rule()(value, pointer)

    return check
