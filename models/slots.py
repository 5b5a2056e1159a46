"""Which due times of which schedules have been done, so that each is done once."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Slot(SQLModel, table=True):
    """One due time of one schedule for one target; the row is written with what was done."""

    __tablename__ = "slots"

    schedule: str = Field(primary_key=True)
    slot_at: datetime = Field(primary_key=True)
    target: str = Field(primary_key=True)
    done_at: datetime
    late: bool
