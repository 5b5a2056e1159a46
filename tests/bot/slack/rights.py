"""Who of the demo may read which names, by the rows of its extract and not by the product."""

from dataclasses import dataclass

from bot.demo.authority import Evening
from bot.demo.cast import cast_member

SEES_ALL = ("director", "analyst")
STRANGERS = ("stranger", "guest", "partner")

ONE_IN = 8
"""Of the workers who are asked about by name, beside all of one team."""


@dataclass(frozen=True)
class Rights:
    """Whose name, and which teams' and services' totals, one person may read."""

    workers: frozenset[str]
    teams: frozenset[str]
    services: frozenset[str]
    leads: frozenset[str]


@dataclass(frozen=True)
class Authority:
    """The rows of the demo's newest extract, and who may read what by the product's own words."""

    week: Evening

    def rows(self, sheet: str) -> list[dict[str, str]]:
        assert self.week.workforce is not None
        return self.week.workforce[sheet]

    def names(self, sheet: str, column: str) -> frozenset[str]:
        return frozenset(row[column] for row in self.rows(sheet))

    def rights(self, key: str) -> Rights:
        """Leadership everything; heads and managers what is theirs; the rest their own."""
        if key in STRANGERS:
            return Rights(frozenset(), frozenset(), frozenset(), frozenset())
        email = cast_member(key).email
        teams, services = self.rows("Teams"), self.rows("Services")
        everything = key in SEES_ALL
        headed = {row["service"] for row in services if everything or row["head"] == email}
        leads = {
            row["team"]
            for row in teams
            if everything or row["manager"] == email or row["service"] in headed
        }
        own = [row for row in self.rows("Staff") if row["email"] == email]
        led = {row["name"] for row in self.rows("Staff") if row["team"] in leads}
        return Rights(
            workers=frozenset(led | {row["name"] for row in own}),
            teams=frozenset(leads | {row["team"] for row in own}),
            services=frozenset(headed),
            leads=frozenset(leads),
        )

    def asked_about(self) -> list[str]:
        staff = self.rows("Staff")
        return [
            row["name"]
            for number, row in enumerate(staff)
            if row["team"] == "Court North" or number % ONE_IN == 0
        ]


def leaked(text: str, about: str, authority: Authority, rights: Rights) -> set[str]:
    """Names in a text that this person may not read, other than the one they typed themselves."""
    forbidden = (
        (authority.names("Staff", "name") - rights.workers)
        | (authority.names("Teams", "team") - rights.teams)
        | (authority.names("Services", "service") - rights.services)
    )
    text = text.replace(about, "") if about else text
    return {name for name in forbidden if name in text}
