"""A staff id that somebody else has now, posts with too many in them, and holders that changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.database import Database
from models.extracts.noting import workforce_notes
from models.extracts.records import Place, PostRecord, WorkerRecord, WorkforceRecords
from models.extracts.successors import replaced_after
from models.staffing.parts import parts_on
from models.staffing.queries import gather_staffing
from models.vocabulary import Employment, Funding, Role
from models.workforce import Worker
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    STAFF,
    TUESDAY,
    WEDNESDAY,
    Authority,
    post,
    worker,
)
from tests.models.extracts.test_spells import BACK, CAME, LEFT, listed, stored

DAY = timedelta(days=1)
CAT = {"name": "Cat Stay", "email": "cat@x.uk"}
KIT = {"name": "Kit New", "email": "kit@x.uk", "started_on": BACK}

#  the row as it was, the extract's row: the last day of the one who had the id
IDS = [
    pytest.param({}, {}, BACK - DAY, id="somebody else, and nobody said the other left"),
    pytest.param({"left_on": LEFT}, {}, LEFT, id="somebody else, after the other left"),
    pytest.param({"dropped_on": LEFT}, {}, LEFT - DAY, id="after the other was gone"),
    pytest.param({"left_on": BACK}, {}, None, id="starts before the other has left"),
    pytest.param({}, {"started_on": CAME}, None, id="another name, and the same start"),
    pytest.param({}, {"started_on": None}, None, id="no start is given"),
    pytest.param({}, {"name": "STAY, Cat"}, None, id="another email"),
    pytest.param({}, {"email": "Cat@x.uk"}, None, id="another name"),
    pytest.param({"email": None}, {}, None, id="there was no email"),
    pytest.param({}, {"email": None}, None, id="there is no email"),
]


@pytest.mark.parametrize(("was", "now", "last"), IDS)
def test_another_person_has_another_name_and_email_and_a_later_start(
    was: Mapping[str, object], now: Mapping[str, object], last: date | None
) -> None:
    assert replaced_after(stored(**{**CAT, **was}), listed(**{**KIT, **now})) == last


CAT_ROW = worker("W1", "Cat Stay", email="cat@example.org", started_on="2020-01-06")
KIT_ROW = worker("W1", "Kit New", email="kit@example.org", started_on="2026-11-02", fte=0.5)


def flows(authority: Authority) -> tuple[float, float, float]:
    with authority.database.look() as session:
        parts = parts_on(gather_staffing(session), FRIDAY)
    return parts.leavers_fte, parts.starters_fte, parts.in_post_fte


def test_whoever_had_a_staff_id_before_is_a_leaver_and_it_is_said(authority: Authority) -> None:
    authority.workforce(CAT_ROW, *STAFF[1:], day=MONDAY)
    number = authority.worker("W1").id
    load = authority.workforce(KIT_ROW, *STAFF[1:], day=TUESDAY)
    assert load.notes == (
        'Staff id W1 was "Cat Stay" and is now "Kit New", with another email and a later start: '
        "the earlier one counts as having left on 2026-11-01. Give every person a staff id of "
        "their own.",
    )
    assert flows(authority) == (1, 0.5, 3.5)
    assert [(w.id, w.name) for w in authority.rows(Worker) if "until" in w.staff_id] == [
        (number, "Cat Stay")
    ]
    again = authority.workforce(KIT_ROW, *STAFF[1:-1], worker("W4", fte=0.9), day=WEDNESDAY)
    assert (again.notes, flows(authority)) == ((), (1, 0.5, 3.4))


def test_a_staff_id_that_was_mistaken_for_a_day_leaves_no_leaver(
    sqlite_database: Database, tmp_path: Path
) -> None:
    authority = Authority(sqlite_database, tmp_path)
    for row, day in ((CAT_ROW, MONDAY), (KIT_ROW, TUESDAY), (CAT_ROW, WEDNESDAY)):
        authority.workforce(row, *STAFF[1:], day=day)
    assert flows(authority) == (0, 0, 4)


def held(post_id: str, *held_by: str, fte: float = 1.0) -> PostRecord:
    return PostRecord(
        post_id, "Court", Role.CASE_HOLDER, fte, Funding.BASE, None, held_by, None, None, None,
        Place("workforce"),
    )  # fmt: skip


def staff(*given: Mapping[str, object]) -> tuple[WorkerRecord, ...]:
    usual = [{"staff_id": f"W{n}", "name": f"Name {n}"} for n in range(1, len(given) + 1)]
    return tuple(listed(**u, **g) for u, g in zip(usual, given, strict=True))


#  posts, workers: what is said of the posts
HELD = [
    pytest.param([held("P1", "W1"), held("P2", "W2")], [{}, {}], None, id="one each"),
    pytest.param([held("P1", "W1", "W2")], [{}, {}], "P1 by 1", id="a handover"),
    pytest.param([held("P1", "W1", fte=0.6)], [{}], "P1 by 0.4", id="more than the post"),
    pytest.param([held("P1", "W1", "W2")], [{"fte": 0.5}, {"fte": 0.5}], None, id="a job share"),
    pytest.param([held("P1", "W1", "W2"), held("P2", "W2")], [{}, {}], None, id="helps out"),
    pytest.param([held("P1", "W1", "W2")], [{"left_on": LEFT}, {}], None, id="one has left"),
    pytest.param(
        [held("P1", "W1", "W2")], [{"employment": Employment.AGENCY}, {}], None, id="one is agency"
    ),
    pytest.param(
        [replace(held("P1", "W1", "W2"), deleted_on=LEFT)], [{}, {}], None, id="a deleted post"
    ),
]


@pytest.mark.parametrize(("posts", "given", "said"), HELD)
def test_a_post_held_by_more_than_its_fte_is_said_at_import(
    posts: list[PostRecord], given: list[Mapping[str, object]], said: str | None
) -> None:
    records = WorkforceRecords((), (), staff(*given), tuple(posts), (), ())
    assert workforce_notes(records, (), FRIDAY) == (
        (
            f"A post is held by more than the post's FTE, as in a handover: {said}. Correct "
            "held_by where it is none.",
        )
        if said
        else ()
    )


def test_a_post_that_somebody_else_holds_now_is_a_change(
    sqlite_database: Database, tmp_path: Path
) -> None:
    authority = Authority(sqlite_database, tmp_path)
    for holder, day, changed in (("W1", MONDAY, (1, 0)), ("W2", TUESDAY, (1, 1))):
        posts = [post("P1", held_by=holder)]
        load = authority.load(authority.staff_files(*STAFF, posts=posts), day=day).loads[0]
        assert load.changes["post_holders"] == dict(zip(("added", "removed"), changed, strict=True))
