"""What each staffing measure means: its name in a sentence, what is counted, and who says so."""

from models.figures.definitions import DFE, OWN, Definition
from models.vocabulary import Measure

_RATE = "The Department's formula"

STAFFING: dict[Measure, Definition] = {
    Measure.POSTS_FTE: Definition(
        "posts",
        "FTE of the social worker posts of the establishment, filled or vacant, whatever pays for "
        "them. A post counts from the day it was made to the day it is deleted or its time-limited "
        "money ends.",
        OWN,
    ),
    Measure.BASE_POSTS_FTE: Definition(
        "posts on base budget", "FTE of social worker posts that the base budget pays for.", OWN
    ),
    Measure.TIME_LIMITED_POSTS_FTE: Definition(
        "time-limited posts",
        "FTE of social worker posts paid for by money that ends on a known day.",
        OWN,
    ),
    Measure.UNFUNDED_POSTS_FTE: Definition(
        "unfunded posts",
        "FTE of social worker posts that no budget pays for, or whose time-limited money has ended "
        "while the post is still listed.",
        OWN,
    ),
    Measure.VACANT_FTE: Definition(
        "vacant posts",
        "FTE of social worker posts that no permanent or fixed-term worker fills on the day. A "
        "post covered by an agency worker is vacant; so is one that nobody is being sought for.",
        DFE,
    ),
    Measure.VACANCY_RATE: Definition(
        "vacancy rate (DfE)",
        f"{_RATE}: vacant FTE divided by vacant and in-post FTE of social workers; posts covered "
        "by agency workers are vacant.",
        DFE,
    ),
    Measure.IN_POST_FTE: Definition(
        "in post",
        "FTE of social workers with a permanent or fixed-term contract who have started and not "
        "left; agency workers are not in post. Somebody absent is.",
        DFE,
    ),
    Measure.IN_POST_HEADCOUNT: Definition(
        "people in post", "How many social workers are in post, part-time workers as one.", DFE
    ),
    Measure.AGENCY_FTE: Definition(
        "agency social workers",
        "FTE of social workers who are not paid by the authority itself but by an agency, or are "
        "self-employed. Somebody who is listed as employed too counts there and not here.",
        DFE,
    ),
    Measure.AGENCY_HEADCOUNT: Definition(
        "people from agencies",
        "How many agency social workers there are. Somebody who is listed as employed too counts "
        "there and not here.",
        OWN,
    ),
    Measure.AGENCY_RATE: Definition(
        "agency rate (DfE)",
        f"{_RATE}: agency FTE divided by agency and in-post FTE of social workers; not by posts.",
        DFE,
    ),
    Measure.AGENCY_VACANCY_FTE: Definition(
        "agency covering a vacancy",
        "FTE of agency social workers whom the workforce list says cover a vacancy.",
        OWN,
    ),
    Measure.AGENCY_ABSENCE_FTE: Definition(
        "agency covering an absence",
        "FTE of agency social workers whom the workforce list says cover an absence.",
        OWN,
    ),
    Measure.SUPERNUMERARY_FTE: Definition(
        "supernumerary agency",
        "FTE of agency social workers who cover neither a vacancy nor an absence, but are extra.",
        OWN,
    ),
    Measure.AGENCY_UNKNOWN_FTE: Definition(
        "agency for an unknown reason",
        "FTE of agency social workers of whom the workforce list does not say why they are here.",
        OWN,
    ),
    Measure.AGENCY_WEEKLY_COST: Definition(
        "agency cost a week",
        "Pounds a week for the agency social workers on the day, as the workforce list has them.",
        OWN,
    ),
    Measure.AGENCY_WEEKLY_PREMIUM: Definition(
        "agency premium a week",
        "Pounds a week that agency social workers cost above permanent workers of the same role "
        "for the same FTE, by the weekly costs in the workforce list.",
        OWN,
    ),
    Measure.PERMANENT_SHARE: Definition(
        "permanent share",
        "What the agency rate leaves of 100: in-post FTE, fixed-term contracts included, divided "
        "by in-post and agency FTE of social workers.",
        OWN,
    ),
    Measure.MANAGERS_PERMANENT_SHARE: Definition(
        "permanent share of managers",
        "The same for senior, middle and first-line managers alone.",
        OWN,
    ),
    Measure.TURNOVER_RATE: Definition(
        "turnover (DfE)",
        f"{_RATE}: FTE of social workers who left in the twelve months to the day, divided by the "
        "FTE in post on it. Moves inside the authority and ends of agency contracts are not "
        "leavers.",
        DFE,
    ),
    Measure.LEAVERS_FTE: Definition(
        "leavers",
        "FTE of permanent and fixed-term social workers who left in the twelve months to the day. "
        "Somebody gone from the list without a leaving date counts on the day they were gone. "
        "Who comes back within 31 days has moved; who comes back later has left, and started.",
        DFE,
    ),
    Measure.STARTERS_FTE: Definition(
        "starters",
        "FTE of permanent and fixed-term social workers who started in the twelve months to the "
        "day; an agency worker who becomes permanent is a starter.",
        DFE,
    ),
    Measure.UNDER_TWO_YEARS_SHARE: Definition(
        "under two years' experience",
        "Share of social workers here, agency included, who qualified less than two years ago; "
        "people, not FTE, and only those whose day of qualifying is known.",
        OWN,
    ),
    Measure.NEWLY_QUALIFIED: Definition(
        "newly qualified",
        "Social workers here who are in their protected first year on the day; people, not FTE.",
        OWN,
    ),
    Measure.ALL_POSTS_FTE: Definition(
        "posts, all staff", "FTE of every post: social workers' and other staff's.", OWN
    ),
    Measure.OTHER_POSTS_FTE: Definition(
        "posts of other staff",
        "FTE of posts for staff who are not social workers: personal advisers, family support, "
        "court officers, business support and others.",
        OWN,
    ),
    Measure.OTHER_VACANT_FTE: Definition(
        "vacant posts of other staff",
        "FTE of posts for other staff that no permanent or fixed-term worker fills on the day.",
        OWN,
    ),
    Measure.OTHER_IN_POST_FTE: Definition(
        "other staff in post",
        "FTE of staff who are not social workers, with a permanent or fixed-term contract.",
        OWN,
    ),
    Measure.OTHER_IN_POST_HEADCOUNT: Definition(
        "other people in post", "How many other staff are in post, part-time workers as one.", OWN
    ),
    Measure.OTHER_AGENCY_FTE: Definition(
        "other agency staff", "FTE of agency workers who are not social workers.", OWN
    ),
}
