"""How a worker stands to their limit, in the words and the order of every list of workers."""

from bot.questions.answer import Value
from models.figures.figure import shown
from models.figures.holders import Holder, Standing
from models.vocabulary import LimitScope

HALF = 0.5


def standing_words(holder: Holder) -> str:
    """ "over by 8", "room for 3", "at the limit"; whoever is not at work says so first."""
    words = _standing(holder)
    if not holder.in_post:
        return "not in post"
    if holder.absent:
        return f"absent, {words}" if holder.standing is Standing.OVER else "absent"
    return words


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


def limit_words(holder: Holder) -> str:
    """ "18", "18 (9 at half time)", "16.2 newly qualified": the limit, and what it comes to."""
    if holder.limit is None:
        return "–"
    text = shown(holder.limit.cases)
    if holder.limit.scope is LimitScope.NEWLY_QUALIFIED:
        text += " newly qualified"
    if holder.limit.scope is LimitScope.STAFF:
        text += " own limit"
    if holder.fte != 1:
        time = "half time" if holder.fte == HALF else f"{holder.fte:g} FTE"
        text += f" ({shown(holder.allowance, 2)} at {time})"
    return text


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
