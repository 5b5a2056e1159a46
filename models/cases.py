"""The cases that children's social care has open, or had open lately.

No name, date of birth or address of a child is here, and the child's reference is only a keyed
hash (`models.secrets`): enough to know the same case again tomorrow, not to know the child.
"""

from datetime import date

from sqlmodel import Field, SQLModel

from models.base import key, one_of, word_type
from models.vocabulary import CaseKind


class Case(SQLModel, table=True):
    __tablename__ = "cases"
    __table_args__ = (one_of("kind", CaseKind),)

    id: int = key()
    case_hash: str = Field(unique=True, max_length=32)
    kind: CaseKind = Field(sa_type=word_type(CaseKind))
    team_id: int | None = Field(default=None, foreign_key="teams.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="workers.id", index=True)
    # What the extract calls the worker, kept so that a later workforce extract can still match
    # it. With worker_id empty this is an unmatched worker; both empty is an unallocated case.
    worker_ref: str | None = None
    opened_on: date | None = None
    allocated_on: date | None = None
    unallocated_since: date | None = None  # the first day known to be without a worker
    closed_on: date | None = Field(default=None, index=True)
    last_seen_on: date | None = None
    weight: float = 1.0
