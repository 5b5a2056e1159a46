"""Answers in Slack beside a bare Bolt listener that runs the raw SQL of the same figures."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import partial

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.app import build
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database
from tests.bench.asked import Question, questions, values_at
from tests.bench.growth import exponent
from tests.bench.raw import raw
from tests.bench.setting import AS_AT, Bench
from tests.bench.sizes import times
from tests.bench.slack import BOT_TOKEN, SECRET, SmallSlack, command, request_of
from tests.bench.table import Bound, Row, beside
from tests.bench.timing import Take, alone, side_by_side, spread_of, stopwatch

NOW = datetime.combine(AS_AT, time(6, 1), UTC)
BOUND, GROWTH = Bound(5), Bound(1.3)
FACTORS = (0.1, 0.3, 1.0)
AT_ONCE = 0.05
"""Seconds: what takes less is asked many times in a row, and the middle one counts."""

MANY = 40

NOTE = (
    "the floor is a bare Bolt listener, run before the response as the product's are, that reads "
    "what the answer shows by statements written by hand, through the bare driver on a connection "
    "that stays open. It is fair because nothing that answers in Slack with these figures can do "
    "less. It neither looks up who asks nor writes down that they did, as what is measured does; "
    "beside a floor that does both, one row committed, the ratio stands below."
)
GROWTH_NOTE = (
    "the floor is the same answer with a tenth of the data, by the same program in the same run. "
    "It is fair because a team is as large in all of them: only the rest of the data grows."
)

Ask = Callable[[Question], str]
"""Asks a question, waits for its answer, and gives what came with the acknowledgement."""


def measure(bench: Bench) -> Iterator[Row]:
    """Each question, the product and the floor side by side."""
    with (
        bench.filled() as database,
        SmallSlack() as slack,
        asking(database, slack) as ask,
        bare(bench, database, slack) as floor,
        bare(bench, database, slack, audited=True) as audited,
    ):
        for question in questions(bench.size, bench.kind):
            bench.say(f"asking: {question.what}")
            yield _asked(bench, question, ask, (floor, audited))


def _asked(bench: Bench, question: Question, ask: Ask, floors: tuple[Ask, Ask]) -> Row:
    told = ask(question)
    if question.answered not in told:
        raise RuntimeError(f"{question.what} was answered: {told[:300]}")
    product, floor, audited = (_taking(bench, each, question) for each in (ask, *floors))
    pair = side_by_side(product, floor, repeats=bench.repeats)
    least = alone(audited, repeats=bench.repeats)
    return bench.row(
        **beside(pair),
        measure=f"answer: {question.what}",
        bound=BOUND,
        note=NOTE,
        facts={"× a floor that also keeps the audit": pair.measured.median / least.median},
    )


def measure_growth(bench: Bench) -> Iterator[Row]:
    """The first question with a tenth, three tenths and all of the data."""
    found = []
    for factor in FACTORS:
        size = times(bench.size, factor)
        with bench.filled(size) as database, SmallSlack() as slack, asking(database, slack) as ask:
            question = next(questions(size, bench.kind))
            ask(question)
            take = _taking(bench, ask, question)
            found.append((factor, alone(take, repeats=bench.repeats, warm=1)))
    (_, least), *_, (_, most) = found
    yield bench.row(
        measure="answer: a team's caseload, with ten times the data",
        measured=most,
        floor=least,
        ratio=spread_of([most.median / least.median]),
        bound=GROWTH,
        note=GROWTH_NOTE,
        facts={"exponent": exponent([(factor, took.median) for factor, took in found])},
    )


@contextmanager
def asking(database: Database, slack: SmallSlack) -> Iterator[Ask]:
    """The product as `serve` puts it together, given requests as Slack signs them."""
    settings = read_settings(
        _env_file=None,
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SECRET,
        CASELOAD_SLACK_API_URL=slack.url,
        CASELOAD_DATABASE_URL=database.url.render_as_string(hide_password=False),
    )
    caseload = build(make_services(settings, lambda: NOW))
    try:
        yield _asking(caseload.app, slack)
    finally:
        caseload.close()


@contextmanager
def bare(
    bench: Bench, database: Database, slack: SmallSlack, *, audited: bool = False
) -> Iterator[Ask]:
    """A listener that does nothing but read what is asked for, and say that it did.

    With `audited` it also looks up who asks, and writes down that they did.
    """
    connection, values = raw(database), values_at(bench.size, AS_AT)
    asked = {question.text: question for question in questions(bench.size, bench.kind)}
    client = WebClient(BOT_TOKEN, base_url=slack.url)
    app = App(client=client, signing_secret=SECRET, process_before_response=True)

    def answer(ack: Ack, body: dict[str, str]) -> None:
        question = asked[body.get("text", "")]
        question.read(connection, values, audited=audited)
        if question.follows:
            ack()
            WebhookClient(body["response_url"]).send(text="Read.")
        else:
            ack("Read.", response_type="ephemeral")

    app.command("/caseload")(answer)
    try:
        yield _asking(app, slack)
    finally:
        connection.close()


def _asking(app: App, slack: SmallSlack) -> Ask:
    def ask(question: Question) -> str:
        body = command(question.text, question.account, slack.response_url)
        response: BoltResponse = app.dispatch(request_of(body))
        if response.status != 200:
            raise RuntimeError(f"{question.what} was refused with {response.status}")
        if not response.body and not question.follows:
            raise RuntimeError(f"{question.what} has a chart: its floor has to follow as well")
        text: str = json.loads(response.body)["text"] if response.body else ""
        if text and not text.startswith("One moment"):
            return text
        return slack.heard()

    return ask


def _taking(bench: Bench, ask: Ask, question: Question) -> Take:
    deed = partial(ask, question)
    quick = bench.repeats > 1 and stopwatch(deed)() < AT_ONCE
    return stopwatch(deed, calls=MANY if quick else 1)
