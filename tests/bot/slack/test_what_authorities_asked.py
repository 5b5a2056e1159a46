"""What authorities asked in committee, asked in the practice workspace: each gets its answer.

The words are those of Southampton, Bromley, Staffordshire and Hampshire; the figures are the demo
authority's, which is shaped like theirs.
"""

import re

import pytest

from tests.bot.slack.persona import Persona

SOUTHAMPTON = [
    ("/staffing posts", r"Posts: [\d.]+ → [\d.]+ FTE, −[\d.]+, −[\d.]+ % since \d+ November 2025"),
    (
        "/staffing posts",
        r"FTE by funding: [\d.]+ base budget, [\d.]+ time-limited, [\d.]+ unfunded",
    ),
    ("/staffing agency", r"Agency social workers: 14\.0 FTE, target 12 since 1 October"),
    ("/staffing agency", r"9\.0 cover a vacancy or an absence, 5\.0 are extra \(supernumerary\)"),
    ("/staffing agency", r"On the present course 12 is reached on \d+ \w+: \d contracts end by"),
    ("/caseload who is over", r"\d+ workers are over their limit"),
    ("/staffing", r"[\d.]+ FTE in post \(\d+ people\)"),
    ("/staffing", r"Permanent: [\d.]+ % of social workers · [\d.]+ % of managers"),
    ("/staffing experience", r"Under two years since qualifying: [\d.]+ % of social workers"),
    ("/caseload", r"median \d+ .*highest \d+ .*\d+ hold 20 or more"),
    ("/caseload", r"Data as at Fri 20 Nov"),
]
BROMLEY = [
    ("/caseload", r"18\.2 cases per full-time worker, above the promise of 12–15"),
    (
        "/caseload plan 20 posts taper 5 a year cases -65 a year £2.4m",
        r"within the promise of 12–15 from year 2",
    ),
    ("/staffing posts", r"Money for 18\.0 FTE ends on Wed 31 Mar 2027"),
    ("/caseload compare", r"neighbours' median"),
    ("/caseload compare caseload", r"England 15\.2, statistical neighbours 15\.5"),
]
STAFFORDSHIRE = [
    ("/staffing turnover", r"Turnover: [\d.]+ % of social workers left in twelve months"),
    ("/caseload not seen", r"not been seen|not seen"),
    ("/staffing vacancies", r"Vacant social worker posts: [\d.]+ FTE.*'Since'"),
]
HAMPSHIRE = [
    ("/caseload plan 70 posts at £35,700 a post", r"The posts cost £2,499,000 a year|£2,499,000"),
    ("/caseload plan to 15", r"extra posts to hold 15"),
    ("/staffing", r"Other staff, FTE"),
]
EVERYBODY = [
    ("worker", "/caseload compare", r"neighbours' median"),
    ("worker", "/caseload me", r"You hold 26 cases, limit 18"),
]


@pytest.mark.parametrize(("question", "said"), [*SOUTHAMPTON, *BROMLEY, *STAFFORDSHIRE, *HAMPSHIRE])
def test_leadership_is_answered(persona: Persona, question: str, said: str) -> None:
    answer = persona("director").ask(question)
    assert re.search(said, _all_of(answer), re.DOTALL), _all_of(answer)


@pytest.mark.parametrize(("who", "question", "said"), EVERYBODY)
def test_everybody_can_ask_whether_a_caseload_is_higher_than_the_average(
    persona: Persona, who: str, question: str, said: str
) -> None:
    assert re.search(said, _all_of(persona(who).ask(question)))


def _all_of(answer: dict[str, object]) -> str:
    """The words of a message and of its tables."""
    return f"{answer['text']}\n{answer['blocks']}"
