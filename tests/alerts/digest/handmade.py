"""A digest made by hand, for those who send and show it whatever it says."""

from datetime import datetime

from sqlmodel import Session

from alerts.authority import Authority
from alerts.digest.digest import Digest, FigureRow, Sheet, Turn
from alerts.digest.pictures import DemandPicture, Spot

PICTURE = DemandPicture(
    title="Open cases fell",
    open_cases=(Spot(day="2026-11-20", value=2014.0),),
    average=(Spot(day="2026-11-20", value=16.3),),
    promise=(12.0, 15.0),
    foot="Data as at Fri 20 Nov 18:00",
    alt="Open cases 2,014, average 16.3",
)

DIGEST = Digest(
    scope="Northmere",
    headline="Week to Fri 20 Nov: average 16.3, three teams above promise, agency 14 against 12",
    decisions=("Two looked-after children have had no worker for 4 working days.",),
    better=("Workers over their limit 11 to 9.",),
    worse=("Not seen within 20 working days 31 to 38, mostly Assessment East.",),
    rows=(
        FigureRow(
            measure="average caseload (DfE)",
            now="16.3",
            last_week="16.5",
            yardstick="12–15",
            year_ago="18.1",
            turn=Turn.BETTER,
        ),
    ),
    pictures=(PICTURE,),
    health=("All five loads of the week arrived.",),
    as_at="Data as at Fri 20 Nov 18:00",
    thread=(
        Sheet(
            title="Three teams are above their promise",
            headings=("team", "average"),
            rows=(("Court North", "19.3"), ("Care & Co", "17.0")),
            footer="DfE method",
        ),
        Sheet(title="Staffing", lines=("Agency is 14 against 12.",)),
    ),
)
"""A message with one picture, and two tables in its thread."""


def handmade(
    _session: Session,
    _authority: Authority,
    _now: datetime,
    service_id: int | None,
    late_since: datetime | None,
) -> Digest:
    """The same for everybody, but for what it is about and whether it is late."""
    late = f"Late: due {late_since:%a %H:%M}" if late_since else ""
    values = {**DIGEST.as_json(), "late": late, "scope": f"service {service_id}"}
    return Digest.from_json(values)
