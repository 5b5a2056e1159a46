"""The story of Court North in the four weeks after the last day, so that alerts live and die.

It opens as the samples leave it: Samir Whitlock holds 26 of 18, Josie Kendrick 17 of 16.2 and Anna
Pereira 11 of 9. In the first week Hannah Ogunleye goes over her limit too, then Delia Frome; a
child on a protection plan is without a worker for two days, until Kit Barlow takes the case. In the
second week Hannah's caseload worsens by three; then the team acts. Three of Samir's cases close and
six move to Kit, who now holds 18 of 18; Josie, Anna, Hannah and Delia come within their limits,
with the help of Court South. In the third week Ravi Thorne is away while nine cases are his, until
they pass to Court South, and Delia's agency calls her back: she leaves with six cases not passed
on. In the fourth week her successor takes them, Josie is given more than a newly qualified worker
may hold, and Ravi comes back.

Days are working days after the history's last day, each as its evening's extracts show it.
"""

from bot.demo.deeds import Allocates, Closes, ComesBack, Deed, GoesAway, Leaves, Moves, Opens
from models.vocabulary import CaseKind

TEAM = "Court North"
NEXT_DOOR = "Court South"
DAYS = 20
"""Working days in which nothing befalls the team's cases but what is told here."""

STORY: dict[int, tuple[Deed, ...]] = {
    1: (Opens("court_steady", CaseKind.LOOKED_AFTER, 2),),  # 20 of 18: over
    2: (Opens(TEAM, CaseKind.CHILD_PROTECTION),),  # urgent
    3: (Closes("with_room", 4),),
    4: (
        Allocates("with_room", CaseKind.CHILD_PROTECTION),  # 12 of 18
        Opens("court_agency", CaseKind.CHILD_IN_NEED),  # 19 of 18: over
    ),
    6: (Opens("court_steady", CaseKind.LOOKED_AFTER, 3),),  # 23 of 18: worse by three
    7: (
        Closes("worker", 3),
        Moves("worker", "with_room", 6),  # 17 of 18; Kit 18 of 18
    ),
    8: (
        Closes("newly_qualified", 2),  # 15 of 16.2
        Moves("half_time", NEXT_DOOR, 3),  # 8 of 9
    ),
    9: (
        Moves("court_steady", NEXT_DOOR, 6),  # 17 of 18
        Closes("court_agency", 2),  # 17 of 18
    ),
    11: (GoesAway("court_small"),),  # holds 9
    12: (Allocates("worker", CaseKind.CHILD_IN_NEED),),  # 18 of 18
    14: (Moves("court_small", NEXT_DOOR, 9),),
    15: (
        Moves("court_agency", NEXT_DOOR, 11),
        Leaves("court_agency"),  # six cases stay behind
    ),
    17: (Opens("newly_qualified", CaseKind.CHILD_IN_NEED, 2),),  # 17 of 16.2: over
    18: (
        Moves("court_agency", TEAM, 6),  # to her successor
        ComesBack("court_small"),
    ),
}
"""What happens on which day; the figures are what somebody then holds of their limit."""
