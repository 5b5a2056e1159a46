"""Examines whether anybody would notice that the service has stopped."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

from bot.findings import Finding, Level
from bot.settings import Settings

SUBJECT = "watching"

_PATIENCE = 3.0
"""Seconds."""

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}

Ask = Callable[[str], str | None]
"""What an address answers; None where nothing listens."""


def asked(address: str) -> str | None:
    """The beginning of what answers there, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
            return str(answer.read(200).decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return str(error.read(200).decode(errors="replace")) or str(error.code)
    except (OSError, ValueError):
        return None


def examine_watching(settings: Settings, ask: Ask = asked) -> Iterator[Finding]:
    """The health endpoint and the sign of life."""
    yield _health(settings, ask)
    if settings.heartbeat_url is None:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "CASELOAD_HEARTBEAT_URL is not set: if the whole machine stops, nobody is told.",
            "Set it to an address of a dead man's switch: see deploy/monitoring.md.",
        )
    else:
        yield Finding(SUBJECT, Level.GOOD, "A sign of life is sent while all is well.")


def _health(settings: Settings, ask: Ask) -> Finding:
    port = settings.health_port
    if port is None:
        return Finding(
            SUBJECT,
            Level.ADVICE,
            "CASELOAD_HEALTH_PORT is not set, so nothing can ask the service how it is.",
            "Set it, such as to 8081, and let whatever starts the service ask /readyz there.",
        )
    host = _EVERYWHERE.get(settings.health_host, settings.health_host)
    address = f"http://{host}:{port}"
    said = ask(f"{address}/healthz")
    if said is None:
        return Finding(
            SUBJECT,
            Level.ADVICE,
            f"Nothing answers at {address}: the service does not run on this machine.",
            "Start it: caseload serve. Where it runs elsewhere, ask there.",
        )
    if said.strip() != "ok":
        return Finding(
            SUBJECT,
            Level.BAD,
            f"Something else than Caseload answers at {address}.",
            "Set CASELOAD_HEALTH_PORT to a port that nothing else uses.",
        )
    reasons = ask(f"{address}/readyz") or "it does not say why"
    if reasons.strip() == "ready":
        return Finding(SUBJECT, Level.GOOD, f"The service answers at {address} and is ready.")
    return Finding(
        SUBJECT,
        Level.BAD,
        f"The service at {address} is not ready: {' '.join(reasons.split())}",
        "Look at its log for what happened.",
    )
