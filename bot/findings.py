"""What the doctor finds: one thing looked at, how it is, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "good"
    ADVICE = "advice"  # it runs, and should be better
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and how to mend it where it is not well."""

    subject: str
    level: Level
    what: str
    mend: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "subject": self.subject,
            "level": self.level.value,
            "what": self.what,
            "mend": self.mend,
        }
