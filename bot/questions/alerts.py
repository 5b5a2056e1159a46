"""Open alerts: where, in which state and for how long, the urgent and the unanswered first."""

from collections.abc import Sequence
from dataclasses import replace

from alerts.open_alerts import OpenAlert, open_alert_rows
from alerts.rules.kinds import waits_for_workforce
from alerts.when import When
from alerts.wording import count, sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.places import alerts_within
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from models.vocabulary import Measure, RuleKind, words

NAMED = 3
"""Workers named in a cell of the table; its row has all of them."""

ASK_FOR_NAMES = "for workers by name, ask about one team"


def answer_alerts(setting: Setting) -> Answer:
    """How many are open and unanswered, and each with its state, age and whom it is about."""
    within = alerts_within(setting.scope, setting.asker)
    found = open_alert_rows(setting.session, _when(setting), within)
    if not names_asked_for(setting):
        found = [replace(alert, about=()) for alert in found]
    return setting.answer(
        f"{setting.name}: {how_many(found)}",
        lines=also(found),
        table=_table(setting, found),
        figures=setting.figures(*_FIGURES) if found else (),
        named=(),
        notes=() if names_asked_for(setting) else [ASK_FOR_NAMES],
        then=[
            Next("Register", question_about(Topic.REGISTER, setting.scope)),
            Next("Caseload", question_about(Topic.CASELOAD, setting.scope)),
            Next("Who has room", question_about(Topic.ROOM, setting.scope)),
        ],
    )


_FIGURES = (Measure.OVER_LIMIT, Measure.NOBODY_AT_WORK, Measure.UNALLOCATED, Measure.NOT_SEEN)
"""What most alerts are about, for "How is this counted?"."""


def names_asked_for(setting: Setting) -> bool:
    """Leadership reads workers' names on request: of one team, not in a list of many."""
    return not (setting.asker.leadership and setting.several_teams)


_SAID_ALREADY = frozenset({RuleKind.TEAM_ABOVE_PROMISE, RuleKind.DATA_LATE, RuleKind.TEAM_ENDS})
"""Of these the headline says all that there is to say."""


def _when(setting: Setting) -> When:
    """Now, against the day of the answer's data."""
    services = setting.services
    authority = services.authority_in(setting.session)
    return authority.when(services.clock(), setting.book.day)


def alert_row(alert: OpenAlert) -> dict[str, Value]:
    """One alert as a row, the same in JSON answers and on the command line."""
    return {
        "alert": alert.id,
        "team": alert.team,
        "service": None if alert.team else alert.service,
        "rule": alert.kind.value,
        "rule_words": words(alert.kind),
        "headline": alert.headline,
        "state": "held" if alert.held else alert.state.value,
        "state_words": alert.state_words,
        "since": alert.since.isoformat(),
        "working_days": alert.working_days,
        "about": "; ".join(alert.about) or None,
    }


def how_many(found: Sequence[OpenAlert]) -> str:
    """ "4 open alerts, 1 not acknowledged"; those not told yet are not counted."""
    told = [alert for alert in found if alert.told]
    unanswered = sum(alert.unanswered for alert in told)
    text = count(len(told), "open alert")
    if not told:
        return text
    if unanswered == 0:
        return f"{text}, {'answered' if len(told) == 1 else 'all answered'}"
    if unanswered == len(told):
        return f"{text}, {'not' if len(told) == 1 else 'none'} acknowledged"
    return f"{text}, {unanswered} not acknowledged"


def also(found: Sequence[OpenAlert]) -> list[str]:
    """What else there is to know before the list: late data, reviews, what is not told yet."""
    held = [waits_for_workforce(alert.kind) for alert in found if alert.held]
    lines = [line for of_staffing, line in _WHILE_LATE.items() if of_staffing in held]
    passed = sum(alert.review_passed for alert in found)
    if passed:
        lines.append(f"{count(passed, 'review')} {'has' if passed == 1 else 'have'} passed")
    pending = sum(not alert.told for alert in found)
    if pending:
        more = f"{pending} more" if pending < len(found) else str(pending)
        why = "is not told yet: it has" if pending == 1 else "are not told yet: they have"
        lines.append(f"{more} {why} not lasted long enough")
    return lines


_WHILE_LATE = {
    False: "The caseload figures are late: no alert on cases is raised or closed until a new load "
    "arrives.",
    True: "The workforce list is late: staffing alerts are held until a new one arrives.",
}
"""By whether it is the workforce that is late."""


def _table(setting: Setting, found: Sequence[OpenAlert]) -> Table | None:
    if not found:
        return None
    return Table(
        columns=(
            Column("alert_words", "Alert", wraps=True),
            Column("state_words", "State", wraps=True),
            Column("about_words", "About", wraps=True),
        ),
        rows=[
            {
                **alert_row(alert),
                "alert_words": _alert_words(setting, alert),
                "about_words": None if alert.kind in _SAID_ALREADY else few(alert.about),
            }
            for alert in found
        ],
        caption=f"Open alerts of {setting.scope.name}",
        of_sentences=True,
    )


def _alert_words(setting: Setting, alert: OpenAlert) -> str:
    """Of one team its name need not be said in every row."""
    if setting.several_teams or alert.team is None:
        return alert.headline
    return sentence(alert.headline.removeprefix(f"{alert.team}: "))


def few(about: Sequence[str]) -> str | None:
    """ "Sam Example: 26 cases, limit 18; Jo Placeholder: 17 cases, limit 16.2; 4 more"."""
    left = len(about) - NAMED
    return "; ".join([*about[:NAMED], *([f"{left} more"] if left > 0 else [])]) or None
