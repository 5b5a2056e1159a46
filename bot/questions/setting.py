"""What a question's answer is made from, gathered before it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from alerts.wording import moment, sentence
from bot.grammar import Asked
from bot.questions.answer import Answer, Next, Outcome, Table
from bot.services import Services
from models.access import Asker, Detail, Scope
from models.figures.book import Book
from models.figures.figure import Figure
from models.figures.measures import scope_figures, tells_on_somebody
from models.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Setting:
    """Who asked what about whom, what they may see of it, and the day's book of it."""

    session: Session
    services: Services
    asked: Asked
    asker: Asker
    scope: Scope
    detail: Detail
    book: Book
    today: date
    warnings: tuple[str, ...]
    for_a_channel: bool = False  # others will read it, and not all of them may see names

    @property
    def name(self) -> str:
        """The scope's name, to begin a headline with."""
        return sentence(self.scope.name)

    @property
    def several_teams(self) -> bool:
        return len(self.book.team_names) > 1

    @property
    def names_workers(self) -> bool:
        return self.detail is Detail.WORKERS

    def averages_of(self, book: Book) -> bool:
        """Whether a book's averages may be said: to a channel not those of two people."""
        return not (self.for_a_channel and tells_on_somebody(book))

    def working_days(self, since: date) -> int:
        """Working days of the authority from a day to the book's."""
        return self.services.calendar.working_days(since, self.book.day)

    def figures(self, *measures: Measure) -> list[Figure]:
        """These figures of the scope, in the order of all."""
        found = scope_figures(self.book, self.warnings)
        return [figure for figure in found if figure.measure in measures]

    def as_at(self) -> str:
        return f"Data as at {moment(self.book.as_at, self.services.settings.zone, self.today)}"

    def answer(  # noqa: PLR0913 - the parts of an answer, all by name
        self,
        headline: str,
        *,
        lines: Sequence[str] = (),
        table: Table | None = None,
        figures: Sequence[Figure] = (),
        named: Sequence[Figure] | None = None,
        notes: Sequence[str] = (),
        then: Sequence[Next] = (),
    ) -> Answer:
        """An answer with its scope, its as-at and the warnings of the figures it names.

        `named` are the figures in the text, where that is not all of them: what is behind
        "How is this counted?" keeps its own warnings. `notes` say by which rules they were made.
        """
        said = figures if named is None else named
        warnings = dict.fromkeys(
            [*self.warnings, *(warning for figure in said for warning in figure.warnings)]
        )
        footer = [self.as_at(), *notes, *warnings]
        return Answer(
            question=self.asked.text,
            asked_by=self.asker.email,
            outcome=Outcome.ANSWERED,
            headline=headline,
            lines=tuple(lines),
            topic=self.asked.topic,
            scope=self.scope,
            detail=self.detail,
            table=table,
            figures=tuple(figures),
            as_at=self.book.as_at,
            footer=" · ".join(footer),
            next=tuple(then),
        )
