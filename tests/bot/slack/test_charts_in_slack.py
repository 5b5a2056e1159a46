"""Answers with a chart: drawn where Slack draws charts, told all the same where it does not."""

from collections.abc import Iterator

import pytest

from bot.demo.running import Running
from bot.practice.faults import Fault
from tests.bot.slack.forging import JSON
from tests.bot.slack.persona import Persona, channel_id

COURT = channel_id("court-north")


@pytest.fixture(autouse=True)
def _in_the_best_of_moods(demo: Running) -> Iterator[None]:
    yield
    demo.server.faults.clear()


def charts(answer: JSON) -> list[JSON]:
    return [block for block in answer["blocks"] if block["type"] == "data_visualization"]


@pytest.mark.parametrize(
    "ask", ["/caseload compare agency", "@Caseload how do we compare on agency?"]
)
def test_a_comparison_is_drawn_for_whoever_asks(persona: Persona, ask: str) -> None:
    answer = persona("worker").ask(ask, COURT)
    (chart,) = charts(answer)
    names = [series["name"] for series in chart["chart"]["series"]]
    assert names == ["Southampton", "England", "South East", "Neighbours' median"]
    assert answer["ephemeral"]


@pytest.mark.parametrize(
    ("ask", "where", "method"),
    [
        ("/caseload compare agency", COURT, "response_url"),
        ("@Caseload compare agency", COURT, "chat.postEphemeral"),
        ("compare agency", None, "chat.postMessage"),
    ],
)
def test_where_slack_refuses_the_chart_the_answer_comes_without_it(
    demo: Running, persona: Persona, ask: str, where: str | None, method: str
) -> None:
    demo.server.faults.add(Fault("refusal", method, code="invalid_blocks", times=1))
    answer = persona("worker").ask(ask, where)
    assert "England 13.0 %" in answer["text"]
    assert charts(answer) == []
    assert any(block["type"] == "table" for block in answer["blocks"])
