"""Rules and people, as an administrator keeps an eye on them: how many, and what is missing."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlmodel import col

from alerts.rules.storing import rules_now
from alerts.wording import count
from bot import ids
from bot.home.opening import Opening
from bot.home.part import Part, Press, Pressing
from models.people import Grant, GrantRole, Person
from models.workforce import Worker


def rules_and_people(opening: Opening) -> Iterator[Part]:
    """For administrators."""
    if not opening.asker.administrator:
        return
    yield Part(
        title="Rules and people",
        pressing=Pressing.UPKEEP,
        said=(_people(opening), _rules(opening), _roles(opening)),
        presses=(
            Press("Rules", ids.home_list_id("rules"), "rules"),
            Press("Roles", ids.home_list_id("roles"), "roles"),
        ),
    )


def _rules(opening: Opening) -> str:
    rules = rules_now(opening.session, opening.now).values()
    on = sum(rule.is_on for rule in rules)
    off = len(rules) - on
    return f"Rules: {on} on{f', {off} off' if off else ''}"


def _people(opening: Opening) -> str:
    """How many can be known by their email, and of how many the Slack account is known."""
    here = (
        col(Worker.dropped_on).is_(None),
        or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= opening.today),
    )
    email = col(Worker.email).is_not(None)
    total, known = opening.session.execute(
        select(func.count(), func.count(col(Worker.email))).select_from(Worker).where(*here)
    ).one()
    accounts = select(func.count(func.distinct(col(Person.email)))).where(
        col(Person.active),
        col(Person.email).in_(select(col(Worker.email)).where(*here, email)),
    )
    matched = opening.session.scalars(accounts).one()
    missing = total - known
    has = "has" if missing == 1 else "have"
    without = f"; {missing:,} {has} no email, and cannot be known in Slack" if missing else ""
    return (
        f"People: {known:,} of {count(total, 'worker')} can be known by their email"
        f"{without} · {matched:,} seen in Slack so far"
    )


def _roles(opening: Opening) -> str:
    """ "Roles given: 2 leadership, 1 administrator"."""
    query = select(col(Grant.role), func.count()).group_by(col(Grant.role))
    given = {row[0]: row[1] for row in opening.session.execute(query)}
    parts = [f"{given[role]} {role.value}" for role in GrantRole if role in given]
    return f"Roles given: {', '.join(parts) or 'none'}"
