"""`caseload rules test`: what a file of rules would change, or what rules find on a past day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from alerts.checking.rehearsing import Change, Effect, Rehearsal, rehearse
from alerts.rules.changes import changes
from alerts.rules.defaults import SHIPPED
from alerts.rules.past import PastTrial, try_past_day
from alerts.rules.rule import Rule
from alerts.rules.storing import rules_now, rules_on
from alerts.rules.trying import Found
from alerts.wording import count, day, moment, sentence
from bot.cli.common import out, print_json, services
from bot.cli.rules_given import AsJson, day_given, read_file
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.errors import CaseloadError
from models.vocabulary import Ending

_NOT_TRIED: dict[str, Any] = {"as_at": None, "late": None, "changes": [], "rows": []}
_NOT_JUDGED: dict[str, Any] = {"day": None, "rows": [], "not_judged": [], "by_target_only": []}


def try_file(
    file: Annotated[
        Path | None, typer.Argument(help="A file as `caseload rules export` writes it.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on",
            formats=["%Y-%m-%d", "%d/%m/%Y"],
            metavar="DATE",
            help="Judge the figures kept of this day; without a file by the rules of that day.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what the rules of a file would change if they were in force, without telling anybody.

    With --on, show what was over on a past day, by the file or by the rules in force that day.

    Example: caseload rules test rules.toml
    """
    with services() as made:
        past = day_given(on, made)
        if file is None and past is None:
            raise CaseloadError(
                "Name a file to try, as `caseload rules export` writes it, or a day with --on."
            )
        if past is not None:
            _try_past(made, file, past, as_json)
        elif file is not None:
            _try_now(made, file, as_json)


def _try_now(made: Services, file: Path, as_json: bool) -> None:
    rules = _rules_of(made, file, _NOT_TRIED if as_json else None)
    now = made.clock()
    with made.database.look() as session:
        found = rehearse(session, rules, made.authority, now)
        differ = {change.name for change in changes(rules_now(session, now), tuple(rules.values()))}
    if as_json:
        print_json(_rehearsal_as_json(found, made))
    else:
        _print_rehearsal(found, differ, made, now)


def _try_past(made: Services, file: Path | None, past: date, as_json: bool) -> None:
    zone = made.settings.zone
    rules = None if file is None else _rules_of(made, file, _NOT_JUDGED if as_json else None)
    with made.database.look() as session:
        trial = try_past_day(
            session,
            rules_on(session, past, zone) if rules is None else rules,
            past,
            zone=zone,
            calendar=made.authority.calendar,
            whole=made.authority.name,
        )
    if as_json:
        print_json(_past_as_json(trial))
        return
    today = made.clock().astimezone(zone).date()
    whose = "the rules in force that day" if file is None else f"the rules of {file}"
    _print_past(trial, past, whose, today)


def _rules_of(made: Services, file: Path, empty: dict[str, Any] | None) -> dict[str, Rule]:
    """All the rules there would be: what a file leaves out is as shipped."""
    return {**SHIPPED, **{rule.name: rule for rule in read_file(made, file, empty)}}


def _print_rehearsal(found: Rehearsal, differ: set[str], made: Services, now: datetime) -> None:
    """What would change; then what is over by the rules that differ, or by all if none does."""
    today = now.astimezone(made.settings.zone).date()
    if found.late:
        out.print("The data is late: until a new load arrives, no alert opens or ends.")
    changed = [change for change in found.changes if change.effect is not Effect.STAYS]
    if not differ:
        out.print("These rules are in force already.")
    out.print(summary(found.changes), markup=False)
    if changed:
        table = Table("Alert", "Where", "Rule", "What would happen")
        for change in changed:
            rules, said = ", ".join(change.rules), change_text(change)
            table.add_row(change.effect.value, escape(change.place), escape(rules), escape(said))
        out.print(table)
    shown = [each for each in found.found if not differ or each.rule.name in differ]
    _print_found(shown, f"by {'the changed' if differ else 'these'} rules")
    for name in found.failed:
        out.print(f'The rule "{name}" could not be evaluated; the log says why.', markup=False)
    as_at = moment(found.as_at, made.settings.zone, today)
    out.print(f"Data as at {as_at}. Nobody was told, and nothing was changed.", markup=False)


def summary(changes: Sequence[Change]) -> str:
    """ "2 alerts would open, 1 would end, 1 would change and 14 would stay as they are."."""
    effects = [change.effect for change in changes]
    numbers = {effect: effects.count(effect) for effect in Effect}
    opens = sentence(count(numbers[Effect.OPENS], "alert"))
    ends, change = numbers[Effect.ENDS] or "none", numbers[Effect.CHANGES] or "none"
    stays = numbers[Effect.STAYS]
    as_is = "it is" if stays == 1 else "they are"
    return (
        f"{opens} would open, {ends} would end, {change} would change, "
        f"and {stays or 'none'} would stay as {as_is}."
    )


def change_text(change: Change) -> str:
    """ "2 would be told of at the next check, 1 would leave it"; empty where it stays."""
    if change.effect is Effect.ENDS:
        return _ENDS.get(change.ending, "Nothing is over by these rules")
    parts = [
        *([f"{change.told} would be told of at the next check"] if change.told else []),
        *([_waiting_text(change)] if change.waiting else []),
    ]
    if change.effect is Effect.CHANGES:
        parts += [f"{change.joins} would join it"] if change.joins else []
        parts += [f"{change.leaves} would leave it"] if change.leaves else []
    return sentence(", ".join(parts))


_ENDS: Mapping[Ending | None, str] = {Ending.SWITCHED_OFF: "The rule is off"}


def _waiting_text(change: Change) -> str:
    last = (
        f"{change.waiting} would be told of if {'it lasts' if change.waiting == 1 else 'they last'}"
    )
    return f"{last} {count(change.in_days, 'more working day')}" if change.in_days else last


def _print_past(trial: PastTrial, asked: date, whose: str, today: date) -> None:
    out.print(f"{day(asked, today)} by {whose}:", markup=False)
    _print_found(trial.found, "by these rules")
    if trial.not_judged:
        names = ", ".join(rule.name for rule in trial.not_judged)
        out.print(f"Not judged, because too little is kept of a past day: {names}.", markup=False)
    if trial.by_target_only:
        names = ", ".join(rule.name for rule in trial.by_target_only)
        out.print(
            f"Judged against targets only, because workers' last days are not kept: {names}.",
            markup=False,
        )
    kept = trial.staffing_day or trial.day
    staffing = "" if kept == trial.day else f", staffing as at {day(kept, today)}"
    out.print(
        f"Figures as at {day(trial.day, today)}{staffing}, promises and targets as the newest "
        "workforce list dates them. "
        "How long something had been over is not looked at. Nobody was told.",
        markup=False,
    )


def _print_found(found: Sequence[Found], by: str) -> None:
    if not found:
        out.print(f"Nothing is over {by}.")
        return
    out.print(f"Over {by}:")
    table = Table("Rule", "Where", "Over", "The worst")
    for each in found:
        # Names stay out of terminals and what they are copied into.
        worst = escape(each.readings[0].said)
        table.add_row(each.rule.name, escape(each.place), str(len(each.readings)), worst)
    out.print(table)


def _rehearsal_as_json(found: Rehearsal, made: Services) -> dict[str, Any]:
    rows = [row for each in found.found for row in _rows(each)]
    for row in rows:
        row["told"] = (row["rule"], row["place"], row["subject"]) in found.told
    return {
        "as_at": moment_as_json(found.as_at, made.settings.zone),
        "late": found.late,
        "changes": [_change_as_json(change) for change in found.changes],
        "rows": rows,
        "problems": [],
    }


def _change_as_json(change: Change) -> Mapping[str, Any]:
    return {
        "effect": change.effect.value,
        "kind": change.kind.value,
        "place": change.place,
        "rules": list(change.rules),
        "told": change.told,
        "waiting": change.waiting,
        "in_days": change.in_days,
        "joins": change.joins,
        "leaves": change.leaves,
        "text": change_text(change),
    }


def _past_as_json(trial: PastTrial) -> dict[str, Any]:
    return {
        "day": trial.day.isoformat(),
        "rows": [row for found in trial.found for row in _rows(found)],
        "not_judged": [rule.name for rule in trial.not_judged],
        "by_target_only": [rule.name for rule in trial.by_target_only],
        "problems": [],
    }


def _rows(found: Found) -> Iterable[dict[str, Any]]:
    for reading in found.readings:
        yield {
            "rule": found.rule.name,
            "place": found.place,
            "subject": reading.subject,
            "value": reading.value,
            "limit": reading.limit,
            "since": reading.since.isoformat() if reading.since else None,
            "said": reading.said,
        }
