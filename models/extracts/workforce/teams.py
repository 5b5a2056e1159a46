"""Reads the sheets Teams and Services, and refuses services that lead back to themselves."""

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
    """Reports each team whose service is a team's name that leads back to the team itself."""
    above = {team.name.casefold(): team.service for _, team in teams if team.name}
    for row, team in teams:
        path = [team.name]
        seen = {team.name.casefold()}
        following = team.service
        while following and following.casefold() in above and following.casefold() not in seen:
            path.append(following)
            seen.add(following.casefold())
            following = above[following.casefold()]
        if team.name and following.casefold() == team.name.casefold():
            circle = " → ".join(quoted(name) for name in (*path, team.name))
            row.refuse(
                "service",
                f"The service leads back to the team: {circle}. "
                "Give the service a name that no team has.",
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
