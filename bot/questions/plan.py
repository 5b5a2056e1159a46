"""A plan asked for in Slack: for leadership, and for heads of service of what is theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from alerts.plans.baseline import Start, baseline
from alerts.plans.charting import plan_chart
from alerts.plans.phrases import from_today, said
from alerts.plans.plan import EXAMPLE, PlanInputs, PlanRefused
from alerts.plans.projecting import Plan, make_plan
from alerts.plans.reading import PlanAsked, read_plan
from alerts.plans.starting import make_inputs
from alerts.plans.tables import year_table
from alerts.plans.wording import headline, lines, no_one_promise
from alerts.wording import moment
from bot.grammar import NameKind, Topic
from bot.names import KnownName, find_names
from bot.questions.answer import Answer, Chart, Column, Next, Outcome, Series, Table
from bot.questions.help import HELP
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from bot.questions.whom import did_you_mean, widest_scope
from models.access import Scope, ScopeKind, may_plan
from models.errors import NoData, NotFound
from models.figures.figure import shown

NOT_YOURS = (
    "Plans are for leadership and heads of service. Ask your head of service what is planned."
)
SAVED_PLANS = Next("Saved plans", "plans")

_EXAMPLES = (
    Next("Hold 15", "plan to 15"),
    Next("20 posts, tapering", "plan 20 posts taper 5 a year cases -65 a year"),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan that a question asks for, of which scope, and the figures it starts from."""

    scope: Scope
    plan: Plan
    start: Start


class UnknownScope(NotFound):
    """A plan for a name that nothing has which this person may plan; `meant` may be meant."""

    def __init__(self, name: str, names: Sequence[str], question: str) -> None:
        hint = did_you_mean(names)
        super().__init__(f'I don\'t know a team or service called "{name[:60]}". {hint}')
        asked_anew = [question.replace(name, each) for each in names]
        self.meant = tuple(
            Next(each, anew)
            for each, anew in zip(names, asked_anew, strict=True)
            if anew != question
        )


def answer_plan(inquiry: Inquiry) -> Answer:
    """The plan year by year, with what it was made from; refused words get an example."""
    try:
        planned = planned_in(inquiry)
    except UnknownScope as error:
        return plain_answer(inquiry, Outcome.NOT_FOUND, str(error), *error.meant, HELP)
    except NotFound as error:
        return plain_answer(inquiry, Outcome.NOT_FOUND, str(error))
    except PlanRefused as error:
        return plain_answer(inquiry, Outcome.NOT_UNDERSTOOD, str(error), *_EXAMPLES, SAVED_PLANS)
    except NoData as error:
        return plain_answer(inquiry, Outcome.NO_DATA, str(error))
    return _answer(inquiry, planned)


def planned_in(inquiry: Inquiry) -> Planned:
    """The plan that is asked for, from the figures now.

    Raises NotFound for whoever may not plan that, PlanRefused for words and numbers that are no
    plan, and NoData before the first load.
    """
    asker = inquiry.asker
    scopes = [scope for scope in inquiry.places() if may_plan(asker, scope.kind, scope.id)]
    if not scopes:
        raise NotFound(NOT_YOURS)
    if not inquiry.asked.about:
        raise PlanRefused(
            f"Say what is planned: posts, how they taper, how cases change. For example {EXAMPLE}."
        )
    asked = read_plan(inquiry.asked.about, [scope.name for scope in scopes])
    scope = _scope_of(inquiry, asked, scopes)
    zone = inquiry.services.settings.zone
    start = baseline(inquiry.session, scope, zone=zone, today=inquiry.today)
    return Planned(scope, make_plan(scope.name, make_inputs(asked.given, start.figures)), start)


def _scope_of(inquiry: Inquiry, asked: PlanAsked, scopes: Sequence[Scope]) -> Scope:
    if asked.name is None:
        # Whoever also manages a team plans for what they head.
        return widest_scope(replace(inquiry.asker, managed=frozenset()), scopes) or scopes[0]
    known = [
        KnownName(scope.name, NameKind(scope.kind.value), str(number))
        for number, scope in enumerate(scopes)
    ]
    found = find_names(asked.name, NameKind.ANY, known)
    if found.exact is not None:
        return scopes[int(found.exact.key)]
    names = list(dict.fromkeys(suggestion.name for suggestion in found.suggestions))
    raise UnknownScope(asked.name, names, inquiry.asked.text)


def _answer(inquiry: Inquiry, planned: Planned) -> Answer:
    plan, start = planned.plan, planned.start
    return Answer(
        question=inquiry.asked.text,
        asked_by=inquiry.asker.email,
        outcome=Outcome.ANSWERED,
        headline=headline(plan),
        lines=tuple(_lines(planned)),
        topic=Topic.PLAN,
        scope=planned.scope,
        table=_table(plan),
        chart=_chart(plan),
        as_at=start.as_at,
        footer=" · ".join([starts_from(inquiry, start), "DfE method", *start.warnings]),
        next=tuple(_next(planned)),
    )


def starts_from(inquiry: Inquiry, start: Start) -> str:
    """ "Starts from data as at Fri 20 Nov 18:00"."""
    zone = inquiry.services.settings.zone
    return f"Starts from data as at {moment(start.as_at, zone, inquiry.today)}"


def _lines(planned: Planned) -> Iterator[str]:
    plan = planned.plan
    if different := no_one_promise(plan, planned.start.promises):
        yield different
    yield from lines(plan)
    for word, found in (("You said", said(plan.inputs)), ("Today", from_today(plan.inputs))):
        if found:
            yield f"{word}: {'; '.join(found)}."


def _next(planned: Planned) -> Iterator[Next]:
    """How many posts hold the promise, unless that was asked."""
    inputs: PlanInputs = planned.plan.inputs
    name = {
        ScopeKind.AUTHORITY: "",
        ScopeKind.SERVICE: f"service {planned.scope.name} ",
        ScopeKind.TEAM: f"team {planned.scope.name} " if planned.scope.id else "",
    }[planned.scope.kind]
    if inputs.target is None and inputs.to_hold is not None:
        held = shown(inputs.to_hold)
        yield Next(f"Posts to hold {held}", f"plan {name}to {held}")
    yield SAVED_PLANS


def _table(plan: Plan) -> Table:
    """The years as they are shown; beside each row's words are its numbers, as in a plan's JSON."""
    headings, shown_rows = year_table(plan)
    keys = [f"{heading.lower().replace(' ', '_')}_words" for heading in headings]
    return Table(
        columns=[
            Column(key, heading, numeric=bool(number))
            for number, (key, heading) in enumerate(zip(keys, headings, strict=True))
        ],
        rows=[
            {**asdict(row), **dict(zip(keys, cells, strict=True))}
            for row, cells in zip(plan.rows, shown_rows, strict=True)
        ],
        caption=f"Plan for {plan.about}, year by year",
    )


def _chart(plan: Plan) -> Chart:
    drawn = plan_chart(plan)
    return Chart(
        kind="line",
        title="Cases per full-time worker, year by year",
        labels=drawn.categories,
        series=[Series(name, values) for name, values in drawn.series],
        x_label="year of the plan",
        y_label="cases per FTE",
    )
