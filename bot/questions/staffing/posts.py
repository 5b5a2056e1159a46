"""The establishment: posts by what pays for them and by role, and how it changed in a year."""

from collections.abc import Iterable
from datetime import date
from math import fsum

from alerts.wording import day, sentence
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Table, Value
from bot.questions.staffing.on_course import horizon, own_paths
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import (
    NO_POSTS,
    against_target,
    buttons,
    change,
    fte,
    percent_change,
)
from models.figures.figure import Figure
from models.staffing.book import PostTerms
from models.staffing.course import said_day
from models.staffing.establishment import (
    PostGroup,
    PostsChange,
    by_funding,
    by_role,
    fte_by_funding,
    fte_by_role,
    posts_change,
)
from models.staffing.events import funding_ends
from models.staffing.few import FEWEST
from models.staffing.filling import fills
from models.staffing.gaps import held_beyond
from models.vocabulary import Funding, Measure, Role, words

_MEASURES = (
    Measure.ALL_POSTS_FTE,
    Measure.POSTS_FTE,
    Measure.BASE_POSTS_FTE,
    Measure.TIME_LIMITED_POSTS_FTE,
    Measure.UNFUNDED_POSTS_FTE,
    Measure.VACANT_FTE,
    Measure.OTHER_POSTS_FTE,
    Measure.OTHER_VACANT_FTE,
)
_PAID = {
    Funding.BASE: "Base budget",
    Funding.TIME_LIMITED: "Time-limited",
    Funding.UNFUNDED: "Unfunded",
}
_COVERED = Column("agency_fte", "Agency", numeric=True, places=1)
"""Not for a channel: an agency worker in a post of a role is somebody."""

Found = dict[Measure, Figure]


def answer_posts(setting: StaffingSetting) -> Answer:
    """All posts now and a year ago, what pays for them, and what ends when."""
    then = buttons(setting.scope, Topic.VACANCIES, Topic.STAFFING, Topic.AGENCY, Topic.TARGETS)
    if not setting.book.counted_posts:
        return setting.answer(f"Posts{setting.place}: {NO_POSTS}", then=then)
    found, changed = setting.figures(*_MEASURES), posts_change(setting.book)
    path = own_paths(setting).get(Measure.ALL_POSTS_FTE)
    target = against_target(path, found[Measure.ALL_POSTS_FTE].value, setting.book.day)
    return setting.answer(
        f"Posts{setting.place}: {_headline(setting, changed)}{target}",
        lines=[*_lines(setting, changed, found), *_ends(setting)],
        table=_table(setting, changed.before),
        figures=list(found.values()),
        named=[],
        notes=(*changed.warnings, *held_beyond(fills(setting.book, setting.book.day))),
        then=then,
    )


def _headline(setting: StaffingSetting, changed: PostsChange) -> str:
    """ "643.0 → 588.0 FTE, −55.0, −8.6 % since 20 November 2025"."""
    since = said_day(changed.before, setting.book.day)
    if changed.before_fte == changed.now_fte:
        return f"{fte(changed.now_fte)} FTE, as many as on {since}"
    percent = changed.change_percent
    share = "" if percent is None else f", {percent_change(percent)}"
    return (
        f"{fte(changed.before_fte)} → {fte(changed.now_fte)} FTE, "
        f"{change(changed.now_fte, changed.before_fte)}{share} since {since}"
    )


def _lines(setting: StaffingSetting, changed: PostsChange, found: Found) -> list[str]:
    social_workers = (
        f"Of them social workers {fte(changed.social_workers_before_fte)} → "
        f"{fte(changed.social_workers_now_fte)} FTE"
        if changed.social_workers_before_fte != changed.social_workers_now_fte
        else f"Of them social workers {fte(changed.social_workers_now_fte)} FTE"
    )
    made = _sum(changed.created)
    ended = _sum(changed.ended)
    groups = by_funding(setting.book)
    parts = [f"{fte(group.posts_fte)} {_paid(funding)}" for funding, group in groups.items()]
    return [
        " · ".join(
            [
                social_workers,
                *([f"{fte(made)} FTE created"] if made else []),
                *([f"{fte(ended)} FTE deleted or ended"] if ended else []),
            ]
        ),
        *([f"FTE by funding: {', '.join(parts)}; {_vacant(found)}"] if parts else []),
    ]


def _vacant(found: Found) -> str:
    """ "13.0 vacant, 12.0 of them for social workers"."""
    of_social_workers = found[Measure.VACANT_FTE].value or 0.0
    others = found[Measure.OTHER_VACANT_FTE].value or 0.0
    of_them = f", {fte(of_social_workers)} of them for social workers" if others else ""
    return f"{fte(round(of_social_workers + others, 2))} vacant{of_them}"


def _paid(funding: Funding) -> str:
    return {
        Funding.BASE: "base budget",
        Funding.TIME_LIMITED: "time-limited",
        Funding.UNFUNDED: "unfunded",
    }[funding]


def _ends(setting: StaffingSetting) -> list[str]:
    """ "Money for 20.0 FTE ends on 31 March 2027"; to a channel not of one or two posts."""
    today = setting.book.day
    return [
        f"Money for {fte(end.fte)} FTE ends on {day(end.last_day, setting.today)}"
        for end in funding_ends(setting.book, horizon(today, ()))
        if not setting.for_a_channel or len(end.posts) >= FEWEST
    ]


def _table(setting: StaffingSetting, before: date) -> Table:
    """First by what pays, then by role; now and a year ago."""
    book = setting.book
    paid, paid_before = by_funding(book), fte_by_funding(book, before)
    roles, roles_before = by_role(book), fte_by_role(book, before)
    rows = [
        _row(("funding", funding.value, _PAID[funding]), paid.get(funding), then)
        for funding in Funding
        if (then := paid_before.get(funding, 0.0)) or funding in paid
    ]
    rows += [
        _row(("role", role.value, sentence(words(role))), roles.get(role), then)
        for role in Role
        if (then := roles_before.get(role, 0.0)) or role in roles
    ]
    agency = any(row["agency_fte"] for row in rows)
    return Table(
        columns=(
            Column("words", "Posts"),
            Column("posts_fte", "FTE", numeric=True, places=1),
            Column("posts_fte_before", "Year ago", numeric=True, places=1),
            Column("vacant_fte", "Vacant", numeric=True, places=1),
            *([] if setting.for_a_channel or not agency else [_COVERED]),
        ),
        rows=rows,
        caption=f"Posts{setting.place} by what pays for them, and by role",
    )


def _row(which: tuple[str, str, str], now: PostGroup | None, before: float) -> dict[str, Value]:
    by, value, said = which
    now = now or _NO_POSTS
    return {
        "by": by,
        by: value,
        "words": said,
        "posts_fte": now.posts_fte,
        "posts_fte_before": before,
        "filled_fte": now.filled_fte,
        "vacant_fte": now.vacant_fte,
        "agency_fte": now.agency_fte,
    }


_NO_POSTS = PostGroup(posts_fte=0.0, filled_fte=0.0, vacant_fte=0.0, agency_fte=0.0)


def _sum(posts: Iterable[PostTerms]) -> float:
    return round(fsum(post.fte for post in posts), 2)
