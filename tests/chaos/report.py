"""What came of a campaign: in numbers, as a table, and what was wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from tests.chaos.finding import Finding, Wrong

SHOWN_FINDINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One campaign's numbers; counts are by the name of what is counted."""

    database: str
    replicas: int
    seed: int
    days: int
    kills: int
    struck: Mapping[str, int]  # kills, freezes and starts
    moods: Mapping[str, int]  # calls that Slack's moods struck
    extracts: Mapping[str, int]  # days, by what became of their extract
    rule_changes: int
    audience: Mapping[str, int]  # who came, left, and how the app was told
    clicks: Mapping[str, int]
    alerts: int
    due: int
    sent: int
    named: int  # messages that name workers before the strangers come once more
    found_by_lookup: int
    taken_again: int
    seconds: float
    findings: list[Finding] = field(default_factory=list)

    def number(self, wrong: Wrong) -> int:
        return sum(finding.wrong is wrong for finding in self.findings)


def print_reports(reports: Sequence[Report], out: Console) -> None:
    """A line for each, then what befell it and what was wrong."""
    table = Table()
    for title in ("database", "replicas", "seed", "days", "kills", "alerts", "due", "sent"):
        table.add_column(title, justify="left" if title == "database" else "right")
    for title in (*Wrong, "found by look-up", "leases taken again", "seconds"):
        table.add_column(title, justify="right")
    for each in reports:
        table.add_row(each.database, *_numbers(each))
    if len(reports) > 1:
        table.add_row("all", *_total(reports), end_section=True)
    out.print(table)
    for each in reports:
        who = f"{each.database}, {each.replicas}"
        out.print(f"{who}: {_counted(each.struck)}. Slack: {_counted(each.moods)}.")
        out.print(
            f"{who}: extracts: {_counted(each.extracts)}; {each.rule_changes} rules changed. "
            f"Channels: {_counted(each.audience)}; {each.named} messages with names. "
            f"Clicks: {_counted(each.clicks)}."
        )
        for finding in each.findings[:SHOWN_FINDINGS]:
            out.print(f"{who}: {finding.wrong.value}: {finding.about}", markup=False)
        if len(each.findings) > SHOWN_FINDINGS:
            out.print(f"{who}: and {len(each.findings) - SHOWN_FINDINGS} more")


def _numbers(report: Report) -> list[str]:
    numbers = (report.replicas, report.seed, *_sums(report))
    return [str(number) for number in numbers]


def _sums(report: Report) -> tuple[int, ...]:
    wrong = [report.number(kind) for kind in Wrong]
    told = (report.days, report.kills, report.alerts, report.due, report.sent)
    return (*told, *wrong, report.found_by_lookup, report.taken_again, round(report.seconds))


def _total(reports: Sequence[Report]) -> list[str]:
    columns = zip(*(_sums(report) for report in reports), strict=True)
    return ["", "", *(str(sum(column)) for column in columns)]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items())) or "nothing"
