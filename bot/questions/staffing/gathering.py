"""Gathers the staffing that a question is about: of a whole authority no more than it asks for."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from bot.grammar import Topic
from models.staffing.ahead import gather_ahead
from models.staffing.book import StaffingBook
from models.staffing.parts import Parts, parts_by_team
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import parts_written


def gather_for(
    session: Session, topic: Topic, team_ids: Collection[int] | None
) -> tuple[StaffingBook, Mapping[int, Parts]]:
    """The book of these teams, with None of the authority, and what each team comes to today.

    An answer about agency workers tells of no vacancy and no leaver, so that of the authority it
    needs agency workers, what is ahead, and the sums that the newest load wrote down. Raises NoData
    before the first workforce was loaded.
    """
    if topic is Topic.AGENCY and team_ids is None:
        ahead = gather_ahead(session)
        written = parts_written(session, ahead.day)
        return ahead, written or parts_by_team(gather_staffing(session))
    book = gather_staffing(session, team_ids)
    return book, parts_by_team(book)
