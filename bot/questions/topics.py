"""What can be asked, in the words that help, buttons and the audience rules share."""

from dataclasses import dataclass

from bot.grammar import Topic
from models.access import Scope, ScopeKind
from models.vocabulary import Measure, words


@dataclass(frozen=True, slots=True)
class TopicWords:
    """How one topic is asked and described."""

    what: str  # begins a sentence: "Who is over the limit"
    ask_alone: str  # a question without a name
    ask_about: str  # a question with {name}
    needs_workers: bool  # answered only to those who may see workers by name
    has_totals: bool = False  # who may see them can share it as totals all the same


def _of_staffing(what: str, word: str) -> TopicWords:
    return TopicWords(what, word, f"{word} in {{name}}", needs_workers=True, has_totals=True)


TOPICS: dict[Topic, TopicWords] = {
    Topic.CASELOAD: TopicWords("Caseload", "caseload", "caseload for {name}", False),
    Topic.ME: TopicWords("Your own caseload", "caseload me", "caseload for {name}", False),
    Topic.OVER: TopicWords("Who is over the limit", "who is over", "who is over in {name}", True),
    Topic.ROOM: TopicWords("Who has room", "who has room", "who has room in {name}", True),
    Topic.UNALLOCATED: TopicWords(
        "The list of unallocated cases", "unallocated", "unallocated in {name}", True
    ),
    Topic.NOT_SEEN: TopicWords(
        "The list of children not seen", "not seen", "not seen in {name}", True
    ),
    Topic.ALERTS: TopicWords("The list of open alerts", "alerts", "alerts in {name}", True),
    Topic.REGISTER: TopicWords(
        "The register of decisions", "register", "register for {name}", True
    ),
    Topic.TREND: TopicWords("The trend of a staffing figure", "trend", "trend for {name}", False),
    Topic.DIGEST: TopicWords("The weekly digest", "digest now", "digest for {name}", False),
    Topic.STAFFING: _of_staffing("Staffing", "staffing"),
    Topic.AGENCY: _of_staffing("The number of agency workers", "agency"),
    Topic.VACANCIES: _of_staffing("The list of vacant posts", "vacancies"),
    Topic.POSTS: _of_staffing("The establishment", "posts"),
    Topic.TURNOVER: _of_staffing("Turnover", "turnover"),
    Topic.EXPERIENCE: _of_staffing("The experience of social workers", "experience"),
    Topic.TARGETS: _of_staffing("The list of targets", "targets"),
}
"""The topics that are about a scope; of the others their own words say what they are about."""


def question_about(topic: Topic, scope: Scope) -> str:
    """The question that asks this about exactly this scope, whoever else shares its name."""
    if scope.id is None and scope.kind is not ScopeKind.AUTHORITY:
        return TOPICS[topic].ask_alone
    name = {
        ScopeKind.AUTHORITY: "the whole authority",
        ScopeKind.SERVICE: f"service {scope.name}",
        ScopeKind.TEAM: f"team {scope.name}",
        ScopeKind.WORKER: scope.code or scope.name,
    }[scope.kind]
    return TOPICS[topic].ask_about.format(name=name)


def trend_question(scope: Scope, measure: Measure, weeks: int | None = None) -> str:
    """The question that asks for the trend of this measure of exactly this scope."""
    about = question_about(Topic.TREND, scope).removeprefix("trend")
    period = f" {weeks} weeks" if weeks else ""
    return f"trend of {words(measure)}{about}{period}"
