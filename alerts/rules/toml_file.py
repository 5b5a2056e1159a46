"""The rules as a file that people read, keep and change: written with comments, read with care."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from alerts.rules.defaults import SHIPPED, shipped_of
from alerts.rules.kinds import KINDS
from alerts.rules.rule import Rule
from alerts.rules.validity import Fault, Places, doubles, faults_of, settled_place
from models.extracts.problems import did_you_mean, listed, quoted
from models.vocabulary import RuleKind, ToldTo

_INTRODUCTION = """\
# The rules by which Caseload raises alerts. Change this file, look at what it would do with
# `caseload rules test FILE`, and put it in force with `caseload rules apply FILE`. A shipped rule
# that is left out goes back to how it was shipped; a rule of your own is removed. A key left out
# has the value that is shipped for that kind of rule.
#
# kind           what the rule looks for; said above each rule
# applies_to     "authority", "service:NAME", "kind:KIND" or "team:NAME"; where several rules of a
#                kind apply, the most specific one decides, also when it is off
# on             true or false
# limit          what is still allowed; what it counts is said beside it
# for_days       working days a breach lasts before it is told
# margin         so far below the limit before the breach is over
# step           worse by this much is told anew; 0 is never
# remind_days    working days without a word before a reminder; 0 is never
# escalate_days  working days without an acknowledgement before the head of service is told, or
#                leadership where told_to is "service"; 0 is never
# told_to        "team", "service", "leadership" or "administrators"; with "service" what is the
#                whole authority's goes to leadership
# urgent         true: told outside working hours too
"""

_KEYS = {
    "kind": "kind",
    "applies_to": "applies_to",
    "on": "is_on",
    "limit": "limit",
    "for_days": "for_days",
    "margin": "margin",
    "step": "step",
    "remind_days": "remind_days",
    "escalate_days": "escalate_days",
    "told_to": "told_to",
    "urgent": "urgent",
}
"""Keys of the file, and the fields of `Rule` they are, in the order they are written."""

_TYPES = {
    "kind": "a word",
    "applies_to": "a text",
    "on": "true or false",
    "limit": "a number",
    "for_days": "a whole number",
    "margin": "a number",
    "step": "a number",
    "remind_days": "a whole number",
    "escalate_days": "a whole number",
    "told_to": "a word",
    "urgent": "true or false",
}

MOST_RULES = 1_000
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing wrong with a file of rules: in which rule, at which key, and what is accepted."""

    rule: str | None
    key: str | None
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (f"[{self.rule}]" if self.rule else "", self.key) if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file of rules as read: with problems, its rules are not to be used."""

    rules: tuple[Rule, ...] = ()
    problems: tuple[FileProblem, ...] = ()


# Writing.


def export_rules(rules: Iterable[Rule]) -> str:
    """The rules as a file that reads back as the same rules; shipped kinds first, then by name."""
    ordered = sorted(rules, key=lambda r: (list(RuleKind).index(r.kind), r.name))
    return "\n".join([_INTRODUCTION, *(_table(rule) for rule in ordered)])


def _table(rule: Rule) -> str:
    about = KINDS[rule.kind]
    beside = {"limit": about.counts, "margin": about.unit, "step": about.step_unit}
    lines = [f"# Tells when {about.looks_for}.", f"[{rule.name}]"]
    for key, field in _KEYS.items():
        line = f"{key} = {_written(getattr(rule, field))}"
        lines.append(f"{line}  # {beside[key]}" if key in beside else line)
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum | str):
        # JSON's escapes are TOML's too; only this one character JSON leaves as it is.
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(int(value)) if value == int(value) else repr(value)


# Reading.


def read_rules(text: str, places: Places) -> FileRead:
    """The rules a file says, or every problem in it; never raises for what a file can say."""
    if len(text) > MOST_CHARACTERS:
        return FileRead(problems=(FileProblem(None, None, "This is too long to be a rules file."),))
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"This is not TOML: {error}. Mend the line and try again."
        return FileRead(problems=(FileProblem(None, None, message),))
    if len(tables) > MOST_RULES:
        return FileRead(problems=(FileProblem(None, None, f"More than {MOST_RULES:,} rules."),))
    rules: dict[str, Rule] = {}
    problems: list[FileProblem] = []
    for name, table in tables.items():
        found = _rule(name, table, places)
        if isinstance(found, Rule):
            rules[name] = found
        else:
            problems += found
    if not problems:
        problems += _double_problems(rules)
    return FileRead(() if problems else tuple(rules.values()), tuple(problems))


def _rule(name: str, table: Any, places: Places) -> Rule | list[FileProblem]:
    if not isinstance(table, dict):
        message = f'This stands in no rule. Begin a rule with a line such as "[{quoted(name)}]".'
        return [FileProblem(None, quoted(name), message)]
    shown_name = quoted(name)
    problems = [FileProblem(shown_name, key, said) for key, said in _key_problems(table)]
    kind = _kind(name, table)
    if isinstance(kind, str) and not isinstance(kind, RuleKind):
        problems.append(FileProblem(shown_name, "kind", kind))
    if problems or not isinstance(kind, RuleKind):
        return problems
    base = SHIPPED.get(name) or replace(shipped_of(kind), name=name)
    rule = replace(base, **{_KEYS[key]: _value(key, value) for key, value in table.items()})
    settled = settled_place(rule, places)
    faults = [*faults_of(rule), *([settled] if isinstance(settled, Fault) else [])]
    if faults or isinstance(settled, Fault):
        return [FileProblem(shown_name, _key_of(fault), fault.sentence) for fault in faults]
    return settled


def _key_problems(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if key not in _KEYS:
            yield quoted(key), f"There is no such key.{did_you_mean(key, _KEYS)}"
        elif not _has_type(_TYPES[key], value):
            yield key, f"{quoted(value)} is not {_TYPES[key]}."
        elif key == "told_to" and value not in set(ToldTo):
            yield key, f'"{quoted(value)}" is nobody. Write one of {listed(ToldTo)}.'


def _has_type(wanted: str, value: Any) -> bool:
    if wanted == "true or false":
        return isinstance(value, bool)
    if wanted in {"a word", "a text"}:
        return isinstance(value, str)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole if wanted == "a whole number" else whole or isinstance(value, float)


def _kind(name: str, table: Mapping[str, Any]) -> RuleKind | str | None:
    """The kind, or what is wrong with it; None where its type is, which is said elsewhere."""
    shipped = SHIPPED.get(name)
    given = table.get("kind")
    if given is None:
        return shipped.kind if shipped else f"Say what the rule looks for: {listed(RuleKind)}."
    if not isinstance(given, str):
        return None
    if given not in set(RuleKind):
        hint = did_you_mean(given, RuleKind) or f" The kinds are: {listed(RuleKind)}."
        return f'There is no kind "{quoted(given)}".{hint}'
    if shipped is not None and given != shipped.kind:
        return (
            f'The shipped rule of this name is of the kind "{shipped.kind}". Choose another name.'
        )
    return RuleKind(given)


def _value(key: str, value: Any) -> Any:
    if key == "kind":
        return RuleKind(value)
    return ToldTo(value) if key == "told_to" else value


def _key_of(fault: Fault) -> str | None:
    return {field: key for key, field in _KEYS.items()}.get(fault.field)


def _double_problems(rules: Mapping[str, Rule]) -> list[FileProblem]:
    """Two rules of a kind for one place; a shipped one that is left out comes back, and counts."""
    left_out = {name: rule for name, rule in SHIPPED.items() if name not in rules}
    return [
        FileProblem(
            rule.name,
            "applies_to",
            f"The rule {other.name} is of this kind and for the same place. Change that one, or "
            "narrow this one to a team, kind of team or service.",
        )
        for other, rule in doubles({**left_out, **rules})
    ]
