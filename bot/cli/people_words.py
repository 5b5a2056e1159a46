"""Who a person is to Caseload, as `caseload people` says it."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Asker
from models.errors import CaseloadError
from models.organisation import Service, Team

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST_EMAIL = 254  # characters, the most that can be delivered to

Words = str | bool | list[str]


def names_of_places(session: Session) -> dict[tuple[str, int], str]:
    names: dict[tuple[str, int], str] = {}
    for noun, table in (("service", Service), ("team", Team)):
        for row in session.execute(select(col(table.id), col(table.name))):
            names[noun, row.id] = row.name
    return names


def as_words(asker: Asker, names: dict[tuple[str, int], str]) -> dict[str, Words]:
    roles = [
        *(["leadership"] if asker.leadership else []),
        *(["administrator"] if asker.administrator else []),
    ]
    return {
        "email": asker.email,
        "name": asker.name,
        "in_the_workforce": asker.worker_id is not None,
        "works_in": names.get(("team", asker.team_id or 0), ""),
        "manages": sorted(names[("team", team)] for team in asker.managed),
        "heads": sorted(names[("service", service)] for service in asker.headed),
        "roles_given": roles,
    }


def shown_words(value: Words) -> str:
    """One of them as text: "yes", "Court North, Court South", "none"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) if isinstance(value, list) else value) or "none"


def checked_email(email: str) -> str:
    """In small letters; raises where it cannot be one."""
    wanted = email.strip().lower()
    if not _EMAIL.fullmatch(wanted) or len(wanted) > _LONGEST_EMAIL or not wanted.isprintable():
        raise CaseloadError(f'"{email[:60]}" is not an email. Write it as it stands in Slack.')
    return wanted
