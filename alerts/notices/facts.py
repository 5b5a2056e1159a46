"""Everything that a notice is made from, gathered before a word is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.calendar import WorkingCalendar
from alerts.endings import Outflow
from alerts.life import Life
from alerts.members import Judged, Member
from alerts.readings import Reading
from alerts.rules.kinds import OF_STAFFING
from alerts.rules.words import HEAD_OF_SERVICE
from alerts.when import When
from alerts.wording import count, day, moment
from models.vocabulary import ExtractKind, LoadStatus, RuleKind, TeamKind


@dataclass(frozen=True, slots=True)
class Free:
    """A worker of the team who has room, and for how many cases."""

    name: str
    places: int


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file refused since the newest load, and the first thing that was wrong with it."""

    at: datetime
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedLoad:
    """What became of a load that was held."""

    file: str
    kind: ExtractKind
    status: LoadStatus  # HELD: nobody decided, a newer load did
    by: str | None = None  # a name, an email, or "command line"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """The last change of a rule."""

    at: datetime
    by: str | None = None  # a name, an email, or "command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One alert as it is now, with what the reader needs to act."""

    life: Life
    place: str  # the team's name, the service's or the authority's
    as_at: datetime  # of the data
    zone: ZoneInfo
    when: When
    readings: Mapping[str, Reading] = field(default_factory=dict)  # by subject
    names: Mapping[str, str] = field(default_factory=dict)  # of subjects without a reading
    judged: Judged | None = None
    outflows: Mapping[int, Outflow] = field(default_factory=dict)  # by worker
    free: Sequence[Free] = ()  # most room first
    limit: float = 0  # of the rule, in what its kind counts
    team_kind: TeamKind | None = None
    urgent: bool = False  # told outside working hours too
    load_id: int | None = None  # the held load that the buttons are for
    load_mark: str = ""
    refused: RefusedFile | None = None
    decided_loads: Mapping[str, DecidedLoad] = field(default_factory=dict)  # by subject
    above: str = HEAD_OF_SERVICE  # whom it goes to when nobody acknowledges it
    rule_change: RuleChange | None = None  # the last of the rules that judge here

    @property
    def kind(self) -> RuleKind:
        return self.life.kind

    @property
    def shown(self) -> list[Member]:
        """The members the message speaks of, worst first; of staffing as they were read."""
        members = [member for member in self.life.members if member.shown]
        if self.kind in OF_STAFFING:
            return sorted(members, key=self._place)
        return sorted(members, key=lambda m: (-_excess(m), self.name_of(m.subject)))

    def _place(self, member: Member) -> int:
        """Where its reading stands: the widest scope and the plainest measure come first."""
        subjects = list(self.readings)
        return subjects.index(member.subject) if member.subject in self.readings else len(subjects)

    @property
    def children(self) -> tuple[str, str]:
        """What the people are called whose cases these are: one, and several."""
        if self.team_kind is TeamKind.CARE_LEAVERS:
            return "young person", "young people"
        return "child", "children"

    def name_of(self, subject: str) -> str:
        reading = self.readings.get(subject)
        return (reading.name if reading is not None else "") or self.names.get(subject, "")

    def said_of(self, subject: str) -> str:
        reading = self.readings.get(subject)
        return reading.said if reading is not None else ""

    def said_to_all(self, subject: str) -> str:
        """The same for readers who may not see workers: no figure of one or two people."""
        reading = self.readings.get(subject)
        return "" if reading is None else reading.said_to_all or reading.said

    def is_of_few(self, member: Member) -> bool:
        """Whether its figure is of one or two people."""
        reading = self.readings.get(member.subject)
        return reading is not None and bool(reading.said_to_all)

    def is_in_margin(self, member: Member) -> bool:
        """Over no more, and not clear of the limit by the rule's margin yet."""
        reading = self.readings.get(member.subject)
        return reading is not None and not reading.over and not reading.clear

    def since(self, first: date) -> str:
        """ "Mon 16 Nov (4 working days)": since when, and how long that is."""
        lasted = self.calendar.working_days(first, self.when.day)
        text = day(first, self.when.today)
        return f"{text} ({count(lasted, 'working day')})" if lasted else text

    def on(self, moment_: datetime) -> str:
        """ "Fri 20 Nov", by the authority's clock."""
        return day(moment_.astimezone(self.zone).date(), self.when.today)

    def at(self, moment_: datetime) -> str:
        """ "Fri 20 Nov 18:00", by the authority's clock."""
        return moment(moment_, self.zone, self.when.today)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.when.calendar


def _excess(member: Member) -> float:
    return member.value - (member.limit or 0)
