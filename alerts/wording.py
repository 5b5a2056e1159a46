"""Numbers, days and counts as people say them, the same in every answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.figures.figure import shown
from models.figures.holders import Holder
from models.figures.limits import Promise
from models.vocabulary import CaseKind, ExtractKind, LimitScope, words

_MANY_OF_A_KIND = {
    CaseKind.CHILD_IN_NEED: "children in need",
    CaseKind.ASSESSMENT: "assessments",
    CaseKind.CARE_LEAVER: "care leavers",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_HALF = 0.5

_A_WEEK = 7

OWN_LIMITS = {LimitScope.NEWLY_QUALIFIED: " newly qualified", LimitScope.STAFF: " own limit"}
"""What follows a limit that is not the same for everybody around."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 case", "2 cases", "2,014 cases"; "no cases" for none."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or noun + 's'}" if number else f"no {plural or noun + 's'}"


def number_word(number: int) -> str:
    """ "no", "two", "ten", "11": small numbers in words."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def kinds(mix: Mapping[CaseKind, int]) -> str:
    """ "15 looked after, 3 children in need, 1 assessment": cases by kind, most first."""
    most_first = sorted(mix.items(), key=lambda part: (-part[1], part[0]))
    return ", ".join(
        f"{cases:,} {words(kind) if cases == 1 else kind_words(kind)}"
        for kind, cases in most_first
        if cases
    )


def kind_words(kind: CaseKind) -> str:
    """ "looked after", "care leavers": several cases of one kind."""
    return _MANY_OF_A_KIND.get(kind, words(kind))


def sentence(text: str) -> str:
    """The text with a capital letter, to begin with: "The authority"."""
    return text[:1].upper() + text[1:]


def possessive(name: str) -> str:
    """ "Court North's", "Care Leavers'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def day(value: date, today: date) -> str:
    """ "Fri 20 Nov", with the year when it is not this year's."""
    text = f"{value:%a} {value.day} {value:%b}"
    return text if value.year == today.year else f"{text} {value.year}"


def moment(value: datetime, zone: ZoneInfo, today: date) -> str:
    """ "Fri 20 Nov 18:00"; an as-at that is a whole day has no hour."""
    local = value.astimezone(zone)
    text = day(local.date(), today)
    return text if is_whole_day(value, zone) else f"{text} {local:%H:%M}"


def is_whole_day(value: datetime, zone: ZoneInfo) -> bool:
    """Midnight stands for a day given without an hour: no extract is drawn at midnight sharp."""
    return value.astimezone(zone).time() == datetime.min.time()


def start_of_day(value: date, zone: ZoneInfo) -> datetime:
    """The aware moment that stands for a whole day."""
    return datetime(value.year, value.month, value.day, tzinfo=zone)


def promise(band: Promise | None) -> str | None:
    """ "12–15", "up to 15", "12 or more"; None without a promise."""
    if band is None:
        return None
    if band.low is None:
        return f"up to {shown(band.high)}"
    if band.high is None:
        return f"{shown(band.low)} or more"
    return f"{shown(band.low)}–{shown(band.high)}"


def against_promise(value: float | None, band: Promise | None) -> str | None:
    """ ", above the promise of 12–15": how an average stands to its yardstick."""
    text = promise(band)
    if value is None or band is None or text is None:
        return None
    if band.high is not None and value > band.high:
        return f"above the promise of {text}"
    if band.low is not None and value < band.low:
        return f"below the promise of {text}"
    return f"within the promise of {text}"


def limit_words(holder: Holder) -> str:
    """ "18", "18 (9 at half time)", "16.2 newly qualified": the limit, and what it comes to."""
    if holder.limit is None:
        return "–"
    whose = OWN_LIMITS.get(holder.limit.scope, "")
    return shown(holder.limit.cases) + whose + at_part_time(holder)


def at_part_time(holder: Holder) -> str:
    """ " (9 at half time)": what a limit comes to for this worker; nothing at full time."""
    if holder.fte == 1:
        return ""
    return f" ({shown(holder.allowance, 2)} at {_time(holder)})"


def allowance_words(holder: Holder) -> str:
    """ "18", "9 at half time", "16.2 newly qualified": only what it comes to for this worker."""
    if holder.limit is None or holder.fte == 1:
        return limit_words(holder)
    whose = OWN_LIMITS.get(holder.limit.scope, "")
    return f"{shown(holder.allowance, 2)}{whose} at {_time(holder)}"


def _time(holder: Holder) -> str:
    return "half time" if holder.fte == _HALF else f"{holder.fte:g} FTE"


def whose_extract(kind: ExtractKind, described: date, today: date) -> str:
    """ "Today's allocations", "Friday's workforce", "The allocations of Fri 6 Nov"."""
    if described == today:
        return f"Today's {kind.value}"
    if 0 < (today - described).days < _A_WEEK:
        return f"{described:%A}'s {kind.value}"
    return f"The {kind.value} of {day(described, today)}"


def was(kind: ExtractKind) -> str:
    """ "were" of the allocations, "was" of the workforce."""
    return "were" if kind is ExtractKind.ALLOCATIONS else "was"


def not_loaded(kind: ExtractKind, described: date, reasons: Sequence[str], today: date) -> str:
    """ "Friday's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)"."""
    because = f": {reasons[0]}" if reasons else ""
    return f"{whose_extract(kind, described, today)} {was(kind)} not loaded{because}"
