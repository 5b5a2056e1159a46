"""The grammar and the answers: any question gets a sentence, soon, and no markup of its own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.blocks.answers import answer_blocks, fallback_text
from bot.demo.cast import CAST
from bot.demo.organisation import AUTHORITY
from bot.grammar import MAX_QUESTION, Asked, NotUnderstood, parse
from bot.questions.asking import Via, ask
from bot.services import Services, make_services
from bot.settings import read_settings
from tests.fuzz.tally import Rounds, Surprise, Tally

PARSED_WITHIN, ANSWERED_WITHIN = 0.05, 5.0
"""Seconds of processor; an answer about everything reads the whole database."""

MARKUP = ("<!channel>", "<@U0EVIL0001>", "<https://evil.example|here>", "<#C0EVIL0001>")
QUESTIONS = (
    *("caseload for team Court North", "who is over", "who has room in Court North", "caseload"),
    *("unallocated", "not seen", "alerts in Court North", "register", "staffing", "targets"),
    *("agency in Court North", "vacancies", "posts", "turnover", "experience", "plans", "rules"),
    *("trend of average for Court North 26 weeks", "compare agency", "census return 2025"),
    *("plan 20 posts taper 5 a year cases -65 a year", "plan team Court North to 15", "help"),
    *("compare plan Twenty posts", "caseload me", "caseload for Kit Barlow", "digest now"),
)
PLAIN = (
    "who is are over above has have room in at of for the my team service cases not seen children "
    "worker workers how many there all any open alerts register decided staffing agency vacancies "
    "posts turnover plan trend compare weeks year to by limit without no"
)
WORDS = (
    *PLAIN.split(),
    *(
        "Court",
        "North",
        AUTHORITY,
        "12",
        "-65",
        "0",
        "99999999999",
        "%",
        "½",
        "٣",
        "１２",
        "x" * 90,
    ),
    *("?", "!", "…", "—", "'s", "/", "\\", "`", "*", "_", "~", ">", "&lt;", ":fire:", "\u202e"),
    *("\0", "\ufeff", "\u200d", "ǅ", "ß", "İ", "é", "́", "🙂", "\ud800", "\n", "\t", *MARKUP),
)
PEOPLE = (*(member.email for member in CAST[:8]), "nobody@example.org", "", None)


def fuzz_grammar(dice: Random, more: Rounds) -> Tally:
    """Texts through the grammar alone."""
    tally = Tally("grammar")
    names = [f"{word} {number}" for word in WORDS[:40] for number in range(5)] + list(WORDS[40:80])
    while more():
        text = a_text(dice)
        tally.try_out(text, lambda text=text: _understood(text, names), PARSED_WITHIN)  # type: ignore[misc]
    return tally


def fuzz_answers(dice: Random, more: Rounds, database: Path, now: datetime) -> Tally:
    """Questions of all kinds of people to the whole product, as a message of Slack's."""
    tally = Tally("answers")
    services = make_services(
        read_settings(_env_file=None, CASELOAD_DATABASE_URL=f"sqlite:///{database}"), lambda: now
    )
    while more():
        text, email = a_text(dice), dice.choice(PEOPLE)
        tally.try_out(
            (email, text),
            lambda text=text, email=email: _answered(services, text, email),  # type: ignore[misc]
            ANSWERED_WITHIN,
        )
    services.database.close()
    return tally


def a_text(dice: Random) -> str:
    """A question, changed; or words that might be one; or the same words again and again."""
    match dice.randrange(5):
        case 0:
            words = dice.choice(QUESTIONS).split()
            for _ in range(dice.randint(0, 3)):
                words.insert(dice.randrange(len(words) + 1), dice.choice(WORDS))
            return " ".join(words)
        case 1:
            words = dice.choice(QUESTIONS).split()
            words[dice.randrange(len(words))] = dice.choice(WORDS)
            return _spoilt(dice, " ".join(words))
        case 2:
            return " ".join(dice.choices(WORDS, k=dice.randint(0, 30)))
        case 3:
            some = " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))
            return f"{some} " * dice.randint(2, max(3, MAX_QUESTION // (len(some) + 1)))
        case _:
            length = dice.choice((0, 1, 5, 50, MAX_QUESTION, 5_000))
            return "".join(
                chr(
                    dice.choice(
                        (dice.randrange(128), dice.randrange(0x3000), dice.randrange(0x110000))
                    )
                )
                for _ in range(length)
            )


def _spoilt(dice: Random, text: str) -> str:
    at = dice.randrange(len(text) + 1)
    put = dice.choice(("", " ", *WORDS[-30:], text[at : at + 3].upper()))
    return text[:at] + put + text[at + dice.randint(0, 2) :]


def _understood(text: str, names: list[str]) -> bool:
    found = parse(text, names)
    if isinstance(found, NotUnderstood):
        _must(found.sentence.endswith("."), "no sentence")
    _must(len(found.text) <= MAX_QUESTION, "longer than a question can be")
    return isinstance(found, Asked)


def _answered(services: Services, text: str, email: str | None) -> bool:
    answer = ask(services, text, email, Via("message"))
    _must(bool(answer.headline.strip()), "no headline")
    shown = [fallback_text(answer), *_marked_up(answer_blocks(answer))]
    for markup in MARKUP:
        _must(not any(markup in each for each in shown), f"{markup} reaches Slack as markup")
    return bool(answer.figures)


def _marked_up(found: Any) -> Iterator[str]:
    """Every text of blocks in which Slack looks for markup."""
    if isinstance(found, list):
        for each in found:
            yield from _marked_up(each)
    elif isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            yield str(found["text"])
        for each in found.values():
            yield from _marked_up(each)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Surprise(otherwise)
