"""Reads the sheets Teams and Services, and refuses services whose names mislead."""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from models.extracts.cells import read_text, read_word
from models.extracts.problems import quoted
from models.extracts.records import ServiceRecord, TeamRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.names import refuse_repeats
from models.vocabulary import TeamKind

TEAMS = (
    Column("team"),
    Column("service"),
    Column("kind"),
    Column("manager"),
    Column("slack_channel", required=False),
    Column("ends_on"),
)
SERVICES = (Column("service"), Column("head"), Column("slack_channel", required=False))

MISTYPED = 5
"""Letters of a word from which one wrong letter is a slip: "Team A" and "Team B" are two teams."""


def read_teams(sheet: Sheet) -> list[tuple[Row, TeamRecord]]:
    """Each team with its row; `ends_on` may lie in the future."""
    rows: dict[str, int] = {}
    teams = []
    for row in sheet.rows():
        team = TeamRecord(
            name=row.needed("team", read_text, ""),
            service=row.needed("service", read_text, ""),
            kind=row.needed("kind", lambda cell: read_word(cell, TeamKind), TeamKind.OTHER),
            manager=row.text("manager"),
            slack_channel=row.text("slack_channel"),
            ends_on=row.date("ends_on"),
            place=row.place(),
        )
        refuse_repeats(rows, row, "team", team.name)
        teams.append((row, team))
    return teams


def read_services(sheet: Sheet) -> list[tuple[Row, ServiceRecord]]:
    """Each service with its row."""
    rows: dict[str, int] = {}
    services = []
    for row in sheet.rows():
        service = ServiceRecord(
            name=row.needed("service", read_text, ""),
            head=row.text("head"),
            slack_channel=row.text("slack_channel"),
            place=row.place(),
        )
        refuse_repeats(rows, row, "service", service.name)
        services.append((row, service))
    return services


def refuse_circles(teams: list[tuple[Row, TeamRecord]]) -> None:
    """Reports each team whose service has a team's name: the name would mean two things."""
    names = {team.name.casefold() for _, team in teams if team.name}
    above = {team.name.casefold(): team.service for _, team in teams if team.name}
    for row, team in teams:
        if not team.name or team.service.casefold() not in names:
            continue
        circle = _circle(team, above)
        why = (
            f"The service leads back to the team: {circle}."
            if circle
            else f'"{quoted(team.service)}" is also the name of a team.'
        )
        row.refuse("service", f"{why} Give the service a name that no team has.")


def _circle(team: TeamRecord, above: Mapping[str, str]) -> str | None:
    """The way from a team through its service's name back to the team; None where it does not."""
    path, seen, following = [team.name], {team.name.casefold()}, team.service
    while following.casefold() in above and following.casefold() not in seen:
        path.append(following)
        seen.add(following.casefold())
        following = above[following.casefold()]
    if following.casefold() != team.name.casefold():
        return None
    return " → ".join(quoted(name) for name in (*path, team.name))


def refuse_misspelt_services(
    teams: list[tuple[Row, TeamRecord]], services: Sequence[ServiceRecord]
) -> None:
    """Reports a team's service that is nearly, but not, one of Services: its head would lose it."""
    listed = {service.name.casefold(): service.name for service in services}
    for row, team in teams:
        if not team.service or not listed or team.service.casefold() in listed:
            continue
        near = next((name for name in listed.values() if _mistyped(team.service, name)), None)
        if near:
            row.refuse(
                "service",
                f'The service "{quoted(team.service)}" is not in Services. '
                f'Did you mean "{near}"? Write it alike in both sheets.',
            )


def _mistyped(one: str, other: str) -> bool:
    """Whether two names differ by one slip of the fingers in one longer word."""
    pairs = list(zip(one.casefold().split(), other.casefold().split(), strict=False))
    wrong = [(mine, theirs) for mine, theirs in pairs if mine != theirs]
    return (
        len(one.split()) == len(other.split())
        and len(wrong) == 1
        and min(map(len, wrong[0])) >= MISTYPED
        and OSA.distance(*wrong[0]) == 1
    )


def with_implied_services(
    services: list[ServiceRecord], teams: list[TeamRecord]
) -> tuple[list[ServiceRecord], list[str]]:
    """The services listed and those that only Teams names; notes on the latter if any is listed."""
    every = {service.name.casefold(): service for service in services}
    notes = []
    for team in teams:
        if team.service.casefold() not in every:
            every[team.service.casefold()] = ServiceRecord(team.service, None, None, team.place)
            if services:
                notes.append(
                    f'The service "{quoted(team.service)}" is not in Services, so it has no head.'
                )
    return list(every.values()), notes
