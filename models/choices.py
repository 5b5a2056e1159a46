"""What administrators chose in Slack: it comes before the settings and the workforce's cells."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Choice(SQLModel, table=True):
    """One thing that was chosen, by its name."""

    __tablename__ = "choices"

    name: str = Field(primary_key=True)  # "leadership_channel", "working_hours", "channel:team:12"
    value: str
    changed_at: datetime
    changed_by: str  # email
