"""A held load as Slack shows it: why, what to compare it with, and the buttons that decide."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from alerts.wording import count, moment, not_loaded, sentence, was, whose_extract
from bot import ids
from bot.blocks.parts import Block, actions, button, context, cut, divider, escape, section
from models.extracts.differences import Difference, Differences
from models.extracts.held import Decided, HeldLoad
from models.extracts.records import Problem
from models.vocabulary import ExtractKind, LoadStatus

NAMED_PROBLEMS = 3

_THESE = {ExtractKind.ALLOCATIONS: "these allocations", ExtractKind.WORKFORCE: "this workforce"}
_COUNTED = {
    ExtractKind.ALLOCATIONS: ("open_cases", "open case"),
    ExtractKind.WORKFORCE: ("workers", "worker"),
}
_NOT_NOW = {"type": "plain_text", "text": "Not now"}


def held_load_blocks(load: HeldLoad, zone: ZoneInfo, today: date) -> list[Block]:
    """One held load, for the Home or a message: what and why, the file, the buttons."""
    lines = [f"*{escape(held_headline(load, zone, today))}*"]
    if load.reasons[1:]:
        lines.append(" ".join(f"{escape(sentence(reason))}." for reason in load.reasons[1:]))
    facts = (
        load.file,
        f"as at {moment(load.as_at, zone, today)}",
        f"held since {moment(load.held_at, zone, today)}",
    )
    deeds = [] if load.waits else [_accept(load, zone, today)]
    value = held_value(load.id, load.mark)
    deeds += [_refuse(load.id, value, _THESE[load.kind]), _compare(load.id, value)]
    return [section("\n".join(lines)), context(escape(" · ".join(facts))), actions(deeds)]


def held_load_buttons(load_id: int, mark: str) -> list[Block]:
    """The buttons of a load of which no more is known than its id: a notice tells the rest."""
    value = held_value(load_id, mark)
    load_it = {
        **_press("Load it", ids.ACCEPT, load_id, value),
        "style": "primary",
        "confirm": _confirm("Load it?", "Every answer is then counted from it.", "Load it"),
    }
    return [load_it, _refuse(load_id, value, "it"), _compare(load_id, value)]


def held_value(load_id: int, mark: str) -> str:
    """What a button says of its load: numbers are given again where a backup was restored."""
    return f"{load_id} {mark}"


def held_headline(load: HeldLoad, zone: ZoneInfo, today: date) -> str:
    """ "Friday's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)"."""
    return not_loaded(load.kind, load.as_at.astimezone(zone).date(), load.reasons, today)


def decided_words(decided: Decided, zone: ZoneInfo, today: date) -> str:
    """What was done, for whoever decided: "Loaded by you: Friday's allocations, …"."""
    whose = whose_extract(decided.kind, decided.as_at.astimezone(zone).date(), today)
    if decided.problems:
        return f"Not loaded, and still held: {_problem_words(decided.problems)}"
    if decided.status is LoadStatus.REFUSED:
        return f"Refused by you: {whose}. The figures are as they were."
    told = f"Loaded by you: {whose}, with {_counted(decided)}."
    return " ".join([told, *(_waited_words(each, zone, today) for each in decided.waited)])


def differences_view(load: HeldLoad, found: Differences, zone: ZoneInfo, today: date) -> Block:
    """A dialog with every team's open cases, or workers, now and in the file."""
    noun = "Open cases" if found.kind is ExtractKind.ALLOCATIONS else "Workers"
    opening = [f"*{escape(held_headline(load, zone, today))}*", _line(noun, found.total)]
    if found.unallocated is not None:
        opening.append(_line("Without a worker", found.unallocated))
    changed = [each for each in found.teams if each.change]
    blocks = [section("\n".join(opening)), divider()]
    blocks += list(_sections([_line(each.team or "In no team", each) for each in changed]))
    same = [each.team for each in found.teams if not each.change and each.team]
    if same:
        blocks.append(context(escape(f"As they are now: {', '.join(sorted(same))}.")))
    facts = f"{load.file} · as at {moment(load.as_at, zone, today)}"
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "What would change"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [*blocks, context(escape(facts))],
    }


def _line(name: str, each: Difference) -> str:
    """ "Care Leavers: 164 now, 0 in the file (−164)"."""
    change = f"{each.change:+,}".replace("-", "−") if each.change else "no change"
    return escape(f"{name}: {each.now:,} now, {each.extract:,} in the file ({change})")


def _sections(lines: Sequence[str]) -> Iterator[Block]:
    """As few sections as hold the lines: a dialog takes no table."""
    part: list[str] = []
    for line in lines:
        if part and len("\n".join([*part, line])) > 2_900:
            yield section("\n".join(part))
            part = []
        part.append(line)
    if part:
        yield section("\n".join(part))


def _counted(load: HeldLoad | Decided) -> str:
    key, noun = _COUNTED[load.kind]
    return count(int(load.counts.get(key, 0)), noun)


def _waited_words(waited: Decided, zone: ZoneInfo, today: date) -> str:
    whose = whose_extract(waited.kind, waited.as_at.astimezone(zone).date(), today)
    if waited.problems:
        return f"{whose} {was(waited.kind)} refused: {_problem_words(waited.problems)}"
    if waited.status is LoadStatus.LOADED:
        return f"{whose} {was(waited.kind)} loaded with it: {_counted(waited)}."
    return f"{whose} are held for a decision of their own: {'; '.join(waited.reasons)}."


def _problem_words(problems: Sequence[Problem]) -> str:
    """Each message once, with how many rows it is about; the first few."""
    rows = Counter(problem.message for problem in problems)
    told = [
        f"{message} ({count(number, 'row')})" if number > 1 else message
        for message, number in list(rows.items())[:NAMED_PROBLEMS]
    ]
    left = len(rows) - len(told)
    return " ".join([*told, f"And {count(left, 'more problem')}."] if left > 0 else told)


def _accept(load: HeldLoad, zone: ZoneInfo, today: date) -> Block:
    text = (
        f"Every answer is then counted from {_THESE[load.kind]}: {_counted(load)} as at "
        f"{moment(load.as_at, zone, today)}."
    )
    return {
        **_press("Load it", ids.ACCEPT, load.id, held_value(load.id, load.mark)),
        "style": "primary",
        "confirm": _confirm(f"Load {_THESE[load.kind]}?", text, "Load it"),
    }


def _refuse(load_id: int, value: str, what: str) -> Block:
    text = "What the file said is then deleted here. To load it later, import the file again."
    asked = _confirm(f"Refuse {what}?", text, "Refuse it")
    return {
        **_press("Refuse it", ids.REFUSE, load_id, value),
        "confirm": {**asked, "style": "danger"},
    }


def _compare(load_id: int, value: str) -> Block:
    return _press("Show the differences", ids.DIFFERENCES, load_id, value)


def _press(label: str, deed: str, load_id: int, value: str) -> Block:
    return button(label, ids.held_id(deed, load_id), value)


def _confirm(title: str, text: str, yes: str) -> Block:
    return {
        "title": {"type": "plain_text", "text": title},
        "text": {"type": "plain_text", "text": cut(text, 300)},
        "confirm": {"type": "plain_text", "text": yes},
        "deny": _NOT_NOW,
    }
