"""Says a digest in Slack: its pictures drawn and uploaded first, then what shows them."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from alerts.delivery.pace import MOST_UNKNOWN
from alerts.delivery.parcel import NotYet, Parcel, Receipt, Undelivered
from alerts.digest.digest import Digest
from alerts.digest.pictures import Picture
from bot.blocks.digest import digest_blocks, digest_text, sheet_blocks
from bot.failures import slack_code
from bot.slack_codes import TOO_MUCH, undelivered
from bot.slack_errand import Errand, said_in, told_as_undelivered
from models.errors import CaseloadError

log = logging.getLogger("caseload.delivery")

ATTEMPTS_WITH_PICTURES = MOST_UNKNOWN - 2
"""Then the digest goes without: a week's figures are worth more than its pictures. What is left of
the attempts is for the message itself."""

BUSY = "drawing"
AFTER_OTHERS = 8.0
"""Seconds until a digest that met another being drawn is tried again."""

Draw = Callable[[Picture], bytes]
"""A PNG; raises CaseloadError when it cannot be drawn."""


class Upload(Protocol):
    """Gives the id of the file, which nobody sees until a message shows it."""

    def __call__(
        self, client: WebClient, png: bytes, *, title: str, alt: str, name: str
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class Studio:
    """Draws and uploads, one digest at a time: drawing takes much memory, and who waits for it
    could send notices meanwhile.
    """

    draw: Draw
    upload: Upload
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Raises NotYet while somebody else is at it."""
        if not self._lock.acquire(blocking=False):
            raise NotYet(BUSY, retry_after=AFTER_OTHERS)
        try:
            yield
        finally:
            self._lock.release()

    def uploaded(self, client: WebClient, picture: Picture) -> str:
        """The id of the file it is now."""
        png = self.draw(picture)
        title, name = picture.title, f"{picture.kind}.png"
        return self.upload(client, png, title=title, alt=picture.alt, name=name)


def is_of_a_digest(parcel: Parcel) -> bool:
    """Whether it is a digest's message, or a table of its thread: they name nobody."""
    return parcel.digest is not None or parcel.sheet is not None


def said_of_a_digest(errand: Errand, channel: str, studio: Studio | None) -> Receipt:
    """Post the message or the table; in plain text where Slack does not accept blocks."""
    parcel = errand.parcel
    if parcel.sheet is not None:
        return _said(errand, channel, sheet_blocks(parcel.sheet))
    assert parcel.digest is not None
    files = _files(errand, parcel.digest, studio)
    try:
        return _shown(errand, channel, parcel.digest, files)
    except Undelivered as failure:
        if failure.refused:  # otherwise it may stand in Slack, with them
            _delete(errand.client, files.values())
        raise


def _shown(errand: Errand, channel: str, digest: Digest, files: Mapping[int, str]) -> Receipt:
    """With its pictures, and without them where Slack does not show them."""
    about = errand.parcel.about
    if files:
        try:
            with told_as_undelivered(changes=True):
                return _posted(errand, channel, digest_blocks(digest, files, about))
        except Undelivered as failure:
            if failure.code not in TOO_MUCH:
                raise
            log.warning(
                "digest %d: Slack shows no pictures (%s)", errand.parcel.row_id, failure.code
            )
            _delete(errand.client, files.values())
    return _said(errand, channel, digest_blocks(digest, {}, about))


def _said(errand: Errand, channel: str, blocks: Sequence[dict[str, Any]]) -> Receipt:
    with told_as_undelivered(changes=True):
        try:
            return _posted(errand, channel, blocks)
        except SlackApiError as error:
            if slack_code(error) not in TOO_MUCH:
                raise
        return _posted(errand, channel, [])


def _posted(errand: Errand, channel: str, blocks: Sequence[dict[str, Any]]) -> Receipt:
    text = digest_text(errand.parcel.notice)
    return said_in(errand, channel, False, text=text, blocks=blocks)


def _files(errand: Errand, digest: Digest, studio: Studio | None) -> dict[int, str]:
    """The ids of the files by the number of their picture; those that failed are left out."""
    if studio is None or errand.parcel.attempts > ATTEMPTS_WITH_PICTURES:
        return {}
    with studio.alone():
        return _uploaded(errand, digest, studio)


def _uploaded(errand: Errand, digest: Digest, studio: Studio) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, picture in enumerate(digest.pictures):
        try:
            found[number] = studio.uploaded(errand.client, picture)
        except CaseloadError as error:
            log.warning("digest %d: %s", errand.parcel.row_id, error)
        except (SlackApiError, SlackClientError, OSError) as error:
            failure = undelivered(_cause(error), changes=False)
            if failure.permanent is False:  # what nobody foresaw would hold up the figures
                _delete(errand.client, found.values())
                raise failure from error
            log.warning("digest %d: no picture (%s)", errand.parcel.row_id, failure.code)
    return found


def _cause(error: Exception) -> Exception:
    """What an upload met on the way, where it is not Slack's answer: that passes."""
    cause = error.__cause__
    return cause if isinstance(cause, OSError | HTTPException) else error


def _delete(client: WebClient, files: Any) -> None:
    """Leave nothing behind that no message shows; what cannot be deleted is private anyway."""
    for file_id in files:
        try:
            client.files_delete(file=file_id)
        except (SlackApiError, SlackClientError, OSError) as error:
            log.info("a file that no message shows was not deleted: %s", type(error).__name__)
