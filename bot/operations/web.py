"""The endpoints for whoever watches the service, on a port of their own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.http_connections import CLOSE, Door, Limits, serving
from bot.refusals import Refusals

Reasons = Callable[[], Sequence[str]]
"""Why the process is not ready, in sentences."""

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_NOT_READY = 503

LIMITS = Limits(idle=5.0, request=5.0, answer=5.0)


def operations_app(registry: CollectorRegistry, reasons: Reasons) -> Starlette:
    """`/healthz`: the process is alive; `/readyz`: it can do its work; `/metrics`."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    # Those that may wait for the database are no coroutines: they are given a thread each.
    def readyz(request: Request) -> Response:
        found = list(reasons())
        status = _NOT_READY if found else 200
        if _wants_json(request):
            body = {"ready": not found, "reasons": found}
            return JSONResponse(body, status)
        return PlainTextResponse("\n".join(found or ["ready"]) + "\n", status)

    def metrics(_request: Request) -> Response:
        body = generate_latest(registry)
        return Response(body, media_type=METRICS_TYPE)

    return Starlette(
        routes=[
            Route("/healthz", healthz, methods=["GET"]),  # and HEAD
            Route("/readyz", readyz, methods=["GET"]),
            Route("/metrics", metrics, methods=["GET"]),
        ]
    )


@contextmanager
def serving_operations(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Answer on a thread for as long as the context lasts; gives the address.

    Raises SettingsWrong when nothing can listen there.
    """
    door = Door(app, Refusals(), LIMITS)
    door.headers.append(CLOSE)  # whoever watches asks a few times a minute
    with serving(door, host, port, named="CASELOAD_HEALTH") as address:
        yield address


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")
