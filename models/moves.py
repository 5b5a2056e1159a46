"""How cases left workers with each load, as counts: what an alert's end is told by."""

from datetime import date

from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import Leaving


class CaseMove(SQLModel, table=True):
    """So many cases left one worker on one day, and where they went; no case is named."""

    __tablename__ = "case_moves"
    __table_args__ = (one_of("how", Leaving),)

    id: int = key()
    day: date = Field(index=True)  # the load's as-at
    from_worker_id: int = Field(foreign_key="workers.id", index=True)
    to_worker_id: int | None = Field(default=None, foreign_key="workers.id")
    how: Leaving = Field(sa_type=word_type(Leaving))
    cases: int
