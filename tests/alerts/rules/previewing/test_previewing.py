"""The days kept, read and judged: every kind of rule that they can answer, and why not others."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from alerts.rules.defaults import SHIPPED
from alerts.rules.previewing.kinds import CANNOT, SOURCES
from alerts.rules.previewing.preview import Beside, Preview
from alerts.rules.previewing.previewing import Looking, preview
from alerts.rules.previewing.words import caveats, example_lines, facts, headline, in_force_words
from alerts.rules.rule import Rule
from models.database import Database
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.limits import Target
from models.vocabulary import Measure, RuleKind
from tests.alerts.rules.kept_staffing import a_snapshot
from tests.alerts.story import LONDON, NORTHMERE
from tests.build import a_limit_row, a_team, a_worker, saved

MON, TUE, WED, THU = (date(2026, 11, day) for day in (2, 3, 4, 5))
DAYS = (MON, TUE, WED, THU)
NOW = datetime(2026, 11, 6, 9, tzinfo=LONDON)
LOOKING = Looking(authority=NORTHMERE, now=NOW)


def kept(session: Session, day: date, team_id: int, **given: object) -> None:
    counts = {"unallocated": 0, "opened": 0, "closed": 0, "not_seen": 0}
    fte = {"in_post_fte": 2.0, "agency_fte": 0.0}
    usual = {"day": day, "team_id": team_id, "open_cases": 40, **counts, **fte, **given}
    session.add(TeamSnapshot.model_validate(usual))


def a_history(session: Session) -> None:
    """Four days of a team: two over, one of them away at the end, and cases that wait."""
    team = a_team(session, "Court North")
    saved(session, a_limit_row(promise_low=12, promise_high=15))
    team_id = team.id or 0
    sam = a_worker(session, team, "Sam")
    jo = a_worker(session, team, "Jo", newly_qualified_until=date(2027, 1, 1))
    ola = a_worker(session, team, "Ola", left_on=MON)
    counts = {"open_cases": 40, "unallocated": 0, "opened": 0, "closed": 0, "not_seen": 0}
    for number, day in enumerate(DAYS):
        session.add(AuthoritySnapshot(day=day, **counts, in_post_fte=2.0, agency_fte=0.0))
        waiting = {"child_protection": {"2026-10-30": number + 1}, "child_in_need": {"": 1}}
        kept(
            session,
            day,
            team_id,
            average_cases=40,
            average_fte=2.0,
            waiting=waiting,
            unseen={"looked_after": {str(27 + number): 2}},
        )
        for worker, cases, limit in ((sam, 20, 18), (jo, 17, 16.2), (ola, 3, 18)):
            away = worker is ola or (worker is jo and day == THU)
            row = {"day": day, "worker_id": worker.id, "team_id": team_id, "fte": 1.0}
            there = {"at_work": not away, "in_average": worker is not ola}
            there["in_post"] = not (worker is ola and day > MON)
            values = {**row, **there, "caseload": cases, "limit_cases": limit}
            session.add(WorkerSnapshot.model_validate(values))
        session.add(a_snapshot(day, team_id, agency_fte=4.0, in_post_fte=2.0))
    saved(session, Target(measure=Measure.AGENCY_FTE.value, value=3, from_on=TUE))
    session.flush()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        a_history(session)
    with database.look() as session:
        yield session


def tried(session: Session, changed: Mapping[str, Rule] | None = None) -> dict[str, Beside]:
    """Every shipped rule, each told at once, with what a test changes of them."""
    at_once = {name: replace(rule, for_days=0) for name, rule in SHIPPED.items()}
    wanted = {**at_once, **(changed or {})}
    found = preview(session, list(wanted), wanted, SHIPPED, LOOKING)
    return {beside.wanted.name: beside for beside in found}


def episodes(found: Preview | None) -> list[tuple[date, date, date | None, float]]:
    assert found is not None
    return [(e.since, e.fired_on, e.until, e.value) for e in found.episodes]


def test_every_kind_is_previewed_from_what_is_kept_or_says_why_it_cannot_be(
    session: Session,
) -> None:
    found = tried(session)
    told = {name: episodes(each.as_wanted) for name, each in found.items() if each.as_wanted}
    assert told == {
        "worker-over-limit": [(MON, MON, None, 20)],
        "newly-qualified-over-limit": [(MON, MON, THU, 17)],
        "team-above-promise": [(MON, MON, None, 20)],
        "urgent-case-unallocated": [(MON, MON, None, 4)],
        "case-unallocated": [],
        "absent-worker-holding-cases": [(MON, MON, TUE, 3), (THU, THU, None, 17)],
        "leaver-holding-cases": [(MON, TUE, None, 3)],
        "child-not-seen": [(WED, WED, None, 2)],
        "care-leaver-not-seen": [],
        "agency-above-target": [(TUE, TUE, None, 1)],
        "supernumerary-past-end": [],
        "vacancy-off-target": [],
        "permanent-share-off-target": [],
        "turnover-off-target": [],
    }
    cannot = {each.wanted.kind for each in found.values() if each.cannot}
    assert cannot == set(CANNOT) == set(RuleKind) - set(SOURCES)


def test_the_rule_in_force_stands_beside_the_wanted_one(session: Session) -> None:
    beside = tried(session)["worker-over-limit"]
    assert beside.as_wanted is not None
    assert beside.as_in_force is not None
    assert episodes(beside.as_in_force) == [(MON, WED, None, 20)]
    today = NOW.date()
    assert headline(beside.as_wanted) == (
        "In the week of which figures are kept this would have fired once in Court North, median "
        "3 working days."
    )
    assert dict(facts(beside.as_in_force))["Not over yet"] == "1"
    assert example_lines(beside.as_wanted, today) == [
        "Longest: Court North, since Mon 2 Nov, not over yet (3 working days so far), 1 worker, "
        "at worst 20 cases, limit 18."
    ]
    assert "Looked at 4 days from Mon 2 Nov to Thu 5 Nov" in caveats(beside.as_wanted, today)[0]


def test_a_rule_that_is_off_is_looked_at_as_if_it_were_on(session: Session) -> None:
    off = replace(SHIPPED["worker-over-limit"], is_on=False)
    (beside,) = preview(session, [off.name], {off.name: off}, {**SHIPPED, off.name: off}, LOOKING)
    assert episodes(beside.as_wanted) == [(MON, WED, None, 20)]
    assert beside.as_in_force is None
    assert in_force_words(beside) == "The rule in force is off: it tells nothing."


def test_where_nothing_was_kept_that_is_said(session: Session) -> None:
    earlier = replace(LOOKING, now=NOW - timedelta(weeks=1))
    for name, said in (
        ("case-unallocated", "was not kept in the last 26 weeks. It is kept with every load"),
        ("turnover-off-target", "no staffing was kept, or no target is set"),
    ):
        (beside,) = preview(session, [name], SHIPPED, SHIPPED, earlier)
        assert beside.as_wanted is not None
        assert said in headline(beside.as_wanted)


@pytest.mark.parametrize(("limit", "cannot"), [(13, True), (14, False)])
def test_children_seen_lately_are_not_kept_of_past_days(
    session: Session, limit: int, cannot: bool
) -> None:
    rule = replace(SHIPPED["child-not-seen"], limit=limit)
    beside = tried(session, {rule.name: rule})[rule.name]
    assert (beside.as_wanted is None, bool(beside.cannot)) == (cannot, cannot)
