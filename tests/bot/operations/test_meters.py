"""What happens is counted under words of the program, whatever it was about."""

import logging

import pytest

from alerts.delivery.parcel import NotYet, Parcel, Receipt, Undelivered
from alerts.notice import Notice
from bot.operations.counting import ErrorCounter
from bot.operations.meters import Meters
from bot.operations.sending import WatchedSend
from bot.operations.work import reference_now
from models.vocabulary import Deed
from tests.conftest import NOW

PARCEL = Parcel(
    row_id=7,
    token="token",
    deed=Deed.POST,
    target="channel:court-north",
    notice=Notice(alert_id=1, headline="2 workers are over"),
    attempts=1,
    lease_until=NOW,
)


@pytest.fixture
def meters() -> Meters:
    return Meters()


def value(meters: Meters, name: str, **labels: str) -> float | None:
    return meters.registry.get_sample_value(f"caseload_{name}", labels)


def test_a_picture_that_is_drawn_is_timed_and_one_that_fails_is_counted(meters: Meters) -> None:
    def draw(number: int) -> bytes:
        return bytes([1 // number])

    assert meters.drawing(draw)(1) == b"\1"
    with pytest.raises(ZeroDivisionError):
        meters.drawing(draw)(0)
    assert value(meters, "pictures_total", outcome="done") == 1
    assert value(meters, "pictures_total", outcome="failed") == 1
    assert value(meters, "picture_seconds_count") == 1


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("digest authority", "digest authority"),
        ("digest service:3", "digest service"),
        ("remove old names", "remove old names"),
    ],
)
def test_a_slot_is_counted_by_its_kind_of_schedule(
    meters: Meters, schedule: str, said: str
) -> None:
    meters.slot_done(schedule, late=True)
    meters.slot_failed(schedule)
    assert value(meters, "slots_total", schedule=said, late="yes") == 1
    assert value(meters, "slots_failed_total", schedule=said) == 1


@pytest.mark.parametrize(
    ("logger", "level", "counted"),
    [
        ("caseload.check", logging.ERROR, "caseload.check"),
        ("caseload", logging.CRITICAL, "caseload"),
        ("caseload.check", logging.WARNING, None),
        ("sqlalchemy.pool", logging.ERROR, "other"),
        ("caseload.samir-whitlock", logging.ERROR, "other"),
    ],
)
def test_errors_in_the_log_are_counted_by_part(
    meters: Meters, logger: str, level: int, counted: str | None
) -> None:
    counter = ErrorCounter(meters)
    record = logging.makeLogRecord({"name": logger, "levelno": level})
    if level >= counter.level:  # as a logger does
        counter.handle(record)
    found = [
        sample.labels["logger"]
        for family in meters.registry.collect()
        for sample in family.samples
        if sample.name == "caseload_errors_total" and sample.value
    ]
    assert found == ([counted] if counted else [])


class Slack:
    """A `Send` that answers as it is told, and remembers under which reference it was asked."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.references: list[str | None] = []

    def send(self, _parcel: Parcel) -> Receipt:
        self.references.append(reference_now())
        if self.failure is not None:
            raise self.failure
        return Receipt("C1", "1.1", False)

    def find(self, _parcel: Parcel) -> Receipt | None:
        self.references.append(reference_now())
        return None


def test_what_is_sent_is_timed_and_its_token_is_the_reference(meters: Meters) -> None:
    slack = Slack()
    watched = WatchedSend(slack, meters)
    assert watched.find(PARCEL) is None
    assert watched.send(PARCEL) == Receipt("C1", "1.1", False)
    assert slack.references == ["token", "token"]
    assert value(meters, "send_seconds_count") == 1


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (Undelivered("not_in_channel", permanent=True), "not_in_channel"),
        (Undelivered("http_503"), "http_503"),
        (Undelivered("timeout"), "timeout"),
        (Undelivered("nobody_has_heard_of_this", permanent=None), "other"),
        (NotYet("drawing", retry_after=1), None),
        (ValueError("Samir Whitlock"), None),
    ],
)
def test_what_slack_refuses_is_counted_by_a_code_that_is_known(
    meters: Meters, failure: Exception, code: str | None
) -> None:
    with pytest.raises(type(failure)):
        WatchedSend(Slack(failure), meters).send(PARCEL)
    found = {
        sample.labels["code"]
        for family in meters.registry.collect()
        for sample in family.samples
        if sample.name == "caseload_slack_refusals_total"
    }
    assert found == ({code} if code else set())
    assert value(meters, "send_seconds_count") == 0
