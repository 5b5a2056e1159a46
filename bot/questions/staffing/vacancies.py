"""Vacant posts, the longest vacant first: since when, whether agency covers them, who pays."""

from collections.abc import Mapping
from math import fsum

from alerts.wording import count, sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.staffing.on_course import (
    Stand,
    course_note,
    own_paths,
    stands,
    with_assumptions,
)
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    NO_POSTS,
    against_target,
    buttons,
    fte,
    label_of,
    percent,
    short_day,
    trend_button,
)
from models.access import ScopeKind
from models.figures.figure import Figure
from models.staffing.assumptions import starters_without_post
from models.staffing.course import said_day
from models.staffing.few import FEWEST
from models.staffing.filling import Vacancy, vacancies
from models.vocabulary import Funding, Measure, words

_MEASURES = (
    Measure.VACANT_FTE,
    Measure.VACANCY_RATE,
    Measure.POSTS_FTE,
    Measure.AGENCY_VACANCY_FTE,
    Measure.OTHER_VACANT_FTE,
)
_HEADLINE = (Measure.VACANCY_RATE, Measure.VACANT_FTE)


def answer_vacancies(setting: StaffingSetting) -> Answer:
    """How many social worker posts are vacant, how that stands to the target, and each post."""
    if not setting.book.counted_posts:
        return setting.answer(f"Vacant posts{setting.place}: {NO_POSTS}", then=_next(setting))
    found = setting.figures(*_MEASURES)
    listed = vacancies(setting.book)
    vacant = found[Measure.VACANT_FTE].value or 0.0
    paths = own_paths(setting)
    standing = stands(setting, setting.book, [paths[m] for m in _HEADLINE if m in paths], found)
    main = next(iter(standing), None)
    rate = found.get(Measure.VACANCY_RATE)
    said = f"{fte(vacant)} FTE" if vacant else "none"
    if vacant and rate is not None and rate.value is not None:
        said += f", rate {percent(rate.value)} (DfE)"
    yardstick = "" if main is None else against_target(main.path, main.value, main.day)
    course = main.course_of(label_of(main.path.measure)) if main and main.target is not None else []
    return setting.answer(
        f"Vacant social worker posts{setting.place}: {said}{yardstick}",
        lines=[
            *_made_of(setting, listed, found),
            *course,
        ],
        table=_table(setting, listed),
        figures=with_assumptions(found.values(), main),
        named=[found[m] for m in _HEADLINE if m in found],
        notes=[*course_note(main), *_not_placed(setting, main)],
        then=_next(setting),
    )


def _made_of(
    setting: StaffingSetting, listed: list[Vacancy], found: Mapping[Measure, Figure]
) -> list[str]:
    """ "The longest since 3 February 2025 · 7.0 FTE of agency social workers cover vacancies".

    A channel reads no day, which tells who left, and not of one or two who are to start.
    """
    of_social_workers = [each for each in listed if each.post.social_worker]
    agency = found.get(Measure.AGENCY_VACANCY_FTE)
    covering = agency.value if agency is not None else None
    unfunded = fsum(e.vacant_fte for e in of_social_workers if e.funding is Funding.UNFUNDED)
    coming = [each for each in of_social_workers if each.starts_on is not None]
    if setting.for_a_channel and len(coming) < FEWEST:
        coming = []
    told = () if setting.for_a_channel else of_social_workers
    dated = [each.since for each in told if each.since is not None]
    others = fsum(each.vacant_fte for each in listed if not each.post.social_worker)
    parts = [
        f"the longest since {said_day(min(dated), setting.book.day)}" if dated else None,
        _covering(covering, listed) if covering else None,
        f"{fte(unfunded)} FTE unfunded" if unfunded else None,
        f"somebody is to start in {count(len(coming), 'post')}" if coming else None,
    ]
    text = " · ".join(part for part in parts if part)
    return [
        *([sentence(text)] if text else []),
        *([f"Beside them {fte(others)} FTE of other staff's posts"] if others else []),
    ]


def _not_placed(setting: StaffingSetting, main: Stand | None) -> list[str]:
    """That known starters do not lower the course, since the list gives them no post."""
    course = None if main is None or main.target is None else main.projection
    return (
        []
        if course is None
        else [*starters_without_post(setting.book, course.events_to(course.until))]
    )


def _covering(fte_of_agency: float, listed: list[Vacancy]) -> str:
    """ "7.0 FTE of agency social workers cover vacancies", and when nobody knows which."""
    cover = "covers" if fte_of_agency <= 1 else "cover"
    said = f"{fte(fte_of_agency)} FTE of agency social workers {cover} vacancies"
    known = any(vacancy.agency_fte for vacancy in listed)
    return said if known else f"{said}; in which posts is not in the workforce list"


def _table(setting: StaffingSetting, listed: list[Vacancy]) -> Table | None:
    """Post by post; not for a channel, where a vacancy's day tells who left."""
    if setting.for_a_channel:
        return None
    post = Column("role_words", "Post")
    in_posts = any(vacancy.agency_fte for vacancy in listed)
    return Table(
        columns=(
            # A phone shows the first three: of which team, since when, how much.
            post if setting.one_team else Column("team", "Team"),
            Column("since_words", "Since"),
            Column("vacant_fte", "FTE", numeric=True, places=1),
            *(() if setting.one_team else (post,)),
            *((Column("agency_words", "Agency"),) if in_posts else ()),
            Column("funding_words", "Paid by"),
            Column("starts_words", "Filled from"),
        ),
        rows=[_row(setting, each) for each in listed],
        caption=f"Vacant posts{setting.place}, the longest vacant first",
    )


def _row(setting: StaffingSetting, vacancy: Vacancy) -> dict[str, Value]:
    post, since, starts = vacancy.post, vacancy.since, vacancy.starts_on
    until = post.funded_until
    paid = words(vacancy.funding).replace("time limited", "time-limited")
    if vacancy.funding is Funding.TIME_LIMITED and until is not None:
        paid += f", until {short_day(until, setting.today)}"
    return {
        "post_id": post.reference,
        "role": post.role.value,
        "team": setting.book.teams[post.team_id].name,
        "fte": post.fte,
        "vacant_fte": vacancy.vacant_fte,
        "agency_fte": vacancy.agency_fte,
        "vacant_since": since.isoformat() if since else None,
        "starts_on": starts.isoformat() if starts else None,
        "funding": vacancy.funding.value,
        "funded_until": until.isoformat() if until else None,
        "role_words": sentence(words(post.role)),
        "since_words": short_day(since, setting.today) if since else "not known",
        "agency_words": "in it" if vacancy.agency_fte else "–",
        "funding_words": paid,
        "starts_words": short_day(starts, setting.today) if starts else "–",
    }


def _next(setting: StaffingSetting) -> list[Next]:
    then = buttons(setting.scope, Topic.AGENCY, Topic.POSTS, Topic.TURNOVER, Topic.STAFFING)
    whole = setting.scope.kind is ScopeKind.AUTHORITY
    return [
        trend_button(setting.scope, Measure.VACANCY_RATE),
        *then,
        *([Next("Compare", "compare vacancies")] if whole else []),
    ]
