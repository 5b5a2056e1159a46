"""Saving a plan from the question that it answers, and dropping one: decided and done anew."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from alerts.plans.naming import proposed_name
from alerts.plans.plan import PlanRefused
from alerts.plans.saving import Saving, drop_plan, plain_name, save_plan, saved_plans
from alerts.plans.wording import headline
from bot.grammar import Topic
from bot.questions.inquiry import Inquiry, inquire
from bot.questions.plan import Planned, planned_in, starts_from
from bot.questions.plans import folded_plan_name, may_drop, plans_of
from bot.services import Services
from models.access import Asker, find_asker
from models.errors import NotFound
from models.people import AuditEntry

_GONE = "There is no such plan, or it is not yours to drop. `plans` lists those there are."
_NO_LETTER = "A plan's name needs a letter or a digit to be found by, for example `Budget 2027`."
_NO_PLAN = "That is no plan that can be saved. Ask for a plan anew: `plan to 15`."
_NEWER = (
    "Newer figures were loaded meanwhile, so the plan is another now. Ask for it anew, then save "
    "it."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that somebody wants to save, in the words of its dialog."""

    question: str
    headline: str
    starts_from: str
    name: str
    as_at: str  # of the figures it starts from


def propose(services: Services, question: str, email: str | None) -> Proposal:
    """What is to be saved, from the figures now.

    Raises as `planned_in` does, and NotKnown: whoever may not plan this now may not save it.
    """
    with services.database.look() as session:
        inquiry, planned = _planned(session, services, question, email)
        taken = [plan.name for plan in saved_plans(session, services.settings.authority)]
    return Proposal(
        question=question,
        headline=headline(planned.plan),
        starts_from=starts_from(inquiry, planned.start),
        name=proposed_name(planned.plan, inquiry.today, taken),
        as_at=planned.start.as_at.isoformat(),
    )


def keep(services: Services, question: str, email: str | None, name: str, as_at: str) -> str:
    """Save the plan that was proposed; gives the sentence that it is done.

    Raises PlanRefused for a name that cannot be, and otherwise as `propose`; NotFound also when the
    figures are no longer those it was proposed from.
    """
    with services.database.look() as session:
        inquiry, planned = _planned(session, services, question, email)
    if planned.start.as_at.isoformat() != as_at:
        raise NotFound(_NEWER)
    if not folded_plan_name(name):
        raise PlanRefused(_NO_LETTER)
    by = inquiry.asker.email
    saving = Saving(by, services.clock(), planned.start.day)
    with services.database.transaction() as session:
        if save_plan(session, name, planned.scope, planned.plan.inputs, saving):
            scope = (planned.scope.kind.value, planned.scope.name)
            session.add(_audit(services, by, "saved", scope, plain_name(name)))
    return f"Saved as “{plain_name(name)}”. Ask `plans` to see it again and what then happened."


def drop(services: Services, plan_id: int, email: str | None) -> str:
    """Drop a saved plan for everybody; gives the sentence that it is done.

    Raises NotFound for whoever may not, as if there were none, and NotKnown for strangers.
    """
    authority = services.settings.authority
    with services.database.transaction() as session:
        asker = _asker(session, services, email)
        mine = [plan for plan in plans_of(session, asker, authority) if may_drop(asker, plan)]
        plan = next((each for each in mine if each.id == plan_id), None)
        if plan is None:
            raise NotFound(_GONE)
        drop_plan(session, plan.id)
        scope = (plan.kind.value, plan.about)
        session.add(_audit(services, asker.email, "dropped", scope, plan.name))
    return f"“{plan.name}” is dropped. Ask `plans` for those that are left."


def _planned(
    session: Session, services: Services, question: str, email: str | None
) -> tuple[Inquiry, Planned]:
    inquiry = inquire(session, services, question, email)
    if inquiry.asked.topic is not Topic.PLAN:
        raise NotFound(_NO_PLAN)
    return inquiry, planned_in(inquiry)


def _asker(session: Session, services: Services, email: str | None) -> Asker:
    return find_asker(session, email, services.clock().astimezone(services.settings.zone).date())


def _audit(
    services: Services, who: str, deed: str, scope: tuple[str, str], name: str
) -> AuditEntry:
    kind, about = scope
    detail: dict[str, Any] = {"topic": "plan", "plan": name, "way": "button"}
    return AuditEntry(
        at=services.clock(),
        who=who,
        deed=deed,
        scope_kind=kind,
        scope_name=about,
        detail=detail,
    )
