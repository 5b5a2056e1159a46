"""What the answer to a question about staffing is made from, gathered before it is called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.questions.scoped import Scoped
from models.access import ScopeKind
from models.figures.figure import Figure
from models.staffing.book import StaffingBook, years_before
from models.staffing.few import few_in, few_of
from models.staffing.measures import MEASURES, staffing_figures
from models.staffing.parts import Parts, total
from models.staffing.snapshots import staffing_history
from models.vocabulary import Measure

NEARLY_A_YEAR = 31
"""Days: figures of a year ago are the last that were written at most so long before that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingSetting(Scoped):
    """Who asked what about whom, what they may see of it, and the staffing of it."""

    book: StaffingBook
    by_team: Mapping[int, Parts]  # what each team of the book comes to on its day

    @property
    def data_as_at(self) -> datetime:
        return self.book.as_at

    @property
    def called(self) -> str:
        return "Workforce"

    @property
    def one_team(self) -> bool:
        return self.scope.kind is ScopeKind.TEAM and self.scope.id is not None

    @property
    def names_people(self) -> bool:
        """Names are said of one team, to those who may read them."""
        return self.names_workers and self.one_team

    @property
    def place(self) -> str:
        """ " in Court North", to go on after what is counted; nothing of the whole authority."""
        if self.scope.kind is ScopeKind.AUTHORITY:
            return ""
        name = self.scope.name
        return f" in {name}" if self.scope.id is not None else f" in {name[:1].lower()}{name[1:]}"

    @property
    def team_ids(self) -> frozenset[int] | None:
        """The teams whose history belongs to the scope; None is every team."""
        if self.scope.kind is ScopeKind.AUTHORITY:
            return None
        return frozenset(self.book.teams)

    def hides(self, measure: Measure, parts: Parts) -> bool:
        """Whether a figure would tell a channel of one or two people."""
        return self.for_a_channel and measure in few_in(parts)

    def figures(self, *measures: Measure) -> dict[Measure, Figure]:
        """These figures of the scope, in the order of all, without those that may not be said."""
        found = self.figures_of(self.book, self.parts, measures)
        return {figure.measure: figure for figure in found}

    @property
    def parts(self) -> Parts:
        """What the scope comes to on the book's day."""
        return total(self.by_team.values())

    def figures_of(
        self,
        book: StaffingBook,
        parts: Parts | None = None,
        measures: Collection[Measure] = MEASURES,
    ) -> list[Figure]:
        """Figures of the scope or of a part of it, without those that may not be said."""
        hidden = few_of(book, parts) if self.for_a_channel else frozenset()
        found = staffing_figures(book, warnings=self.warnings, parts=parts, measures=measures)
        return [figure for figure in found if figure.measure not in hidden]

    def history(self, since: date) -> list[tuple[date, Parts]]:
        """What was written of the scope's teams since a day, oldest first."""
        return staffing_history(self.session, self.team_ids, since)

    def a_year_ago(self) -> Parts | None:
        """What the scope came to a year before; None where nothing was written then."""
        then = years_before(self.book.day, 1)
        written = [
            parts
            for day, parts in self.history(date.fromordinal(then.toordinal() - NEARLY_A_YEAR))
            if day <= then
        ]
        return written[-1] if written else None
