"""A question about a scope the asker may see: what every answer about one is made from."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from alerts.wording import moment, sentence
from bot.grammar import Asked
from bot.questions.answer import Answer, Chart, Next, Outcome, Table
from bot.questions.inquiry import Inquiry
from bot.services import Services
from models.access import Asker, Detail, Scope
from models.figures.figure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped(ABC):
    """Who asked what about whom, and what they may see of it."""

    inquiry: Inquiry
    scope: Scope
    detail: Detail
    warnings: tuple[str, ...]
    for_a_channel: bool = False  # others will read it, and not all of them may see names

    @property
    def session(self) -> Session:
        return self.inquiry.session

    @property
    def services(self) -> Services:
        return self.inquiry.services

    @property
    def asked(self) -> Asked:
        return self.inquiry.asked

    @property
    def asker(self) -> Asker:
        return self.inquiry.asker

    @property
    def today(self) -> date:
        return self.inquiry.today

    @property
    @abstractmethod
    def data_as_at(self) -> datetime:
        """The moment that the figures speak of."""

    @property
    def called(self) -> str:
        """What the data is called before its as-at."""
        return "Data"

    @property
    def name(self) -> str:
        """The scope's name, to begin a headline with."""
        return sentence(self.scope.name)

    @property
    def names_workers(self) -> bool:
        return self.detail is Detail.WORKERS

    def as_at(self) -> str:
        at = moment(self.data_as_at, self.services.settings.zone, self.today)
        return f"{self.called} as at {at}"

    def answer(  # noqa: PLR0913 - the parts of an answer, all by name
        self,
        headline: str,
        *,
        lines: Sequence[str] = (),
        table: Table | None = None,
        chart: Chart | None = None,
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
            chart=chart,
            figures=tuple(figures),
            as_at=self.data_as_at,
            footer=" · ".join(footer),
            next=tuple(then),
        )
