"""`caseload rules`: listed, written as a file, put in force and tried."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts.rules.defaults import SHIPPED
from models.database import Database
from models.rules import RuleVersion
from tests.bot.cli.command_line import CommandLine


@pytest.fixture
def demo(demo_template: Path, caseload: CommandLine) -> CommandLine:
    """The commands on the demo authority."""
    shutil.copyfile(demo_template, caseload.database)
    return caseload


@pytest.fixture
def file(caseload: CommandLine) -> Path:
    """The rules as shipped, written as a file."""
    path = caseload.folder / "rules.toml"
    assert caseload("rules", "export", path).out == f"The rules are in {path}.\n"
    return path


def changed(file: Path, before: str, after: str) -> Path:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return file


def versions(caseload: CommandLine) -> list[RuleVersion]:
    database = Database(f"sqlite:///{caseload.database}")
    with database.look() as session:
        found = list(session.scalars(select(RuleVersion)))
    database.close()
    return found


@pytest.mark.parametrize("arguments", [("rules",), ("rules", "list")])
def test_the_rules_are_listed_in_words(caseload: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = caseload(*arguments)
    assert ran.status == 0
    assert "worker-over-limit\n  Tells when a worker at work holds more cases than" in ran.out
    assert "from 10 working days without a worker" in ran.out


def test_the_list_for_programs_has_every_value(caseload: CommandLine) -> None:
    rows = caseload("rules", "list", "--json").json
    assert [row["name"] for row in rows] == list(SHIPPED)
    assert list(rows[0]) == [
        *("name", "kind", "applies_to", "on", "limit", "for_days", "margin", "step"),
        *("remind_days", "escalate_days", "told_to", "urgent", "since", "text"),
    ]
    assert (rows[0]["limit"], rows[0]["since"]) == (0.0, None)


def test_the_file_goes_to_the_screen_when_no_file_is_named(
    caseload: CommandLine, file: Path
) -> None:
    assert caseload("rules", "export").out == file.read_text(encoding="utf-8")


def test_what_was_exported_changes_nothing(caseload: CommandLine, file: Path) -> None:
    ran = caseload("rules", "apply", file)
    assert (ran.status, ran.out) == (0, "Nothing changes: these rules are in force already.\n")
    assert versions(caseload) == []


def test_a_file_is_put_in_force_with_a_reason(caseload: CommandLine, file: Path) -> None:
    changed(file, "limit = 0 ", "limit = 2 ")
    ran = caseload("rules", "apply", file, "--reason", "agreed on Monday")
    assert (ran.status, ran.out) == (0, "1 rule changed:\n  worker-over-limit: limit 0 → 2\n")
    (version,) = versions(caseload)
    assert version.reason == "agreed on Monday"
    assert version.changed_by.startswith("command line")
    assert caseload("rules", "list", "--json").json[0]["since"] is not None


def test_a_dry_run_shows_the_changes_and_makes_none(caseload: CommandLine, file: Path) -> None:
    changed(file, "on = true", "on = false")
    ran = caseload("rules", "apply", file, "--dry-run")
    assert ran.out == "1 rule would change:\n  worker-over-limit: on yes → no\n"
    assert versions(caseload) == []


def test_the_changes_for_programs_say_before_and_after(caseload: CommandLine, file: Path) -> None:
    changed(file, "limit = 0 ", "limit = 2 ")
    assert caseload("rules", "apply", file, "--json").json == {
        "applied": True,
        "changes": [
            {
                "rule": "worker-over-limit",
                "before": {"limit": 0.0},
                "after": {"limit": 2.0},
                "text": "worker-over-limit: limit 0 → 2",
            }
        ],
        "problems": [],
    }


@pytest.mark.parametrize("command", ["apply", "test"])
def test_a_bad_file_changes_nothing_and_every_mistake_is_said(
    caseload: CommandLine, file: Path, command: str
) -> None:
    changed(file, "limit = 0 ", "limt = 2 ")
    ran = caseload("rules", command, file)
    assert (ran.status, ran.out) == (2, "")
    assert '[worker-over-limit] limt: There is no such key. Did you mean "limit"?' in ran.error
    assert versions(caseload) == []
    said = caseload("rules", command, file, "--json")
    assert said.status == 2
    assert [(p["rule"], p["key"]) for p in said.json["problems"]] == [("worker-over-limit", "limt")]


@pytest.mark.parametrize("command", ["apply", "test"])
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(
    caseload: CommandLine, command: str
) -> None:
    missing = caseload("rules", command, "nowhere.toml")
    assert (missing.status, missing.error) == (
        2,
        "nowhere.toml cannot be read (No such file or directory). Check its name.\n",
    )
    strange = caseload.folder / "strange.toml"
    strange.write_bytes(b"\xff\xfe\x00")
    assert "is not a text in UTF-8" in caseload("rules", command, strange).error


def test_a_file_is_not_written_where_nothing_can_be(caseload: CommandLine) -> None:
    ran = caseload("rules", "export", caseload.folder / "no" / "folder.toml")
    assert ran.status == 2
    assert "cannot be written" in ran.error


def test_rules_for_teams_that_exist_are_accepted(demo: CommandLine, file: Path) -> None:
    own = '\n[court-over]\nkind = "worker_over_limit"\napplies_to = "team:court north"\nlimit = 3\n'
    file.write_text(file.read_text(encoding="utf-8") + own, encoding="utf-8")
    assert "court-over: new." in demo("rules", "apply", file).out
    row = demo("rules", "list", "--json").json[-1]
    assert (row["name"], row["applies_to"]) == ("court-over", "team:Court North")


def test_a_file_that_changes_nothing_says_so_and_shows_what_is_over(
    demo: CommandLine, file: Path
) -> None:
    ran = demo("rules", "test", file)
    assert ran.status == 0
    assert "These rules are in force already.\nNo alerts would open, none would" in ran.out
    assert "26 cases, limit 18" in ran.out
    assert "Samir Whitlock" not in ran.out
    assert "Data as at Fri 20 Nov" in ran.out


def test_a_file_shows_what_its_changed_rules_find_and_nobody_is_told(
    demo: CommandLine, file: Path
) -> None:
    before = demo("outbox", "list", "--json").json
    changed(file, "limit = 0 ", "limit = 3 ")
    out = demo("rules", "test", file).out
    assert "would open" in out
    assert "Over by the changed rules:" in out
    assert "team-above-promise" not in out  # this rule stays as it is
    assert demo("outbox", "list", "--json").json == before
    assert versions(demo) == []


def test_the_trial_for_programs_has_each_alert_and_a_row_for_whatever_is_over(
    demo: CommandLine, file: Path
) -> None:
    found = demo("rules", "test", file, "--json").json
    assert list(found) == ["as_at", "late", "changes", "rows", "problems"]
    assert list(found["changes"][0]) == [
        *("effect", "kind", "place", "rules", "told", "waiting", "in_days"),
        *("joins", "leaves", "text"),
    ]
    assert list(found["rows"][0]) == [
        *("rule", "place", "subject", "value", "limit", "since", "said", "told")
    ]
    assert ("26 cases, limit 18", True) in [
        (row["said"], row["told"])
        for row in found["rows"]
        if (row["rule"], row["place"]) == ("worker-over-limit", "Court North")
    ]


def test_a_past_day_is_judged_by_the_figures_kept_of_it(demo: CommandLine, file: Path) -> None:
    """On the newest day they say what the data says."""
    kept = demo("rules", "test", "--on", "2026-11-20", "--json").json
    assert list(kept) == ["day", "rows", "not_judged", "by_target_only", "problems"]
    live = demo("rules", "test", file, "--json").json["rows"]
    for row in live:
        del row["told"]
    for row in (*live, *kept["rows"]):
        if row["subject"].startswith("measure:"):
            row["since"] = None  # an open alert has kept its own
    judged = {row["rule"] for row in kept["rows"]}
    assert len(judged) == 5  # two of them on staffing
    assert kept["rows"] == [row for row in live if row["rule"] in judged]
    assert {"case-unallocated", "target-will-be-missed"} <= set(kept["not_judged"])
    assert kept["by_target_only"] == ["supernumerary-past-end"]
    assert not judged.intersection(kept["not_judged"])


def test_a_past_day_says_which_rules_it_was_judged_by_and_which_could_not_be(
    demo: CommandLine, file: Path
) -> None:
    by_then = demo("rules", "test", "--on", "21/11/2026").out
    assert by_then.startswith("Sat 21 Nov by the rules in force that day:\n")
    assert "Not judged, because too little is kept of a past day: urgent-case-unall" in by_then
    assert "workers' last days are not kept: supernumerary-past-end." in by_then
    assert "Figures as at Fri 20 Nov" in by_then
    changed(file, "limit = 0 ", "limit = 30 ")
    by_file = demo("rules", "test", file, "--on", "2026-11-21").out
    assert f"by the rules of {file}" in by_file
    assert ("worker-over-limit" in by_then, "worker-over-limit" in by_file) == (True, False)


def test_the_rules_of_a_day_are_listed_and_written(caseload: CommandLine, file: Path) -> None:
    caseload("rules", "apply", changed(file, "limit = 0 ", "limit = 2 "))
    for arguments in (("list",), ("export",)):
        now = caseload("rules", *arguments).out
        then = caseload("rules", *arguments, "--on", "2026-01-31").out
        assert now != then
        assert then == caseload("rules", *arguments, "--on", "31/01/2026").out
    assert (
        caseload("rules", "--on", "2026-01-31").out
        == caseload("rules", "list", "--on", "2026-01-31").out
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("test",), "Name a file to try"),
        (("test", "--on", "2099-01-01"), "2099-01-01 is yet to come"),
        (("list", "--on", "2099-01-01"), "2099-01-01 is yet to come"),
        (("test", "--on", "2026-01-31"), "nothing was loaded yet"),
        (("--on", "2026-01-31", "export"), "Write --on after export"),
    ],
)
def test_what_cannot_be_answered_is_said_with_the_next_step(
    caseload: CommandLine, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = caseload("rules", *arguments)
    assert ran.status == 2
    assert sentence in ran.error


def test_without_data_there_is_nothing_to_try(caseload: CommandLine, file: Path) -> None:
    ran = caseload("rules", "test", file)
    assert ran.status == 2
    assert "no allocations and workforce extract has been loaded" in ran.error
