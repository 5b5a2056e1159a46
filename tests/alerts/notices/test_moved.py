"""The last words of a message whose alert goes on in another channel."""

import pytest

from alerts.notice import Notice, Offer
from alerts.notices.moved import moved

BEFORE = Notice(
    alert_id=7,
    headline="Court North: 2 workers are over their limit",
    named=("Sam Low 26 cases, limit 18",),
    plain=("The longest over since Mon 16 Nov",),
    footer="Data as at Fri 20 Nov 18:00",
    offers=(Offer.ACKNOWLEDGE, Offer.COUNTED),
    subject="Court North",
    confidential=True,
    decided="No more for Sam Low",
    decided_plain="Decided",
    unanswered="Not acknowledged",
)


@pytest.mark.parametrize(
    ("targets", "where"),
    [
        (["channel:#new"], "in #new"),
        (["channel:#new", "channel:#heads"], "in #new and #heads"),
        (["channel:#new", "person:mia@example.org"], "in #new"),
        (["channel:C0NEW"], "in the channel that the workforce list names now"),
        (["channel:#new", "channel:C0NEW"], "in the channel that the workforce list names now"),
        (["person:mia@example.org"], "by direct message to those who lead the team or service"),
    ],
)
def test_it_says_where_the_alert_goes_on_and_nobody_s_name(targets: list[str], where: str) -> None:
    goes_on = (f"This alert goes on {where}. What is said here stays as it was.",)
    assert moved(BEFORE, targets) == Notice(
        alert_id=7,
        headline=BEFORE.headline,
        named=goes_on,
        plain=goes_on,
        footer=BEFORE.footer,
    )
