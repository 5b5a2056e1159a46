"""What the app says in a channel: what it will post there, and whether names are given."""

import pytest

from alerts.audience import Audience
from bot.setup.announcing import Posted, announcement
from models.access import authority_scope
from tests.alerts.test_audience import COURT_NORTH, DIRECTOR, MANAGER, SAFEGUARDING, WORKER

NORTH = Posted("alerts about Court North", COURT_NORTH)
SAFE = Posted("alerts about Safeguarding", SAFEGUARDING)
LEADERSHIP = Posted("leadership's alerts", authority_scope("Borough"))
DIGEST = Posted("the weekly digest of Borough", None, authority_scope("Borough"))


def readers(*known: object, guests: int = 0, shared: bool = False) -> Audience:
    return Audience(list(known), 0, guests, shared)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("posted", "audience", "said"),
    [
        (
            [],
            readers(MANAGER),
            "Caseload posts nothing here yet: neither a team nor leadership has",
        ),
        (
            [NORTH],
            readers(MANAGER, DIRECTOR),
            "Caseload posts alerts about Court North here, with workers' names: 2 people can read "
            "them, and all may see them.",
        ),
        (
            [NORTH],
            readers(MANAGER, WORKER),
            "Caseload posts alerts about Court North here, as counts without workers' names, "
            "because 1 person in the channel may not see workers by name.",
        ),
        (
            [NORTH],
            readers(MANAGER, guests=1),
            "Caseload posts alerts about Court North here, as counts without workers' names, "
            "because 1 guest can read the channel.",
        ),
        (
            [NORTH],
            readers(shared=True),
            "Caseload posts alerts about Court North here, as counts without workers' names, "
            "because the channel is shared with another organisation.",
        ),
        (
            [NORTH, SAFE],
            readers(MANAGER),
            "Caseload posts alerts about Court North, Safeguarding here, with workers' names only "
            "where everybody here may see them: 1 person in the channel may not see workers by "
            "name.",
        ),
        (
            [LEADERSHIP, DIGEST],
            None,
            "Caseload posts leadership's alerts and the weekly digest of Borough here; workers' "
            "names only where everybody in the channel may see them.",
        ),
        (
            [DIGEST],
            readers(WORKER),
            "Caseload posts the weekly digest of Borough here: figures, without workers' names.",
        ),
        (
            [DIGEST],
            readers(guests=2),
            "Caseload posts nothing here: 2 guests can read the channel, and no weekly digest is "
            "sent then.",
        ),
        (
            [NORTH, DIGEST],
            readers(MANAGER, shared=True),
            "Caseload posts alerts about Court North here, as counts without workers' names",
        ),
    ],
)
def test_one_line_says_what_is_posted_and_who_may_read_names(
    posted: list[Posted], audience: Audience | None, said: str
) -> None:
    assert announcement(posted, audience).startswith(said)
