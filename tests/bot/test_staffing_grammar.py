"""What each wording of a question about staffing, a comparison or a plan is understood to ask."""

import pytest

from bot.grammar import Asked, NameKind, Topic, parse

NAMES = ("Court North", "Help and Protection", "Sam Example", "Agency Support Team")
ANY, TEAM = NameKind.ANY, NameKind.TEAM


def asked(text: str) -> Asked:
    answer = parse(text, NAMES)
    assert isinstance(answer, Asked), answer
    return answer


STAFFING = [
    ("staffing", Topic.STAFFING, None, ANY),
    ("staffing for Court North", Topic.STAFFING, "Court North", ANY),
    ("staffing Court North", Topic.STAFFING, "Court North", ANY),
    ("staffing team court nth", Topic.STAFFING, "court nth", TEAM),
    ("headcount", Topic.STAFFING, None, ANY),
    ("permanent staff in Help and Protection", Topic.STAFFING, "Help and Protection", ANY),
    ("staffing agency", Topic.AGENCY, None, ANY),
    ("How many agency workers do we have?", Topic.AGENCY, None, ANY),
    ("agency social workers in Court North", Topic.AGENCY, "Court North", ANY),
    ("what is our agency rate", Topic.AGENCY, None, ANY),
    ("supernumerary", Topic.AGENCY, None, ANY),
    ("vacancies", Topic.VACANCIES, None, ANY),
    ("Court North vacancies", Topic.VACANCIES, "Court North", ANY),
    ("how many vacant posts are there in Court North", Topic.VACANCIES, "Court North", ANY),
    ("posts", Topic.POSTS, None, ANY),
    ("how many posts do we have", Topic.POSTS, None, ANY),
    ("establishment of Court North", Topic.POSTS, "Court North", ANY),
    ("turnover for Help and Protection", Topic.TURNOVER, "Help and Protection", ANY),
    ("leavers and starters", Topic.TURNOVER, None, ANY),
    ("experience", Topic.EXPERIENCE, None, ANY),
    ("who is newly qualified in Court North", Topic.EXPERIENCE, "Court North", ANY),
    ("targets", Topic.TARGETS, None, ANY),
    ("are we on target", Topic.TARGETS, None, ANY),
    # What is no question about staffing stays what it was.
    ("staffing who is over in Court North", Topic.OVER, "Court North", ANY),
    ("staffing help", Topic.HELP, None, ANY),
    ("Agency Support Team", Topic.CASELOAD, "Agency Support Team", ANY),
    ("open cases", Topic.CASELOAD, None, ANY),
]


@pytest.mark.parametrize(("text", "topic", "name", "kind"), STAFFING)
def test_staffing_is_asked_for(text: str, topic: Topic, name: str | None, kind: NameKind) -> None:
    found = asked(text)
    assert (found.topic, found.name, found.name_kind) == (topic, name, kind)


@pytest.mark.parametrize(
    ("text", "topic", "about"),
    [
        ("compare", Topic.COMPARE, None),
        ("caseload compare", Topic.COMPARE, None),
        ("How do we compare?", Topic.COMPARE, None),
        ("compare us with our statistical neighbours", Topic.COMPARE, None),
        ("the neighbours", Topic.COMPARE, None),
        ("compare caseload", Topic.COMPARE, "caseload"),
        ("staffing compare Agency rate", Topic.COMPARE, "agency rate"),
        ("how do we compare on turnover with England", Topic.COMPARE, "turnover"),
        ("plan", Topic.PLAN, None),
        ("plan team Court North to 15", Topic.PLAN, "team Court North to 15"),
        ("plan 20 posts taper 5 a year cases -65 a year", Topic.PLAN,
         "20 posts taper 5 a year cases -65 a year"),
        ("caseload plan 70 posts at £35,700 a post", Topic.PLAN, "70 posts at £35,700 a post"),
        ("plan: -20 posts", Topic.PLAN, "-20 posts"),
        ("plan £2.4m for 20 posts", Topic.PLAN, "£2.4m for 20 posts"),
        ("what would it take to get to 15?", Topic.PLAN, "to get to 15"),
        ("plan compare 20 with 30 posts", Topic.COMPARE_PLAN, "20 with 30 posts"),
        ("plans", Topic.PLANS, None),
        ("list the saved plans", Topic.PLANS, None),
        ("which plans are saved?", Topic.PLANS, None),
        ("plan compare", Topic.PLANS, None),
        ("compare our plans", Topic.PLANS, None),
        ("plan compare Court, 20 posts, Nov 2026", Topic.COMPARE_PLAN, "Court, 20 posts, Nov 2026"),
        ("caseload compare the saved plan Budget 2027", Topic.COMPARE_PLAN, "Budget 2027"),
        ("Compare plan: -5 cases", Topic.COMPARE_PLAN, "-5 cases"),
        ("census return", Topic.RETURN, None),
        ("What is our return?", Topic.RETURN, None),
        ("csww 2025", Topic.RETURN, "2025"),
        ("caseload return of 2024", Topic.RETURN, "2024"),
        ("compare with our census return", Topic.RETURN, None),
        ("compare returns on turnover", Topic.COMPARE, "returns turnover"),
        ("compare planned agency", Topic.COMPARE, "planned agency"),
    ],
)  # fmt: skip
def test_comparisons_and_plans_keep_what_they_are_about(
    text: str, topic: Topic, about: str | None
) -> None:
    found = asked(text)
    assert (found.topic, found.name, found.about) == (topic, None, about)
