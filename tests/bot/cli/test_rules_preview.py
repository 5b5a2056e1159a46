"""`caseload rules preview`: what rules would have done, on the command line."""

import shutil
from pathlib import Path

import pytest

from tests.bot.cli.command_line import CommandLine

NAME = "worker-over-limit"


@pytest.fixture
def demo(demo_template: Path, caseload: CommandLine) -> CommandLine:
    """The commands on the demo authority, of which two weeks are kept."""
    shutil.copyfile(demo_template, caseload.database)
    return caseload


def test_a_rule_with_other_values_is_laid_over_the_past_beside_itself(demo: CommandLine) -> None:
    ran = demo("rules", "preview", NAME, "--set", "limit=2", "--set", "for_days=0")
    assert ran.status == 0
    assert "In the week of which figures are kept this would have fired" in ran.out
    assert "As wanted" in ran.out
    assert "In force" in ran.out
    assert ran.out.endswith("Nobody was told, and nothing was changed.\n")


def test_of_a_file_the_rules_that_differ_are_looked_at(demo: CommandLine) -> None:
    file = demo.folder / "rules.toml"
    demo("rules", "export", file)
    assert demo("rules", "preview", file).out.startswith("These rules are in force already.")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("limit = 2 ", "limit = 3 ", 1), encoding="utf-8")
    (found,) = demo("rules", "preview", file, "--json").json["previews"]
    assert (found["rule"], found["wanted"]) == ("data-late", None)
    assert found["cannot"] == found["text"]


def test_the_form_for_programs_has_every_episode(demo: CommandLine) -> None:
    form = demo("rules", "preview", NAME, "--set", "for_days=0", "--weeks", "4", "--json").json
    assert list(form) == ["weeks", "previews", "problems"]
    (found,) = form["previews"]
    assert list(found) == ["rule", "kind", "cannot", "wanted", "in_force", "text"]
    wanted = found["wanted"]
    assert wanted["fired"] == len(wanted["episodes"]) > 0
    assert sum(place["fired"] for place in wanted["by_place"]) == wanted["fired"]
    assert list(wanted["episodes"][0]) == [
        *("place", "since", "told_by_data_of", "until", "working_days", "members"),
        *("value", "limit", "notices"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["worker-over-limits"], 'There is no rule or file "worker-over-limits". Did you mean'),
        ([NAME, "--set", "limit"], '"limit" is not KEY=VALUE, such as limit=2.'),
        ([NAME, "--set", "limit=many"], "limit: many is not a number."),
        ([NAME, "--set", "limits=2"], "limits: There is no such key. Did you mean"),
        ([NAME, "--set", "a b=2"], "a b: There is no such key."),
        ([NAME, "--set", "for_days=-1"], "for_days: Write a whole number of working days from 0"),
        ([NAME, "--set", "applies_to=team:Nowhere"], 'applies_to: There is no team "Nowhere".'),
    ],
)
def test_what_cannot_be_tried_is_said_with_the_next_step(
    demo: CommandLine, arguments: list[str], said: str
) -> None:
    ran = demo("rules", "preview", *arguments)
    assert ran.status == 2
    assert said in ran.error
