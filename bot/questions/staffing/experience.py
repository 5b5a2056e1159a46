"""How experienced the social workers are: under two years since qualifying, newly qualified."""

from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Table, Value
from bot.questions.staffing.by_team import team_table
from bot.questions.staffing.on_course import own_paths
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    against_target,
    buttons,
    people,
    percent,
    said,
    short_day,
    trend_button,
)
from models.staffing.book import WorkerTerms, years_before
from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.vocabulary import Measure

_SHARE, _NEW = Measure.UNDER_TWO_YEARS_SHARE, Measure.NEWLY_QUALIFIED


def answer_experience(setting: StaffingSetting) -> Answer:
    """The share under two years since qualifying against the target, and who is protected now."""
    found = setting.figures(_SHARE, _NEW)
    share, new = found.get(_SHARE), found.get(_NEW)
    if share is None:
        said_share = "too few people to say in a channel"
    elif share.value is None:
        said_share = "no day of qualifying is known"
    else:
        target = against_target(own_paths(setting).get(_SHARE), share.value, setting.book.day)
        said_share = (
            f"{percent(share.value)} of social workers, {said(_NEW, share.numerator)} of "
            f"{people(share.denominator or 0)}{target}"
        )
    return setting.answer(
        f"Under two years since qualifying{setting.place}: {said_share}",
        lines=[
            *([f"Newly qualified now (ASYE): {people(new.value or 0)}"] if new else []),
            *_a_year_ago(setting),
        ],
        table=_people(setting) if setting.one_team else _teams(setting),
        figures=list(found.values()),
        then=[
            trend_button(setting.scope, Measure.UNDER_TWO_YEARS_SHARE),
            *buttons(setting.scope, Topic.TURNOVER, Topic.STAFFING, Topic.AGENCY),
        ],
    )


def _a_year_ago(setting: StaffingSetting) -> list[str]:
    before = setting.a_year_ago()
    share = None if before is None else value_of(_SHARE, before)
    if before is None or share is None or setting.hides(_SHARE, before):
        return []
    return [f"A year ago: {percent(share)} under two years"]


def _teams(setting: StaffingSetting) -> Table | None:
    return team_table(
        setting,
        (
            Column("under_two_years_share", "Under 2 y, %", numeric=True, places=1),
            Column("newly_qualified", "ASYE", numeric=True),
            Column("under_two_years", "Under 2 y", numeric=True),
            Column("known", "Of", numeric=True),
        ),
        _team_row,
        (_SHARE, _NEW),
        "Social workers by experience, people; the least experienced team first",
    )


def _team_row(parts: Parts) -> dict[str, Value] | None:
    if not parts.experience_known:
        return None
    return {
        "under_two_years_share": value_of(_SHARE, parts),
        "newly_qualified": parts.newly_qualified,
        "under_two_years": parts.under_two_years,
        "known": parts.experience_known,
    }


def _people(setting: StaffingSetting) -> Table | None:
    """Who of a team is newly qualified or under two years, for those who may see names."""
    if not setting.names_people:
        return None
    on = setting.book.day
    listed = [
        worker
        for worker in setting.book.counted_workers
        if worker.social_worker and worker.in_post(on) and _is_new(worker, setting)
    ]
    return Table(
        columns=(
            Column("worker", "Worker"),
            Column("qualified_words", "Qualified"),
            Column("until_words", "ASYE until"),
        ),
        rows=[_person(setting, worker) for worker in sorted(listed, key=_newest)],
        caption=f"Social workers of {setting.scope.name} under two years since qualifying",
    )


def _is_new(worker: WorkerTerms, setting: StaffingSetting) -> bool:
    on = setting.book.day
    protected = worker.newly_qualified_until is not None and worker.newly_qualified_until >= on
    return protected or (
        worker.qualified_on is not None and worker.qualified_on > years_before(on, 2)
    )


def _newest(worker: WorkerTerms) -> tuple[int, str]:
    qualified = worker.qualified_on
    return (-qualified.toordinal() if qualified else 0, worker.name)


def _person(setting: StaffingSetting, worker: WorkerTerms) -> dict[str, Value]:
    qualified, until = worker.qualified_on, worker.newly_qualified_until
    protected = until if until is not None and until >= setting.book.day else None
    return {
        "worker": worker.name,
        "staff_id": worker.staff_id,
        "qualified_on": qualified.isoformat() if qualified else None,
        "newly_qualified_until": protected.isoformat() if protected else None,
        "qualified_words": short_day(qualified, setting.today) if qualified else "not known",
        "until_words": short_day(protected, setting.today) if protected else "–",
    }
