"""An account of who can read what: no name of a worker before somebody who may not see it."""

from collections.abc import Iterator

from tests.chaos.books import JSON, Said
from tests.chaos.clicking import NOTE
from tests.chaos.finding import Finding, Wrong
from tests.chaos.town import (
    ANALYST,
    TEAMS,
    account_of,
    channel_id,
    head_of,
    holders_of,
    manager_of,
    name_of,
)


def find_names_seen(said: Said) -> Iterator[Finding]:
    """Every message with names that can be read by somebody who may not see them."""
    for message in said.messages:
        place = message["channel"]
        readers = {message["visible_to"]} if message["visible_to"] else said.readers[place]
        for team in _teams_named(message):
            barred = sorted(readers - may_see(team))
            why = f"by {', '.join(barred)}" if barred else ""
            if place in said.shared and not message["visible_to"]:
                why = "by another organisation"
            if why:
                which = f"{place} {message['ts']} ({message['text'][:60]})"
                yield Finding(Wrong.SEEN, f"{which} names workers of {team} and is read {why}")


def count_named(said: Said) -> int:
    """How many messages name workers, so that there was something to see."""
    return sum(any(_teams_named(message)) for message in said.messages)


def may_see(team: str) -> set[str]:
    """The accounts of those who may see a team's workers by name."""
    return {account_of(who) for who in (manager_of(team), head_of(team), ANALYST)}


def _teams_named(message: JSON) -> Iterator[str]:
    """Notes of decisions count as names: whoever writes one means somebody."""
    text = f"{message['text']} {message['blocks']}"
    for team in TEAMS:
        noted = message["channel"] == channel_id(team) and NOTE in text
        if noted or any(name_of(who) in text for who in holders_of(team)):
            yield team
