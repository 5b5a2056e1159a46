"""Saved plans: which there are for whoever asks, and one of them beside what then happened."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.plans.beside import Beside, actual_days, beside, beside_headline, difference, monthly
from alerts.plans.plan import PlanRefused
from alerts.plans.projecting import make_plan
from alerts.plans.saving import KeptPlan, saved_plans
from alerts.plans.wording import headline
from alerts.wording import count, day, start_of_day
from bot.grammar import Topic
from bot.phrases import POLITE_END
from bot.questions.answer import Answer, Chart, Column, Next, Outcome, Series, Table
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from bot.questions.plan import NOT_YOURS, SAVED_PLANS
from bot.words import fold, tidy
from models.access import Asker, Scope, ScopeKind, may_plan
from models.errors import NotFound
from models.organisation import Team
from models.workforce import Worker

MOST_LISTED = 20
"""A message has at most fifty blocks, and each plan takes two."""

MOST_MONTHS = 13

_AN_EXAMPLE = Next("Plan to hold 15", "plan to 15")


def plans_of(session: Session, asker: Asker, authority: str) -> list[KeptPlan]:
    """The saved plans of what this person may plan, the newest first."""
    return [
        plan
        for plan in saved_plans(session, authority)
        if may_plan(asker, plan.kind, plan.scope_id)
    ]


def may_drop(asker: Asker, plan: KeptPlan) -> bool:
    """Whoever made a plan drops it, and leadership."""
    return asker.leadership or plan.made_by == asker.email


def answer_plans(inquiry: Inquiry) -> Answer:
    """The list of saved plans, with a question for each that lays it beside what happened."""
    if not _plans_at_all(inquiry.asker):
        return plain_answer(inquiry, Outcome.NOT_FOUND, NOT_YOURS)
    plans = plans_of(inquiry.session, inquiry.asker, inquiry.services.settings.authority)
    names = _names(inquiry.session, plans)
    listed = [_row(plan, inquiry, names) for plan in plans]
    newest_first = ", the newest first" if len(plans) > 1 else ""
    none = "No plan is saved yet. Ask for a plan, then press Save this plan under it."
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=f"{count(len(plans), 'saved plan')}{newest_first}" if plans else none,
        topic=Topic.PLANS,
        table=Table(
            columns=(
                Column("plan", "Plan"),
                Column("about", "For"),
                Column("saved", "Saved", wraps=True),
            ),
            rows=listed,
            caption="Saved plans",
        ),
        next=[_compare(plan) for plan in plans[:MOST_LISTED]] or [_AN_EXAMPLE],
    )


def _plans_at_all(asker: Asker) -> bool:
    return asker.sees_all or bool(asker.headed)


def _compare(plan: KeptPlan) -> Next:
    return Next(f"Compare {plan.name}", f"plan compare {plan.name}")


def _row(
    plan: KeptPlan, inquiry: Inquiry, names: Mapping[str, str]
) -> dict[str, str | int | float | None]:
    zone, today = inquiry.services.settings.zone, inquiry.today
    saved_on = day(plan.made_at.astimezone(zone).date(), today)
    by = names.get(plan.made_by, plan.made_by)
    return {
        "id": plan.id,
        "plan": plan.name,
        "about": plan.about,
        "saved": f"Saved {saved_on} by {by}, from data of {day(plan.starts_on, today)}",
        "droppable": int(may_drop(inquiry.asker, plan)),
    }


def _names(session: Session, plans: Sequence[KeptPlan]) -> dict[str, str]:
    """The names of those who saved, by email; whoever is not in the workforce has none here."""
    emails = {plan.made_by for plan in plans}
    query = select(col(Worker.email), col(Worker.name)).where(col(Worker.email).in_(emails))
    return {str(email): name for email, name in session.execute(query)}


def answer_compared_plan(inquiry: Inquiry) -> Answer:
    """A saved plan beside what happened since, month by month."""
    if not _plans_at_all(inquiry.asker):
        return plain_answer(inquiry, Outcome.NOT_FOUND, NOT_YOURS)
    if not _polite_apart(inquiry.asked.about or "") and not _find(inquiry):
        return answer_plans(inquiry)
    try:
        plan = _named(inquiry)
        scope = _scope_of(inquiry, plan)
        inputs = plan.inputs
    except NotFound as error:
        return plain_answer(inquiry, Outcome.NOT_FOUND, str(error), SAVED_PLANS)
    except PlanRefused as error:
        return plain_answer(inquiry, Outcome.NOT_UNDERSTOOD, str(error), SAVED_PLANS)
    actual = actual_days(inquiry.session, scope.team_ids, plan.starts_on)
    rows = beside(inputs, plan.starts_on, monthly(actual))
    return _compared(inquiry, plan, scope, rows)


def _named(inquiry: Inquiry) -> KeptPlan:
    plan = _find(inquiry)
    if plan is None:
        wanted = inquiry.asked.about
        raise NotFound(
            f'I don\'t know a saved plan called "{wanted}". `plans` lists those there are.'
        )
    return plan


def _find(inquiry: Inquiry) -> KeptPlan | None:
    """The plan of this name; one written exactly so before one that only sounds like it."""
    wanted = inquiry.asked.about or ""
    plans = plans_of(inquiry.session, inquiry.asker, inquiry.services.settings.authority)
    for alike in (str, folded_plan_name, _polite_apart):
        for plan in plans:
            if alike(wanted) and alike(plan.name) == alike(wanted):
                return plan
    return None


def folded_plan_name(name: str) -> str:
    """What is left of a plan's name in a question; nothing if no letter or digit is."""
    return fold(tidy(name))


def _polite_apart(name: str) -> str:
    """The same without "please" and "now" at its end."""
    return POLITE_END.sub("", folded_plan_name(name))


def _scope_of(inquiry: Inquiry, plan: KeptPlan) -> Scope:
    """What a saved plan is of; a team or service that is no longer listed has its past still."""
    if plan.kind is ScopeKind.AUTHORITY or plan.scope_id is None:
        return inquiry.authority
    for scope in inquiry.places():
        if (scope.kind, scope.id) == (plan.kind, plan.scope_id):
            return scope
    teams = frozenset({plan.scope_id})
    if plan.kind is ScopeKind.SERVICE:
        query = select(col(Team.id)).where(col(Team.service_id) == plan.scope_id)
        teams = frozenset(inquiry.session.scalars(query))
    return Scope(plan.kind, plan.scope_id, plan.about, teams)


def _compared(inquiry: Inquiry, plan: KeptPlan, scope: Scope, rows: Sequence[Beside]) -> Answer:
    newest = rows[-1].day if rows else plan.starts_on
    shown_rows = [*rows[:1], *rows[1:][-MOST_MONTHS:]]
    zone, today = inquiry.services.settings.zone, inquiry.today
    as_at = start_of_day(newest, zone)
    footer = [f"Figures of {day(newest, today)}", "DfE method"]
    if len(rows) > len(shown_rows):
        footer.append(f"the newest {MOST_MONTHS} months are shown")
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=beside_headline(plan.name, rows),
        lines=[line for line in (difference(rows), _was_planned(inquiry, plan)) if line],
        topic=Topic.COMPARE_PLAN,
        scope=scope,
        table=_table(plan, shown_rows) if rows else None,
        chart=_chart(shown_rows),
        as_at=as_at,
        footer=" · ".join(footer),
        next=(SAVED_PLANS,),
    )


def _was_planned(inquiry: Inquiry, plan: KeptPlan) -> str:
    projected = headline(make_plan(plan.about, plan.inputs), then="then")
    return f"Planned from data of {day(plan.starts_on, inquiry.today)}. {projected}."


def _month(row: Beside, rows: Sequence[Beside]) -> str:
    return "At the start" if row is rows[0] else f"{row.day:%b %Y}"


def _table(plan: KeptPlan, rows: Sequence[Beside]) -> Table:
    places = {"planned": 1, "actual": 1, "planned_fte": 1, "fte": 1}
    headings = {
        "planned": "Planned",
        "actual": "Actual",
        "planned_cases": "Cases planned",
        "cases": "Cases",
        "planned_fte": "FTE planned",
        "fte": "FTE",
    }
    return Table(
        columns=[
            Column("month", "Month"),
            *(
                Column(key, heading, numeric=True, places=places.get(key))
                for key, heading in headings.items()
            ),
        ],
        rows=[
            {
                "month": _month(row, rows),
                "planned": row.expected_average,
                "actual": row.average,
                "planned_cases": round(row.expected_cases),
                "cases": round(row.cases),
                "planned_fte": row.expected_fte,
                "fte": row.fte,
            }
            for row in rows
        ],
        caption=f"{plan.name}: cases per full-time worker, planned and actual",
    )


def _chart(rows: Sequence[Beside]) -> Chart:
    return Chart(
        kind="line",
        title="Cases per full-time worker",
        labels=[_month(row, rows) for row in rows],
        series=[
            Series("Planned", [round(row.expected_average, 1) for row in rows]),
            Series("Actual", [_tenth(row.average) for row in rows]),
        ],
        x_label="month",
        y_label="cases per FTE",
    )


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
