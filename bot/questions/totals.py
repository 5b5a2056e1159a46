"""The lines under a headline: what the average is made of, and what it alone would hide."""

from collections.abc import Mapping, Sequence

from alerts.wording import against_promise, count, kind_words, kinds
from bot.questions.setting import Setting
from bot.questions.teams import exact
from models.figures.figure import Figure, shown
from models.figures.holders import Holder
from models.figures.limits import Promise
from models.figures.measures import total_fte
from models.vocabulary import Measure

Found = Mapping[Measure, Figure]

FEW = 2
"""Teams that a line can name without growing too long for a phone."""


def total_lines(
    setting: Setting, average: Figure, found: Found, promise: Promise | None
) -> list[str]:
    """Parts, demand, the other average and cases nobody is working on, as far as there are any."""
    lines = [
        _parts_line(setting, average, found),
        _demand_line(found),
        _working_line(average, found, promise),
        _nobody_line(setting),
    ]
    return [line for line in lines if line]


def _parts_line(setting: Setting, average: Figure, found: Found) -> str:
    parts = [_held_words(setting, average), *_whom_the_rest_is_of(setting, average)]
    parts += [
        f"{word} {shown(found[measure].value)}"
        for word, measure in (
            ("median", Measure.MEDIAN_CASELOAD),
            ("highest", Measure.HIGHEST_CASELOAD),
        )
        if measure in found and found[measure].value is not None
    ]
    high, over = (
        int(found[Measure.AT_20_OR_MORE].value or 0),
        int(found[Measure.OVER_LIMIT].value or 0),
    )
    if setting.several_teams and high:
        parts.append(f"{high} {'holds' if high == 1 else 'hold'} 20 or more")
    parts.append(f"{over or 'nobody'} over their limit")
    parts.append(f"{setting.book.unallocated or 'none'} unallocated")
    return " · ".join(parts)


def _whom_the_rest_is_of(setting: Setting, average: Figure) -> list[str]:
    """Median, highest and over are of everybody in post with cases; said where that is more."""
    holding = [h for h in setting.book.holders if h.in_post and h.caseload]
    counted = _counted(holding, average)
    return [f"of all {len(holding)} who hold cases"] if len(counted) < len(holding) else []


def _counted(holders: Sequence[Holder], average: Figure) -> list[Holder]:
    """Whom the headline's average is of."""
    dfe = average.measure is Measure.AVERAGE_CASELOAD
    return [h for h in holders if (h.in_dfe_average if dfe else h.in_working_average)]


def _held_words(setting: Setting, average: Figure) -> str:
    dfe = average.measure is Measure.AVERAGE_CASELOAD
    holding = [holder for holder in setting.book.holders if holder.caseload]
    counted = _counted(holding, average)
    if not counted:
        return count(setting.book.open_cases, "open case")
    only_some = setting.several_teams or not all(holder.social_worker for holder in holding)
    who = count(len(counted), "social worker" if dfe and only_some else "worker")
    held = count(int(average.numerator or 0), "case")
    return f"{held} held by {who} ({shown(total_fte(counted))} FTE)"


def _demand_line(found: Found) -> str | None:
    """ "146 open cases: 80 looked after, 66 children in need · in the week 2 opened, 3 closed"."""
    total, opened, closed = (
        int(found[measure].value or 0)
        for measure in (Measure.OPEN_CASES, Measure.OPENED, Measure.CLOSED)
    )
    if not (total or opened or closed):
        return None
    mix = found[Measure.OPEN_CASES].by_kind
    cases, only = count(total, "open case"), len(mix) == 1 and total > 1
    week = f"in the week {opened:,} opened, {closed:,} closed"
    if not mix:
        return f"{cases} · {week}"
    return f"{cases}{f', all {kind_words(*mix)}' if only else f': {kinds(mix)}'} · {week}"


def _working_line(average: Figure, found: Found, promise: Promise | None) -> str | None:
    working = found[Measure.WORKING_AVERAGE_CASELOAD]
    if average.measure is working.measure or working.value in {None, average.value}:
        return None
    standing = against_promise(exact(working), promise)
    text = f"Working average {shown(working.value)}{f', {standing}' if standing else ''}"
    return f"{text}: everybody at work who holds cases, whatever their role"


def _nobody_line(setting: Setting) -> str | None:
    """Cases of workers who are not at work; how many workers only to those who may see them."""
    away = [h for h in setting.book.holders if not h.at_work and h.caseload]
    if not away or not setting.names_workers:  # of one colleague away it is their caseload
        return None
    absent, gone = [h for h in away if h.in_post], [h for h in away if not h.in_post]
    parts = [
        f"{count(_cases(holders), 'case')} of {words}"
        for holders, words in (
            (absent, count(len(absent), "absent worker")),
            (gone, f"{count(len(gone), 'worker')} not in post"),
        )
        if holders
    ]
    teams = sorted({holder.team for holder in away})
    where = f" in {' and '.join(teams)}" if setting.several_teams and len(teams) <= FEW else ""
    return f"Held by nobody at work: {', '.join(parts)}{where}"


def _cases(holders: Sequence[Holder]) -> int:
    return sum(holder.caseload for holder in holders)
