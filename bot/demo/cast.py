"""The people and channels of the practice workspace whom one can be and meet by name."""

from dataclasses import dataclass
from typing import Literal

DOMAIN = "northmere.example"

Standing = Literal["member", "guest", "external"]
"""How somebody belongs to the workspace; an external person comes in by a shared channel."""


@dataclass(frozen=True, slots=True)
class CastMember:
    key: str
    name: str
    email: str
    title: str
    note: str
    slack_id: str
    standing: Standing = "member"


@dataclass(frozen=True, slots=True)
class CastChannel:
    slack_id: str
    name: str  # without the leading "#"
    topic: str
    members: tuple[str, ...]  # keys in the cast
    is_private: bool = True
    is_shared: bool = False  # with another organisation


def _email(name: str) -> str:
    return name.lower().replace(" ", ".") + "@" + DOMAIN


_MEMBERS: tuple[tuple[str, str, str, str], ...] = (
    ("director", "Ruth Adeyemi", "Director of children's services", "Sees everything"),
    ("head", "Owen Prichard", "Head of service", "Head of Court and Looked After"),
    ("manager", "Joanne Tully", "Team manager", "Team manager, Court North"),
    ("worker", "Samir Whitlock", "Social worker", "Court North, far over the limit"),
    ("newly_qualified", "Josie Kendrick", "Newly qualified social worker", "Court North, ASYE"),
    ("other_manager", "Derek Oyelaran", "Team manager", "Team manager, Court South"),
    ("analyst", "Priya Raman", "Performance analyst", "Administrator of Caseload"),
    ("stranger", "Alex Norwood", "Finance officer", "In Slack, not in the workforce list"),
    ("deputy", "Martin Holloway", "Deputy director", "Sees everything"),
    ("head_of_help", "Helen Marsden", "Head of service", "Head of Help and Protection"),
    ("head_of_specialist", "Farah Siddiqui", "Head of service", "Head of Specialist"),
    ("manager_assessment_east", "Colin Abara", "Team manager", "Assessment East"),
    ("manager_assessment_west", "Beth Rowntree", "Team manager", "Assessment West"),
    ("manager_backlog", "Imran Qadir", "Team manager", "Assessment Backlog, temporary"),
    ("manager_safeguarding_east", "Lorna Pickup", "Team manager", "Safeguarding East"),
    ("manager_safeguarding_west", "Tomasz Zielan", "Team manager", "Safeguarding West"),
    ("manager_looked_after_east", "Grace Okell", "Team manager", "Looked After East"),
    ("manager_looked_after_west", "Stuart Ellerby", "Team manager", "Looked After West"),
    ("manager_care_leavers", "Nadia Corbishley", "Team manager", "Care Leavers"),
    ("manager_disabled", "Philip Ansah", "Team manager", "Disabled Children Review"),
    ("manager_reviewing", "Moira Dunstable", "Team manager", "Quality and Review"),
    ("half_time", "Anna Pereira", "Social worker", "Court North, half time"),
    ("with_room", "Kit Barlow", "Social worker", "Court North, room for 3"),
    ("exception", "Yusuf Garrick", "Senior practitioner", "Court North, limit of his own"),
    ("court_agency", "Delia Frome", "Agency social worker", "Court North"),
    ("court_steady", "Hannah Ogunleye", "Social worker", "Court North"),
    ("court_small", "Ravi Thorne", "Social worker", "Court North, half time"),
    ("court_smallest", "Megan Applegarth", "Social worker", "Court North, two days a week"),
    ("adviser", "Leon Maddox", "Personal adviser", "Care Leavers"),
)

_OUTSIDERS = (
    CastMember(
        "guest",
        "Tess Underhill",
        "tess.underhill@lanternyouth.example",
        "Youth worker, Lantern Youth",
        "A guest in #all-staff",
        "U0NMGUEST1",
        "guest",
    ),
    CastMember(
        "partner",
        "Jonah Wickett",
        "jonah.wickett@northmerecourts.example",
        "Listing officer",
        "From another organisation, by a shared channel",
        "U0NMPARTN1",
        "external",
    ),
)

CAST: tuple[CastMember, ...] = (
    *(
        CastMember(key, name, _email(name), title, note, f"U0NM{number:06d}")
        for number, (key, name, title, note) in enumerate(_MEMBERS, start=1)
    ),
    *_OUTSIDERS,
)
"""Everybody with a fixed name, those whom one can be first."""

PERSONAS: tuple[CastMember, ...] = CAST[:8]
"""Whom one can be in the practice workspace, in the order shown."""

_BY_KEY = {member.key: member for member in CAST}


def cast_member(key: str) -> CastMember:
    """The member with this key; KeyError when there is none."""
    return _BY_KEY[key]


_COURT_NORTH = (
    "manager",
    "worker",
    "newly_qualified",
    "half_time",
    "with_room",
    "exception",
    "court_agency",
    "court_steady",
    "court_small",
    "court_smallest",
)

_ROOMS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "leadership",
        "The week on one page",
        ("director", "deputy", "head", "head_of_help", "head_of_specialist", "analyst"),
    ),
    ("performance", "Loads, data quality, definitions", ("analyst", "deputy")),
    (
        "help-and-protection",
        "Help and Protection",
        (
            "head_of_help",
            "manager_assessment_east",
            "manager_assessment_west",
            "manager_backlog",
            "manager_safeguarding_east",
            "manager_safeguarding_west",
        ),
    ),
    (
        "court-and-looked-after",
        "Court and Looked After",
        (
            "head",
            "manager",
            "other_manager",
            "manager_looked_after_east",
            "manager_looked_after_west",
        ),
    ),
    (
        "specialist-and-leaving-care",
        "Specialist and Leaving Care",
        ("head_of_specialist", "manager_care_leavers", "manager_disabled", "manager_reviewing"),
    ),
    ("assessment-east", "Assessment East", ("manager_assessment_east", "head_of_help")),
    ("assessment-west", "Assessment West", ("manager_assessment_west", "head_of_help")),
    ("assessment-backlog", "Assessment Backlog", ("manager_backlog", "head_of_help")),
    ("safeguarding-east", "Safeguarding East", ("manager_safeguarding_east", "head_of_help")),
    ("safeguarding-west", "Safeguarding West", ("manager_safeguarding_west", "head_of_help")),
    ("court-north", "Court North", _COURT_NORTH),
    ("court-south", "Court South", ("other_manager", "head")),
    ("looked-after-east", "Looked After East", ("manager_looked_after_east", "head")),
    ("looked-after-west", "Looked After West", ("manager_looked_after_west", "head")),
    ("care-leavers", "Care Leavers", ("manager_care_leavers", "adviser", "head_of_specialist")),
    (
        "disabled-children-review",
        "Disabled Children Review",
        ("manager_disabled", "head_of_specialist"),
    ),
    ("quality-and-review", "Quality and Review", ("manager_reviewing", "head_of_specialist")),
)

CHANNELS: tuple[CastChannel, ...] = (
    CastChannel(
        "C0NM000001",
        "all-staff",
        "Everybody, and guests",
        tuple(member.key for member in CAST if member.standing != "external"),
        is_private=False,
    ),
    CastChannel(
        "C0NM000002",
        "court-listing",
        "Shared with the court's listing office",
        ("head", "manager", "other_manager", "partner"),
        is_private=False,
        is_shared=True,
    ),
    *(
        CastChannel(f"C0NM{number:06d}", name, topic, members)
        for number, (name, topic, members) in enumerate(_ROOMS, start=3)
    ),
)
"""Every channel of the practice workspace, the bot's own membership left out."""
