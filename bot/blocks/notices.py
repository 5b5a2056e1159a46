"""A notice as a Slack message: what is so, of which day, what was decided, and what can be done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alerts.notice import Notice, Offer
from bot import ids
from bot.blocks.held_loads import held_load_buttons
from bot.blocks.parts import Block, actions, button, context, cut, escape, section
from bot.grammar import Topic
from bot.questions.topics import TOPICS

SNOOZES = (1, 3, 5)
"""Working days that can be chosen without a dialog."""

HEADLINE_LENGTH = 700
LINE_LENGTH = 500
LINES_LENGTH = 2_200
DECIDED_LENGTH = 1_800
FALLBACK_LENGTH = 2_000
QUESTION_LENGTH = 2_000

_WITH_CONFIDANT = " · the details went by direct message"


def notice_blocks(notice: Notice, *, named: bool, confidant: bool = False) -> list[Block]:
    """The message, with workers' names or without.

    `confidant`: where names are left out, somebody has them by direct message, and this says so.
    """
    lines = notice.named if named else notice.plain
    told = f"*{_first_line(notice)}*{_beside(notice, named, confidant)}"
    beside = [fit(text, LINE_LENGTH) for text in _of_the_alert(notice, named) if text]
    blocks = [_prose("\n".join([told, *_fitting(lines), *beside]))]
    if notice.footer.strip():
        blocks.append(context(fit(notice.footer, LINE_LENGTH)))
    decided = notice.decided if named else notice.decided_plain
    if decided.strip():
        blocks.append(_prose(fit(decided, DECIDED_LENGTH)))
    buttons = _buttons(notice)
    if buttons:
        blocks.append(actions(buttons))
    return blocks


def notice_text(notice: Notice, *, named: bool, confidant: bool = False) -> str:
    """The same in sentences, for notifications and screen readers; plain text, escaped."""
    first = f"{one_line(notice.headline)}{_beside(notice, named, confidant)}"
    if notice.struck:
        first = f"No longer: {one_line(notice.struck).rstrip('.')}. {first}"
    lines = notice.named if named else notice.plain
    decided = notice.decided if named else notice.decided_plain
    further = (*lines, *_of_the_alert(notice, named), notice.footer, decided)
    sentences = [first, *map(one_line, further)]
    return escape(cut("\n".join(text for text in sentences if text), FALLBACK_LENGTH))


def _of_the_alert(notice: Notice, named: bool) -> tuple[str, str]:
    """What became of the alert itself: a change of its rule, and that nobody has answered."""
    return notice.rule_changed if named else notice.rule_changed_plain, notice.unanswered


def one_line(text: str) -> str:
    """Whatever was typed, without line breaks: each sentence stays the one line it is."""
    return " ".join(text.split())


def fit(text: str, length: int) -> str:
    """Escaped, on one line and no longer than `length`; never cut inside an escaped sign."""
    text = one_line(text)
    kept = escape(text)
    if len(kept) <= length:
        return kept
    kept = ""
    for sign in map(escape, text):
        if len(kept) + len(sign) >= length:
            break
        kept += sign
    return f"{kept}…"


def _first_line(notice: Notice) -> str:
    headline = fit(notice.headline, HEADLINE_LENGTH)
    return f"~{fit(notice.struck, HEADLINE_LENGTH)}~ {headline}" if notice.struck else headline


def _beside(notice: Notice, named: bool, confidant: bool) -> str:
    return _WITH_CONFIDANT if notice.confidential and confidant and not named else ""


def _fitting(lines: Sequence[str]) -> list[str]:
    """As many lines as a message should have; the last says how many more there are."""
    found: list[str] = []
    room = LINES_LENGTH
    for number, line in enumerate(lines):
        text = fit(line, LINE_LENGTH)
        room -= len(text) + 1
        if room < 0:
            return [*found, f"… and {len(lines) - number} more"]
        found.append(text)
    return found


def _prose(mrkdwn: str) -> Block:
    """A section in which nothing that somebody typed becomes a link or a mention by itself."""
    block = section(mrkdwn)
    block["text"]["verbatim"] = True
    return block


def _buttons(notice: Notice) -> list[Block]:
    found: list[Block] = []
    for number, offer in enumerate(dict.fromkeys(notice.offers)):
        if offer in _QUESTIONS:
            found.append(_ask(notice, offer, number))
        else:
            found += _DEEDS[offer](notice)
    return found


_QUESTIONS: Mapping[Offer, tuple[str, Topic]] = {
    Offer.WHO_HAS_ROOM: ("Who has room", Topic.ROOM),
    Offer.UNALLOCATED: ("Unallocated", Topic.UNALLOCATED),
    Offer.NOT_SEEN: ("Not seen", Topic.NOT_SEEN),
    Offer.CASELOAD: ("Caseload", Topic.CASELOAD),
    Offer.AGENCY: ("Agency by team", Topic.AGENCY),
    Offer.VACANCIES: ("Vacancies", Topic.VACANCIES),
    Offer.TURNOVER: ("Turnover", Topic.TURNOVER),
    Offer.TARGETS: ("Targets", Topic.TARGETS),
    Offer.POSTS: ("Posts", Topic.POSTS),
}


def _ask(notice: Notice, offer: Offer, number: int) -> Block:
    label, topic = _QUESTIONS[offer]
    noun = "service" if notice.of_service else "team"
    name = f"{noun} {notice.subject}" if notice.subject else "the whole authority"
    question = TOPICS[topic].ask_about.format(name=name)
    return button(label, ids.ask_id(number), cut(question, QUESTION_LENGTH))


def _press(label: str, deed: str) -> Callable[[Notice], list[Block]]:
    return lambda notice: [button(label, deed, str(notice.alert_id))]


def _acknowledge(notice: Notice) -> list[Block]:
    pressed = button("Acknowledge", ids.ACKNOWLEDGE, str(notice.alert_id))
    return [{**pressed, "style": "primary"}]


def _snooze(notice: Notice) -> list[Block]:
    days = [(f"{number} working day{'s' * (number > 1)}", str(number)) for number in SNOOZES]
    options = [
        {"text": _plain(label), "value": f"{notice.alert_id} {value}"}
        for label, value in (*days, ("Until a date…", ids.UNTIL))
    ]
    select: dict[str, Any] = {"type": "static_select", "action_id": ids.SNOOZE}
    return [{**select, "placeholder": _plain("Snooze"), "options": options}]


def _held_load(notice: Notice) -> list[Block]:
    if notice.load_id is None:
        return []
    return held_load_buttons(notice.load_id, notice.load_mark)


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


_DEEDS: Mapping[Offer, Callable[[Notice], list[Block]]] = {
    Offer.ACKNOWLEDGE: _acknowledge,
    Offer.CHANGE_DECISION: _press("Change decision", ids.CHANGE_DECISION),
    Offer.SNOOZE: _snooze,
    Offer.COUNTED: _press("How is this counted?", ids.ALERT_COUNTED),
    Offer.HELD_LOAD: _held_load,
}


def alert_buttons(alert_id: int, offers: Sequence[Offer]) -> list[Block]:
    """What can be done about an alert, for a place that is not its message."""
    notice = Notice(alert_id=alert_id, headline="")
    return [pressed for offer in offers if offer in _DEEDS for pressed in _DEEDS[offer](notice)]
