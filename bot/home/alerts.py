"""Open alerts, those nobody has answered first, each with what can be done about it here."""

from collections.abc import Iterator

from alerts.notice import Offer
from alerts.notices.message import NAMES_WORKERS, offers
from alerts.open_alerts import OpenAlert, open_alert_rows
from alerts.places import Within
from alerts.wording import count, sentence
from bot.home.answered import asks, show_all
from bot.home.opening import Opening
from bot.home.part import AlertItem, Part, Press, Pressing
from bot.questions.alerts import also, few, how_many
from models.vocabulary import RuleKind

_DEEDS = (Offer.ACKNOWLEDGE, Offer.CHANGE_DECISION, Offer.SNOOZE)
MOST_OF_OTHERS = 3
"""Of alerts that others answer first; the button shows all."""

_OF_THE_DATA = frozenset({RuleKind.DATA_LATE, RuleKind.UNMATCHED})
"""What administrators can do something about; held loads have a part of their own."""


def open_alerts(opening: Opening) -> Iterator[Part]:
    """All of the teams somebody manages; of what they lead besides, those nobody has answered."""
    asker = opening.asker
    if not (asker.sees_all or asker.leads):
        return
    found = [alert for alert in _visible(opening) if _is_theirs(opening, alert)]
    told = [alert for alert in found if alert.told]
    if not found:
        yield Part(
            title="Open alerts",
            said=("No alert is open." if asker.managed else "No alert waits for an answer.",),
            footer=opening.as_at,
            presses=_presses(),
        )
        return
    yield Part(
        title="Open alerts",
        pressing=Pressing.NOW if any(alert.unanswered for alert in told) else Pressing.FIGURES,
        said=(_headline(found, all_of_them=bool(asker.managed)), *also(found)),
        items=[_item(opening, alert) for alert in told],
        most=None if asker.managed else MOST_OF_OTHERS,
        footer=opening.as_at,
        presses=_presses(),
    )


def _headline(found: list[OpenAlert], *, all_of_them: bool) -> str:
    """ "3 open alerts, 1 not acknowledged."; of those nobody has answered only how many."""
    if all_of_them:
        return f"{sentence(how_many(found))}."
    are = "is" if len(found) == 1 else "are"
    return f"{sentence(count(len(found), 'open alert'))} {are} not acknowledged."


def _presses() -> tuple[Press, ...]:
    return show_all("alerts", "All open alerts"), *asks(("Register", "register"))


def _visible(opening: Opening) -> list[OpenAlert]:
    asker = opening.asker
    within = None if asker.sees_all else Within(asker.leads, asker.headed)
    return open_alert_rows(opening.session, opening.when, within)


def _is_theirs(opening: Opening, alert: OpenAlert) -> bool:
    asker, listed = opening.asker, opening.listed
    if alert.kind is RuleKind.LOAD_HELD:
        return False
    if alert.team in {listed.teams.get(team_id) for team_id in asker.managed}:
        return True
    if not (alert.told and alert.unanswered):
        return False
    if alert.kind in _OF_THE_DATA:
        return asker.administrator
    headed = {listed.services.get(service_id) for service_id in asker.headed}
    return asker.leadership or alert.service in headed


def _item(opening: Opening, alert: OpenAlert) -> AlertItem:
    names = alert.kind in NAMES_WORKERS - _OF_THE_DATA and _may_name(opening, alert)
    said = (few(alert.about) if names else None, sentence(alert.state_words))
    return AlertItem(
        alert_id=alert.id,
        first=alert.headline,
        lines=[line for line in said if line],
        offers=[offer for offer in offers(alert.kind, alert.state) if offer in _DEEDS],
    )


def _may_name(opening: Opening, alert: OpenAlert) -> bool:
    """Leadership reads workers' names on request, of one team; whoever leads it always does."""
    asker = opening.asker
    led = {opening.listed.teams.get(team_id) for team_id in asker.leads}
    return not asker.leadership or alert.team in led
