"""The demo's panel in the running practice workspace, and what the product then answers."""

from tests.bot.slack.persona import Member, Persona


def panel(member: Member) -> dict[str, object]:
    found: dict[str, object] = member.get("controls")["panel"]
    return found


def test_a_visitor_stops_the_data_goes_on_a_day_and_lets_it_come_again(persona: Persona) -> None:
    ruth = persona("director")
    assert panel(ruth)["title"] == "Demo"
    assert panel(ruth)["lines"] == ["It is Mon 23 Nov 08:45", "Data as at Fri 20 Nov 18:00"]
    assert ruth.do("controls", id="stop-data")["ok"]
    assert "did not come" in ruth.do("controls", id="next-day")["outcome"]
    assert panel(ruth)["lines"] == [
        "It is Tue 24 Nov 08:45",
        "Data as at Fri 20 Nov 18:00",
        "The data is stopped",
    ]
    assert not ruth.do("controls", id="stop-data")["ok"]
    assert "goes on" in ruth.do("controls", id="data-again")["outcome"]
    assert "were loaded" in ruth.do("controls", id="next-day")["outcome"]
    assert panel(ruth)["lines"] == ["It is Wed 25 Nov 08:45", "Data as at Tue 24 Nov 18:00"]
    answer = ruth.ask("/caseload Court North")
    assert "Data as at Tue 24 Nov 18:00" in str(answer["blocks"])


def test_files_that_go_wrong_are_delivered_by_a_press(persona: Persona) -> None:
    ruth = persona("director")
    assert "It was refused with 2 problems." in ruth.do("controls", id="broken-file")["outcome"]
    assert "It is held until" in ruth.do("controls", id="short-file")["outcome"]
    assert "It is held until" in str(panel(ruth)["outcome"])
