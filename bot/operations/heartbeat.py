"""The sign of life: an address that is asked every minute while the service does its work.

Who runs the address raises the alarm when nothing comes any more: of all there is, that alone
still works when everything here is gone.
"""

import logging
import threading
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from bot.failures import log_failure
from bot.operations.facts import ALLOWED, Facts
from models.version import VERSION

log = logging.getLogger("caseload.heartbeat")

EVERY = 60.0  # seconds
PATIENCE = 10.0  # seconds, for an answer


def why_silent(facts: Facts) -> list[str]:
    """Which of the service's work is not done, whichever replica should have; none when all is."""
    reasons = []
    if facts.unchecked_since is not None and facts.now - facts.unchecked_since > ALLOWED:
        reasons.append("what is new waits for a check")
    if facts.overdue_rows:
        reasons.append("notices wait to be sent")
    if facts.overdue_schedules:
        reasons.append("what a schedule made due is not done")
    return reasons


class Heartbeat:
    """Between `start` and `close` each minute: look, and ask the address where all is well."""

    def __init__(self, url: str, look: Callable[[], Facts], every: float = EVERY) -> None:
        self._url = url
        self._look = look
        self._every = every
        self._trouble: str | None = None  # what the log has been told, until it is over
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Waits for no answer: nothing depends on it."""
        self._closing.set()

    def beat(self) -> bool:
        """Whether the address was asked, and answered well; never raises."""
        try:
            reasons = why_silent(self._look())
        except Exception:  # the database's own trouble is in the log already
            reasons = ["the database does not answer"]
        if reasons:
            self._tell(f"no sign of life is sent: {', '.join(reasons)}")
            return False
        try:
            ask(self._url)
        except (OSError, HTTPException, ValueError) as error:
            self._tell(f"the sign of life was not taken ({_kind(error)})")
            return False
        except Exception as error:
            log_failure(log, "the sign of life", error)
            return False
        if self._trouble is not None:
            log.info("signs of life are sent again")
        self._trouble = None
        return True

    def _tell(self, trouble: str) -> None:
        """Once, not every minute."""
        if trouble != self._trouble:
            log.warning(trouble)
        self._trouble = trouble

    def _work(self) -> None:
        while not self._closing.is_set():
            self.beat()
            self._closing.wait(self._every)


def ask(url: str, patience: float = PATIENCE) -> None:
    """GET the address; raises OSError unless it answers with success. The answer is not read."""
    request = urllib.request.Request(url, headers={"User-Agent": f"caseload/{VERSION}"})
    with _opener.open(request, timeout=patience):
        pass


class _StaySafe(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from https to where others could read the address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.scheme != "https" and (before.scheme, before.netloc) != (
            after.scheme,
            after.netloc,
        ):
            raise HTTPError(req.full_url, code, "redirected to an unsafe address", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_opener = urllib.request.build_opener(_StaySafe)


def _kind(error: Exception) -> str:
    """What happened, without the address, which is a secret."""
    if isinstance(error, HTTPError):
        return f"HTTP {error.code}"
    reason: Any = getattr(error, "reason", error)
    return type(reason).__name__ if isinstance(reason, Exception) else type(error).__name__
