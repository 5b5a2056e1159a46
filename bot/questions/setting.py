"""What the answer to a question about cases is made from, gathered before it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.questions.scoped import Scoped
from models.figures.book import Book
from models.figures.figure import Figure
from models.figures.limits import LimitsInForce
from models.figures.measures import scope_figures, tells_on_somebody
from models.vocabulary import Measure, TeamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Scoped):
    """Who asked what about whom, what they may see of it, and the day's book of it."""

    book: Book
    limits: LimitsInForce  # at least those of the book's teams
    kinds: Mapping[int, TeamKind]  # what each of the book's teams does

    @property
    def data_as_at(self) -> datetime:
        return self.book.as_at

    @property
    def several_teams(self) -> bool:
        return len(self.book.team_names) > 1

    def averages_of(self, book: Book) -> bool:
        """Whether a book's averages may be said: to a channel not those of two people."""
        return not (self.for_a_channel and tells_on_somebody(book))

    def working_days(self, since: date) -> int:
        """Working days of the authority from a day to the book's."""
        return self.services.calendar.working_days(since, self.book.day)

    def figures(self, *measures: Measure) -> list[Figure]:
        """These figures of the scope, in the order of all."""
        return scope_figures(self.book, self.warnings, measures)
