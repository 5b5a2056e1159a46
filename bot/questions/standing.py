"""How a worker stands to their limit, in the words and the order of every list of workers."""

from collections.abc import Iterable

from alerts.wording import OWN_LIMITS, at_part_time, limit_words
from bot.questions.answer import Value
from models.figures.figure import shown
from models.figures.holders import Holder, Standing
from models.vocabulary import LimitScope, words


def standing_words(holder: Holder) -> str:
    """ "over by 8", "room for 3", "at the limit"; whoever is not at work says so first."""
    state = _standing(holder)
    if not holder.in_post:
        return "not in post"
    if holder.absent:
        return f"absent, {state}" if holder.standing is Standing.OVER else "absent"
    return state


def _standing(holder: Holder) -> str:
    match holder.standing:
        case Standing.OVER:
            return f"over by {holder.over_by}"
        case Standing.WITHIN:
            return f"room for {holder.room}" if holder.room else "within the limit"
        case Standing.AT_LIMIT:
            return "at the limit"
        case Standing.NO_LIMIT:
            return "no limit set"


def limit_sentence(holder: Holder, *, own: bool) -> str | None:
    """ "the authority's limit is 18 (9 at half time)": the limit, whose rule it is, and why."""
    limit = holder.limit
    if limit is None:
        return None
    number = shown(limit.cases) + at_part_time(holder)
    match limit.scope:
        case LimitScope.STAFF:
            text = f"{'your' if own else 'their'} own limit is {number}"
        case LimitScope.NEWLY_QUALIFIED:
            text = f"limit {number}, {limit.why}"
        case _:
            text = f"{limit.why} is {number}"
    return f"{text} – {limit.reason}" if limit.reason else text


def usual_limits(holders: Iterable[Holder]) -> list[str]:
    """ "the authority's limit is 18": the limits of workers that are not their own, each once."""
    limits = [holder.limit for holder in holders if holder.limit is not None]
    usual = [limit for limit in limits if limit.scope not in OWN_LIMITS]
    return list(dict.fromkeys(f"{limit.why} is {shown(limit.cases)}" for limit in usual))


def team_rank(holder: Holder) -> tuple[float, str, str]:
    """Furthest over first, most room last, by how far the caseload is from the allowance."""
    distance = float("-inf") if holder.allowance is None else holder.caseload - holder.allowance
    return (-distance, holder.name, holder.staff_id)


def worker_row(holder: Holder) -> dict[str, Value]:
    """A worker as a row: for the table, and in full for the JSON."""
    return {
        "worker": holder.name,
        "staff_id": holder.staff_id,
        "team": holder.team,
        "role": holder.role.value,
        "role_words": words(holder.role),
        "cases": holder.caseload,
        "fte": holder.fte,
        "per_fte": None if holder.per_fte is None else round(holder.per_fte, 1),
        "limit": None if holder.limit is None else holder.limit.cases,
        "limit_from": None if holder.limit is None else holder.limit.why,
        "allowance": holder.allowance,
        "over_by": holder.over_by,
        "room": holder.room,
        "limit_words": limit_words(holder),
        "state": standing_words(holder),
    }
