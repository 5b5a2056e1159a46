"""A service that is listed by another name stays itself: decisions, choices and roles are kept."""

import pytest

from models.organisation import Service
from tests.models.extracts.authority import Authority, Row, team


def listed(authority: Authority) -> dict[int, str]:
    services = {row.id: row for row in authority.rows(Service)}
    return {i: row.name for i, row in services.items() if row.dropped_on is None}


def teams(**services: str) -> tuple[Row, ...]:
    """Each team by name, with its service."""
    return tuple(team(name.replace("_", " "), service=of) for name, of in services.items())


BEFORE = teams(Court_North="Court", Court_South="Court", Care="Homes")


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (teams(Court_North="Legal", Court_South="Legal", Care="Homes"), {"Legal"}),
        (teams(Court_North="COURT", Court_South="COURT", Care="Homes"), {"COURT"}),
        (teams(Court_North="Legal", Court_South="Homes", Care="Homes"), set()),
        (teams(Court_North="Legal", Care="Homes"), set()),
        (teams(Court_North="Homes", Court_South="Homes", Care="Homes"), set()),
        (teams(Court_North="Legal", Court_South="Legal", East="Legal", Care="Homes"), set()),
    ],
    ids=["renamed", "written otherwise", "split", "a team less", "merged", "a team more"],
)
def test_a_service_with_the_same_teams_by_a_new_name_is_the_same_service(
    authority: Authority, after: tuple[Row, ...], kept: set[str]
) -> None:
    authority.workforce(teams=BEFORE)
    court = next(i for i, name in listed(authority).items() if name == "Court")
    authority.workforce(teams=after)
    assert {name for i, name in listed(authority).items() if i == court} == kept


def test_the_same_list_again_changes_nothing(authority: Authority) -> None:
    authority.workforce(teams=BEFORE)
    renamed = teams(Court_North="Legal", Court_South="Legal", Care="Homes")
    assert authority.workforce(teams=renamed).changes["services"]["changed"] == 1
    names = listed(authority)
    authority.workforce(teams=renamed)
    assert listed(authority) == names
