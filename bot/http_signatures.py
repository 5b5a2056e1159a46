"""Whether a request over HTTP is Slack's own, fresh, and the first of its kind."""

import hashlib
import re
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow

from slack_sdk.signature import SignatureVerifier
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import utc_now
from bot.listeners.repeats import first_time
from bot.refusals import Reason
from bot.services import Services

WINDOW = 300
"""Seconds that a signature is good for, to either side of the present time."""

PATIENCE = 0.5
"""Seconds that a request waits until it is remembered; with the desk's two it is still in time."""

_UNTIL_IT_IS_READ = 60
"""Seconds, at most, from the look at a request's headers to the end of its body."""

_SIGNATURE, _TIMESTAMP = "x-slack-signature", "x-slack-request-timestamp"
_SIGNATURE_LOOKS = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
_TIMESTAMP_LOOKS = re.compile(r"[0-9]{1,12}", re.ASCII)


class Signatures:
    """Checks what Slack signs with the app's signing secret; without one nothing is Slack's."""

    def __init__(self, secret: str | None) -> None:
        self._verifier = None if secret is None else SignatureVerifier(secret)

    def reason_against(self, headers: Mapping[str, str]) -> Reason | None:
        """What the headers alone tell, before anything else of the request is read."""
        signed_at = headers.get(_TIMESTAMP, "")
        if not _TIMESTAMP_LOOKS.fullmatch(signed_at):
            return Reason.NOT_SIGNED
        if not _SIGNATURE_LOOKS.fullmatch(headers.get(_SIGNATURE, "")):
            return Reason.NOT_SIGNED
        age = utc_now().timestamp() - int(signed_at)
        return Reason.OUT_OF_TIME if abs(age) > WINDOW else None

    def is_slacks(self, body: str, headers: Mapping[str, str]) -> bool:
        """Whether the signature is one of this body, whose headers nothing is against."""
        verifier = self._verifier
        return verifier is not None and verifier.is_valid(
            body, headers[_TIMESTAMP], headers[_SIGNATURE]
        )


def signed(headers: Mapping[str, str]) -> tuple[str, int]:
    """The signature and the second it was made in, of headers that nothing is against."""
    return headers[_SIGNATURE], int(headers[_TIMESTAMP])


class Repeats:
    """Tells a request that was taken before, by this process or by another one.

    Slack signs anew whatever it sends again, so that a signature seen twice is somebody else's
    copy. What this process took it knows by itself; of the others the database knows. A request is
    not kept waiting for a database that does not answer, and that could do nothing for it either.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="signatures")
        self._lock = threading.Lock()
        self._here: dict[int, set[bytes]] = {}  # by the second in which they were signed

    def is_first(self, signature: str, signed_at: int) -> bool:
        """Whether a request with this signature is new; remembers it while it is good."""
        digest = hashlib.sha256(signature.encode())
        return self._is_first_here(digest.digest()[:16], signed_at) and self._is_first_anywhere(
            f"signature {digest.hexdigest()}"
        )

    def __len__(self) -> int:
        """How many signatures are in this process's memory."""
        with self._lock:
            return sum(map(len, self._here.values()))

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown()

    def _is_first_here(self, mark: bytes, signed_at: int) -> bool:
        past = utc_now().timestamp() - WINDOW - _UNTIL_IT_IS_READ
        with self._lock:
            # Seconds come nearly in order; one of the future keeps those after it a while longer.
            while self._here and (oldest := next(iter(self._here))) < past:
                del self._here[oldest]
            marks = self._here.setdefault(signed_at, set())
            is_first = mark not in marks
            marks.add(mark)
            return is_first

    def _is_first_anywhere(self, mark: str) -> bool:
        remembered: Future[bool] = self._pool.submit(first_time, self._services, mark)
        try:
            return remembered.result(timeout=PATIENCE)
        except (TooSlow, SQLAlchemyError, OSError):
            return True
