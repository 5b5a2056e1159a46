"""No line without names, and no headline, ever holds a worker's name, however odd the name."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.endings import Outflow, Receiver
from alerts.lifecycle import Event
from alerts.members import Judged, Member
from alerts.notice import Notice
from alerts.notices.facts import Facts, Free
from alerts.notices.message import NAMES_WORKERS, message
from alerts.notices.replies import escalation, reply
from alerts.readings import Reading
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.notices.samples import SUBJECTS, sample
from tests.alerts.notices.saying import a_worker, ended, facts

MARK = "¤"
"""Stands in every name, and in no sentence of the product's."""

names = st.builds(
    lambda before, after: f"{before}{MARK}{after}",
    st.sampled_from(["", " ", "Sam", "18", ":", "…", "-", "Over since", "\u202e", "O'", "\n"]),
    st.sampled_from(["", " ", "limit 18", ".", ": 26 cases", "(9)", "worker", "ß", "\t", "\\"]),
)

SAYS = {
    RuleKind.WORKER_OVER: "26 cases, limit 18",
    RuleKind.ABSENT_HOLDING: "absent, with 26 cases",
    RuleKind.LEAVER_HOLDING: "has left, with 26 cases",
    RuleKind.NOT_SEEN: "26 children, the longest not seen for 40 days",
    RuleKind.UNMATCHED: "26 cases, not in the workforce list",
}

people = st.lists(
    st.tuples(names, st.sampled_from([None, *Ending]), st.booleans()), min_size=1, max_size=12
)


def worker(
    number: int, kind: RuleKind, who: tuple[str, Ending | None, bool]
) -> tuple[Member, Reading]:
    name, ending, told = who
    member, reading = a_worker(number, name, SAYS[kind])
    subject = (member if told else replace(member, told_value=None), reading)
    return subject if ending is None else ended(subject, ending)


def about(kind: RuleKind, who: list[tuple[str, Ending | None, bool]], name: str) -> Facts:
    """An alert of these workers, whose cases went to others of odd names."""
    workers = [worker(number, kind, each) for number, each in enumerate(who)]
    receivers = (
        Receiver(name, 1, "Court North", 2, 18, 18),
        Receiver(f"{name}2", 2, "Court South", 1, 3, None),
    )
    subjects = tuple(member.subject for member, _ in workers)
    return facts(
        kind,
        *workers,
        free=(Free(name, 3), Free(f"{name}3", 1)),
        outflows={number: Outflow(1, 1, 1, receivers) for number in range(len(who))},
        judged=Judged((), joined=subjects[:2], worse=subjects[2:]),
    )


def unnamed(notice: Notice) -> str:
    """What is read where no names may be."""
    lines = (notice.struck, notice.headline, *notice.plain, notice.decided_plain, notice.footer)
    return "\n".join(lines)


def every_notice(found: Facts, decided: str) -> list[Notice]:
    """The message, its end, each reply, and what the head of service gets."""
    said = replace(message(found), decided=decided, decided_plain="Acknowledged.")
    told = replace(found, life=replace(found.life, notice=said))
    over: dict[str, Any] = {"state": AlertState.RESOLVED, "ending": Ending.MOVED}
    return [
        said,
        message(replace(told, life=replace(told.life, **over))),
        escalation(told, 3),
        *(
            reply(told, event)
            for event in (Event.GROWN, Event.REMINDED, Event.REVIEW_PASSED, Event.SNOOZE_OVER)
        ),
    ]


@settings(max_examples=200)
@given(kind=st.sampled_from(sorted(SAYS)), who=people, name=names)
def test_without_names_no_notice_holds_one(
    kind: RuleKind, who: list[tuple[str, Ending | None, bool]], name: str
) -> None:
    for notice in every_notice(about(kind, who, name), f"{name}, Mon 09:12: two to {name}."):
        assert MARK not in unnamed(notice)


@given(name=names, members=st.integers(1, 2))
def test_a_managers_note_and_a_colleague_with_room_are_not_named_either(
    name: str, members: int
) -> None:
    for kind in set(SUBJECTS) - NAMES_WORKERS:
        found = sample(
            kind,
            members,
            free=(Free(name, 3),),
            judged=Judged((), joined=(), worse=()),
        )
        for notice in every_notice(found, f"{name}, Mon 09:12: two to {name}."):
            assert MARK not in unnamed(notice)


def test_with_names_everybody_who_was_told_is_named() -> None:
    who = [(f"Sam {MARK} {number}", None, True) for number in range(3)]
    for kind in SAYS:
        lines = "\n".join(message(about(kind, list(who), "Kit")).named)
        assert all(name in lines for name, _, _ in who)
