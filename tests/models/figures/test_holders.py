"""How a worker stands to their allowance, and who counts as at work on a day."""

from datetime import date

import pytest

from models.figures.holders import Holder, Standing, absent, in_post
from models.vocabulary import CASE_HOLDING_ROLES, SOCIAL_WORKER_ROLES, Role
from tests.build import a_holder, a_limit

OVER, AT_LIMIT, WITHIN = Standing.OVER, Standing.AT_LIMIT, Standing.WITHIN

THE_DAY = date(2026, 11, 20)
DAY_BEFORE, DAY_AFTER = date(2026, 11, 19), date(2026, 11, 21)

#  limit, FTE, caseload, allowance, standing, over by, room
STANDINGS = [
    pytest.param(18, 1.0, 0, 18, WITHIN, 0, 18, id="no cases at all"),
    pytest.param(18, 1.0, 17, 18, WITHIN, 0, 1, id="exactly one case of room"),
    pytest.param(18, 1.0, 18, 18, AT_LIMIT, 0, 0, id="the limit exactly met"),
    pytest.param(18, 1.0, 19, 18, OVER, 1, 0, id="one over"),
    pytest.param(18, 1.0, 26, 18, OVER, 8, 0, id="eight over"),
    pytest.param(16.2, 1.0, 16, 16.2, AT_LIMIT, 0, 0, id="a fraction below"),
    pytest.param(16.2, 1.0, 17, 16.2, OVER, 1, 0, id="over by a fraction: one case must move"),
    pytest.param(16.2, 1.0, 15, 16.2, WITHIN, 0, 1, id="room for a whole case, not for 1.2"),
    pytest.param(18, 0.5, 9, 9, AT_LIMIT, 0, 0, id="half time, exactly met"),
    pytest.param(18, 0.5, 11, 9, OVER, 2, 0, id="half time, two over"),
    pytest.param(100, 0.57, 57, 57, AT_LIMIT, 0, 0, id="0.57 of 100 is 57, not a little less"),
    pytest.param(100, 0.57, 58, 57, OVER, 1, 0, id="0.57 of 100, one over"),
    pytest.param(100, 0.57, 56, 57, WITHIN, 0, 1, id="0.57 of 100, one below"),
    pytest.param(10, 0.7, 7, 7, AT_LIMIT, 0, 0, id="0.7 of 10"),
    pytest.param(15, 0.6, 9, 9, AT_LIMIT, 0, 0, id="0.6 of 15"),
    pytest.param(17, 0.1, 2, 1.7, OVER, 1, 0, id="a tenth of a post"),
    pytest.param(18, 0.0, 0, 0, AT_LIMIT, 0, 0, id="no FTE and no cases"),
    pytest.param(18, 0.0, 3, 0, OVER, 3, 0, id="no FTE but three cases"),
]


@pytest.mark.parametrize(
    ("limit", "fte", "caseload", "allowance", "standing", "over_by", "room"), STANDINGS
)
def test_a_worker_stands_to_limit_times_fte(
    limit: float,
    fte: float,
    caseload: int,
    allowance: float,
    standing: Standing,
    over_by: int,
    room: int,
) -> None:
    holder = a_holder(limit=a_limit(limit), fte=fte, caseload=caseload)
    assert holder.allowance == allowance
    assert (holder.standing, holder.over_by, holder.room) == (standing, over_by, room)


def test_without_a_limit_nobody_is_over_and_nobody_has_room() -> None:
    holder = a_holder(limit=None, caseload=40)
    assert holder.allowance is None
    assert (holder.standing, holder.over_by, holder.room) == (Standing.NO_LIMIT, 0, 0)


@pytest.mark.parametrize(
    ("cases", "fte", "per_fte"),
    [(12, 0.6, 20.0), (11, 0.5, 22.0), (18, 1.0, 18.0), (0, 1.0, 0.0), (3, 0.0, None)],
)
def test_cases_per_fte_need_an_fte(cases: int, fte: float, per_fte: float | None) -> None:
    found = a_holder(caseload=cases, fte=fte).per_fte
    assert found == (None if per_fte is None else pytest.approx(per_fte))


NOWHERE_TO_ALLOCATE = [
    pytest.param(a_holder(absent=True), id="absent today"),
    pytest.param(a_holder(in_post=False), id="left, or not started"),
    pytest.param(a_holder(role=Role.FIRST_LINE_MANAGER), id="a manager"),
    pytest.param(a_holder(role=Role.BUSINESS_SUPPORT), id="business support"),
    pytest.param(a_holder(role=Role.QUALIFIED_WITHOUT_CASES), id="qualified, without cases"),
]


@pytest.mark.parametrize("holder", NOWHERE_TO_ALLOCATE)
def test_nobody_who_may_not_be_given_a_case_has_room(holder: Holder) -> None:
    assert holder.room == 0


@pytest.mark.parametrize("role", sorted(CASE_HOLDING_ROLES))
def test_every_case_holding_role_has_room_up_to_the_allowance(role: Role) -> None:
    assert a_holder(role=role, caseload=10).room == 8


def test_the_censuss_six_roles_are_social_workers_and_no_others() -> None:
    assert {role for role in Role if a_holder(role=role).social_worker} == SOCIAL_WORKER_ROLES
    assert {role.value for role in SOCIAL_WORKER_ROLES} == {
        *("senior_manager", "middle_manager", "first_line_manager"),
        *("senior_practitioner", "case_holder", "qualified_without_cases"),
    }


#  who, in the DfE average, in the working average
AVERAGES = [
    pytest.param(a_holder(caseload=1), True, True, id="a social worker with a case"),
    pytest.param(a_holder(caseload=0), False, False, id="a social worker without a case"),
    pytest.param(a_holder(caseload=1, fte=0.0), False, False, id="no FTE to divide by"),
    pytest.param(a_holder(caseload=1, absent=True), True, False, id="absent, in post"),
    pytest.param(a_holder(caseload=1, in_post=False), False, False, id="left"),
    pytest.param(
        a_holder(caseload=1, role=Role.SENIOR_MANAGER), True, True, id="a manager holding a case"
    ),
    pytest.param(
        a_holder(caseload=1, role=Role.PERSONAL_ADVISER), False, True, id="a personal adviser"
    ),
    pytest.param(a_holder(caseload=1, role=Role.FAMILY_SUPPORT), False, True, id="family support"),
    pytest.param(
        a_holder(caseload=1, role=Role.PERSONAL_ADVISER, absent=True),
        *(False, False),
        id="a personal adviser who is absent",
    ),
]


@pytest.mark.parametrize(("holder", "dfe", "working"), AVERAGES)
def test_each_average_counts_whom_its_definition_names(
    holder: Holder, dfe: bool, working: bool
) -> None:
    assert (holder.in_dfe_average, holder.in_working_average) == (dfe, working)


@pytest.mark.parametrize(
    ("started_on", "left_on", "expected"),
    [
        pytest.param(None, None, True, id="no dates"),
        pytest.param(DAY_BEFORE, None, True, id="started yesterday"),
        pytest.param(THE_DAY, None, True, id="starts today"),
        pytest.param(DAY_AFTER, None, False, id="starts tomorrow"),
        pytest.param(None, DAY_BEFORE, False, id="left yesterday"),
        pytest.param(None, THE_DAY, True, id="the last day of work"),
        pytest.param(None, DAY_AFTER, True, id="leaves tomorrow"),
        pytest.param(THE_DAY, THE_DAY, True, id="here for one day"),
    ],
)
def test_the_first_and_the_last_day_of_work_are_in_post(
    started_on: date | None, left_on: date | None, expected: bool
) -> None:
    assert in_post(started_on=started_on, left_on=left_on, day=THE_DAY) is expected


@pytest.mark.parametrize(
    ("absent_from", "absent_until", "expected"),
    [
        pytest.param(None, None, False, id="no absence"),
        pytest.param(None, DAY_AFTER, False, id="an end without a start is no absence"),
        pytest.param(DAY_BEFORE, None, True, id="since yesterday, without an end"),
        pytest.param(THE_DAY, None, True, id="from today"),
        pytest.param(DAY_AFTER, None, False, id="from tomorrow"),
        pytest.param(DAY_BEFORE, THE_DAY, True, id="until today"),
        pytest.param(DAY_BEFORE, DAY_BEFORE, False, id="until yesterday"),
        pytest.param(THE_DAY, THE_DAY, True, id="today alone"),
    ],
)
def test_both_ends_of_an_absence_are_absent(
    absent_from: date | None, absent_until: date | None, expected: bool
) -> None:
    assert absent(absent_from=absent_from, absent_until=absent_until, day=THE_DAY) is expected


def test_who_is_absent_or_not_in_post_is_not_at_work() -> None:
    assert a_holder().at_work
    assert not a_holder(absent=True).at_work
    assert not a_holder(in_post=False).at_work
