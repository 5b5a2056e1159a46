"""What an alert was about, in one line without names: from the figures that its register keeps."""

from collections.abc import Sequence

from alerts.rules.kinds import OFF_TARGET
from alerts.wording import count
from models.figures.figure import shown
from models.vocabulary import RuleKind, words


def breach_words(kind: RuleKind, figures: Sequence[tuple[float, float | None]]) -> str:
    """ "2 workers over their limit", of members' values and limits as they stood then.

    What the rule looks for, where nothing was kept of them.
    """
    if not figures:
        return words(kind)
    value, limit = figures[0]
    total = round(sum(number for number, _ in figures))
    match kind:
        case RuleKind.WORKER_OVER | RuleKind.NEWLY_QUALIFIED_OVER:
            whose = "the" if len(figures) == 1 else "their"
            return f"{count(len(figures), 'worker')} over {whose} limit"
        case RuleKind.TEAM_ABOVE_PROMISE:
            text = f"{shown(value)} cases per full-time worker"
            return text if limit is None else f"{text}, promise up to {shown(limit)}"
        case RuleKind.URGENT_UNALLOCATED:
            return f"{count(total, 'child-protection or looked-after case')} without a worker"
        case RuleKind.UNALLOCATED:
            return f"{count(total, 'case')} without a worker for long"
        case RuleKind.ABSENT_HOLDING:
            return f"{count(total, 'case')} held by {count(len(figures), 'absent worker')}"
        case RuleKind.LEAVER_HOLDING:
            return f"{count(total, 'case')} held by {count(len(figures), 'leaver')}"
        case RuleKind.NOT_SEEN:
            return f"{count(total, 'child', 'children')} not seen for long"
        case RuleKind.UNMATCHED:
            return f"{count(total, 'case')} held by somebody not in the workforce list"
    return _in_staffing(kind, total, value, limit)


def _in_staffing(kind: RuleKind, total: int, value: float, limit: float | None) -> str:
    if kind is RuleKind.FUNDING_ENDS:
        return f"money for {count(total, 'time-limited post')} ends"
    if kind is RuleKind.TEAM_ENDS:
        return f"a temporary team ends, with {count(total, 'case')}"
    if kind in OFF_TARGET and limit is not None:
        return f"{words(kind)}: {shown(value)} off the target of {shown(limit)}"
    return words(kind)
