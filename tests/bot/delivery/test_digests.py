"""A digest in Slack: its message with pictures, its tables in the thread, and what goes wrong."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from alerts.choices import LEADERSHIP, choose
from alerts.delivery.pace import MOST_UNKNOWN
from alerts.delivery.taking import Outcome
from alerts.digest.pictures import Picture
from alerts.digest.sending import Addressed, put_digest
from bot.blocks.digest import NO_PICTURES
from bot.pictures.apart import NotDrawn
from bot.practice.faults import Fault
from bot.slack_digests import AFTER_OTHERS, ATTEMPTS_WITH_PICTURES, Studio
from bot.slack_pictures import upload
from models.access import Scope, ScopeKind
from tests.alerts.digest.handmade import DIGEST
from tests.bot.delivery.workplace import LEAD, RUTH, TO_RUTH, Workplace

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99="
    b"\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)
NORTHMERE = Scope(ScopeKind.AUTHORITY, None, "Northmere", None)


def drawn(_picture: Picture) -> bytes:
    return PNG


def not_drawn(_picture: Picture) -> bytes:
    raise NotDrawn("The picture could not be drawn.")


def put(court: Workplace, target: str = "channel:leadership", **given: Any) -> None:
    said = Addressed(digest=DIGEST, scope=NORTHMERE, target=target, key="Monday", **given)
    with court.services.database.transaction() as session:
        choose(session, LEADERSHIP, "#leadership", by=RUTH, now=court.clock())
        put_digest(session, said, court.clock(), court.clock())


def use(court: Workplace, draw: Callable[[Picture], bytes] = drawn) -> None:
    court.sender.studio = Studio(draw, upload)


def images(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in message["blocks"] or [] if block["type"] == "image"]


def files(court: Workplace) -> list[str]:
    return list(court.server.workspace.files.by_id)


def test_the_message_shows_its_picture_and_its_tables_stand_in_the_thread(
    court: Workplace,
) -> None:
    use(court)
    put(court)
    assert court.drain() == [Outcome.SENT] * 3
    root, teams, staffing = court.messages(LEAD)
    assert root["text"].startswith(DIGEST.headline)
    assert [image["slack_file"]["id"] for image in images(root)] == files(court)
    assert images(root)[0]["alt_text"] == "Open cases 2,014, average 16.3"
    assert teams["thread_ts"] == staffing["thread_ts"] == root["ts"]
    history = court.sender.client.conversations_history(channel=LEAD)
    assert [each["ts"] for each in history["messages"]] == [root["ts"]]  # not in the channel


def test_a_person_gets_it_by_direct_message_if_they_may_see_it(court: Workplace) -> None:
    put(court, f"person:{RUTH}")
    court.drain()
    assert [message["text"].splitlines()[0] for message in court.messages(TO_RUTH)] == [
        DIGEST.headline,
        *(sheet.title for sheet in DIGEST.thread),
    ]


@pytest.mark.parametrize(
    "studio",
    [None, Studio(not_drawn, upload), Studio(drawn, lambda *_given, **_named: "F0NOSUCH")],
    ids=["nobody draws", "not drawn", "not shown by Slack"],
)
def test_without_its_pictures_the_digest_is_sent_and_says_so(
    court: Workplace, studio: Studio | None
) -> None:
    court.sender.studio = studio
    put(court)
    assert court.drain() == [Outcome.SENT] * 3
    root = court.messages(LEAD)[0]
    assert images(root) == []
    assert NO_PICTURES in str(root["blocks"])


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("files.getUploadURLExternal", "missing_scope"),
        ("files.getUploadURLExternal", "file_uploads_disabled"),
        ("files.completeUploadExternal", "storage_limit_reached"),
    ],
)
def test_an_upload_that_slack_refuses_is_left_out(court: Workplace, method: str, code: str) -> None:
    use(court)
    court.server.faults.add(Fault("refusal", method=method, code=code))
    put(court)
    assert court.drain()[0] is Outcome.SENT
    assert NO_PICTURES in court.said(LEAD)


def test_an_upload_that_fails_for_a_time_is_tried_again_and_then_left_out(
    court: Workplace,
) -> None:
    use(court)
    court.server.faults.add(Fault("server_error", method="files.getUploadURLExternal"))
    put(court)
    found = [outcome for _ in range(ATTEMPTS_WITH_PICTURES + 1) for outcome in court.later(400)]
    assert found == [Outcome.WAITING] * ATTEMPTS_WITH_PICTURES + [Outcome.SENT] * 3
    assert NO_PICTURES in court.said(LEAD)


def test_an_upload_that_is_cut_off_is_tried_again_with_its_picture(court: Workplace) -> None:
    use(court)
    court.server.faults.add(Fault("reset", method="files.getUploadURLExternal", times=1))
    put(court)
    assert court.drain() == [Outcome.WAITING]
    assert court.later(400) == [Outcome.SENT] * 3
    assert len(images(court.messages(LEAD)[0])) == 1


def test_while_another_is_drawn_it_waits_and_holds_nobody_up(court: Workplace) -> None:
    use(court)
    assert court.sender.studio is not None
    put(court)
    with court.sender.studio.alone():
        for _ in range(MOST_UNKNOWN + 1):  # and no wait is an attempt
            assert court.later(AFTER_OTHERS) == [Outcome.WAITING]
    assert court.later(AFTER_OTHERS) == [Outcome.SENT] * 3
    assert len(images(court.messages(LEAD)[0])) == 1


def test_files_of_a_digest_that_is_refused_are_deleted(court: Workplace) -> None:
    use(court)
    court.server.faults.add(Fault("refusal", method="chat.postMessage", code="is_archived"))
    put(court)
    assert court.drain()[0] is Outcome.PARKED
    assert files(court) == []


def test_a_post_whose_answer_was_lost_is_found_and_not_drawn_again(court: Workplace) -> None:
    numbers = count()

    def counted(picture: Picture) -> bytes:
        next(numbers)
        return drawn(picture)

    use(court, counted)
    court.server.faults.add(Fault("reset", method="chat.postMessage", after=True, times=1))
    put(court)
    assert [*court.drain(), *court.later(400)] == [
        Outcome.WAITING,
        Outcome.FOUND,
        Outcome.SENT,
        Outcome.SENT,
    ]
    assert next(numbers) == 1
    assert len(court.messages(LEAD)) == 3
