"""What can be asked, for the person who asks; it works for strangers too."""

from collections.abc import Sequence

from bot.grammar import Topic
from bot.questions.answer import Answer, Next, Outcome
from models.access import Asker, Scope, ScopeKind

HELP = Next("Help", "help")

Examples = list[tuple[str, str]]


def answer_help(
    question: str, asker: Asker | None, scopes: Sequence[Scope] = (), *, email: str | None = None
) -> Answer:
    """What this person can ask, by example; for a stranger first how to be known."""
    examples = _examples(asker, scopes) if asker else _EVERYBODY
    lines = [] if asker else [_how_to_be_known(email)]
    lines += [f"• `{say}` – {what}" for say, what in examples]
    lines.append(
        "Say it after `/caseload`, mention me in a channel, or write to me here. Only you see the "
        "answer, unless you press Share here."
    )
    return Answer(
        question=question,
        asked_by=asker.email if asker else "",
        outcome=Outcome.ANSWERED,
        headline="I answer questions about caseloads and staffing. You can ask me:",
        lines=lines,
        topic=Topic.HELP,
        next=(Next("Caseload", "caseload"),) if asker else (),
    )


def _how_to_be_known(email: str | None) -> str:
    return (
        "I don't know you yet: I know people by the email in the workforce list. Ask your "
        f"performance team to add {(email or '').strip().lower() or 'yours'}; then this works:"
    )


_COMPARED = "the authority beside England, its region and its neighbours"

_EVERYBODY: Examples = [
    ("caseload me", "your own caseload and limit"),
    ("caseload for my team", "your team's totals"),
    ("trend", "how your caseload went in half a year"),
    ("compare", _COMPARED),
]


def _examples(asker: Asker, scopes: Sequence[Scope]) -> Examples:
    """Questions this person gets an answer to, with names from their own authority."""
    examples: Examples = []
    if asker.sees_all:
        examples.append(("caseload", "the whole authority, team by team"))
    if asker.headed or asker.sees_all:
        service = _a_name(scopes, ScopeKind.SERVICE, asker)
        examples.append((f"caseload for service {service}", "a service, team by team"))
    if asker.leads or asker.sees_all:
        team = _a_name(scopes, ScopeKind.TEAM, asker)
        examples += [
            (f"caseload for team {team}", "a team, worker by worker"),
            ("caseload for NAME", "one worker"),
            ("who is over", "workers over their limit, furthest over first"),
            (f"who has room in {team}", "who can take another case"),
            ("unallocated", "cases without a worker, the most urgent first"),
            ("not seen", "children not seen for too long"),
            (f"alerts in {team}", "open alerts, those nobody has answered first"),
            ("register", "what was decided about alerts, and when it is reviewed"),
            ("staffing", "who is in post, agency, vacancies, turnover, against their targets"),
            (f"agency in {team}", "agency workers: why they are here, and until when"),
            ("vacancies", "vacant posts, the longest vacant first"),
            ("posts", "the establishment by funding and role, and its change in a year"),
            ("turnover", "who left and started, and who is known to"),
            ("experience", "who is under two years since qualifying, or newly qualified"),
            ("targets", "each target, and when it is reached or missed"),
            (f"trend of agency rate for {team}", "how a figure went, beside its target"),
            ("compare agency", _COMPARED),
        ]
    if asker.headed or asker.sees_all:
        examples.append(("digest now", "the weekly digest as it is today, to you alone"))
        examples.append(("plan 20 posts taper 5 a year cases -65 a year", "a plan, year by year"))
    if asker.sees_all:
        examples.append(("census return", "your return beside the live and published figures"))
    if asker.administrator:
        examples.append(("rules", "what alerts are raised by, and how to change it"))
    if asker.worker_id:
        examples += _EVERYBODY[:1] if examples else _EVERYBODY
    return examples


def _a_name(scopes: Sequence[Scope], kind: ScopeKind, asker: Asker) -> str:
    led = asker.managed if kind is ScopeKind.TEAM and asker.managed else asker.headed
    names = [scope.name for scope in scopes if scope.kind is kind]
    own = [scope.name for scope in scopes if scope.kind is kind and scope.id in led]
    return next(iter(own or names), "NAME")
