"""Reads the sheets of a workforce extract together, so that each may name what is in another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from models.extracts.problems import Problems
from models.extracts.records import (
    LimitRecord,
    Place,
    PostRecord,
    ServiceRecord,
    TargetRecord,
    TeamRecord,
    WorkerRecord,
    WorkforceRecords,
)
from models.extracts.sheets import Column, Grid, Row, Sheet, find_header
from models.extracts.workforce.limits import LIMITS, read_limits
from models.extracts.workforce.names import Names, Staff
from models.extracts.workforce.posts import POSTS, job_shares, read_posts
from models.extracts.workforce.staff import STAFF, basis_notes, read_staff
from models.extracts.workforce.targets import TARGETS, read_targets
from models.extracts.workforce.teams import (
    SERVICES,
    TEAMS,
    read_services,
    read_teams,
    refuse_circles,
    refuse_misspelt_services,
    with_implied_services,
)

WORKFORCE_SHEETS: Mapping[str, tuple[Column, ...]] = {
    "teams": TEAMS,
    "services": SERVICES,
    "staff": STAFF,
    "posts": POSTS,
    "limits": LIMITS,
    "targets": TARGETS,
}
OPTIONAL_SHEETS = frozenset({"services"})


def read_workforce(file: str, grids: Mapping[str, Grid], problems: Problems) -> WorkforceRecords:
    """The workforce of the sheets under `WORKFORCE_SHEETS`' names; problems go to `problems`."""
    sheets = _sheets(file, grids, problems)
    teams = read_teams(sheets["teams"]) if "teams" in sheets else []
    listed = read_services(sheets["services"]) if "services" in sheets else []
    workers = read_staff(sheets["staff"]) if "staff" in sheets else []
    posts = read_posts(sheets["posts"]) if "posts" in sheets else []
    refuse_circles(teams)
    refuse_misspelt_services(teams, [service for _, service in listed])

    team_names = Names.of("team", "Teams", (team.name for _, team in teams))
    staff = Staff(worker for _, worker in workers)
    services, notes = with_implied_services(
        [service for _, service in listed], [team for _, team in teams]
    )
    service_names = Names.of("service", "Teams", (service.name for service in services))
    notes.extend(basis_notes(workers))
    limits: list[LimitRecord] = []
    if "limits" in sheets:
        limits, limit_notes = read_limits(sheets["limits"], team_names, staff)
        notes.extend(limit_notes)
    targets: list[TargetRecord] = []
    if "targets" in sheets:
        targets, target_notes = read_targets(sheets["targets"], team_names, service_names)
        notes.extend(target_notes)
    return WorkforceRecords(
        services=tuple(_headed(services, listed, staff)),
        teams=tuple(_managed(teams, service_names, staff)),
        workers=tuple(_placed_workers(workers, team_names)),
        posts=tuple(job_shares(_placed_posts(posts, team_names, staff))),
        limits=tuple(limits),
        targets=tuple(targets),
        notes=tuple(notes),
    )


def _sheets(file: str, grids: Mapping[str, Grid], problems: Problems) -> dict[str, Sheet]:
    """The sheets whose headers were found; one that is missing is reported."""
    from_csv = any(grid.sheet is None for grid in grids.values())
    sheets = {}
    for name, columns in WORKFORCE_SHEETS.items():
        title = name.capitalize()
        if name in grids:
            sheet = find_header(grids[name], columns, problems)
            if sheet is not None:
                sheets[name] = sheet
        elif name not in OPTIONAL_SHEETS:
            missing = f"{title}.csv" if from_csv else f"The sheet {title}"
            problems.add(
                Place(file, None if from_csv else title),
                f"{missing} is missing; add it, with its header alone if it has no rows. "
                "`caseload template` writes a workbook with every sheet.",
            )
    return sheets


def _headed(
    services: Iterable[ServiceRecord], listed: Iterable[tuple[Row, ServiceRecord]], staff: Staff
) -> Iterable[ServiceRecord]:
    for row, service in listed:
        staff.check(row, "head", service.head)
    return services


def _managed(
    teams: Iterable[tuple[Row, TeamRecord]], services: Names, staff: Staff
) -> Iterable[TeamRecord]:
    for row, team in teams:
        staff.check(row, "manager", team.manager)
        yield replace(team, service=services.find(row, "service", team.service))


def _placed_workers(
    workers: Iterable[tuple[Row, WorkerRecord]], teams: Names
) -> Iterable[WorkerRecord]:
    for row, worker in workers:
        team = teams.find(row, "team", worker.team or None)
        yield worker if team == worker.team else replace(worker, team=team)


def _placed_posts(
    posts: Iterable[tuple[Row, PostRecord]], teams: Names, staff: Staff
) -> Iterable[PostRecord]:
    for row, post in posts:
        for who in post.held_by:
            staff.check(row, "held_by", who)
        team = teams.find(row, "team", post.team or None)
        yield post if team == post.team else replace(post, team=team)
