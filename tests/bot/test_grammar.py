"""What each wording of a question is understood to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import MAX_QUESTION, Asked, NameKind, NotUnderstood, Topic, parse

CASELOAD, ME, OVER, ROOM = Topic.CASELOAD, Topic.ME, Topic.OVER, Topic.ROOM
UNALLOCATED, NOT_SEEN, HELP = Topic.UNALLOCATED, Topic.NOT_SEEN, Topic.HELP
ALERTS, REGISTER, RULES = Topic.ALERTS, Topic.REGISTER, Topic.RULES
DIGEST = Topic.DIGEST
ANY, TEAM, SERVICE = NameKind.ANY, NameKind.TEAM, NameKind.SERVICE
WORKER, AUTHORITY = NameKind.WORKER, NameKind.AUTHORITY

AWKWARD_NAMES = (
    "Over 11s Team",
    "Room 4",
    "Help at Home",
    "Unallocated Duty",
    "Duty",
    "Me and My Family",
    "Children Not Seen Team",
    "Disabled Children",
    "In-House Fostering",
    "Team Around the Family",
    "Register Office",
    "The Bridge",
    "St John's",
    "Court North",
    "***",
)

QUESTION_WORDS = (
    *("who", "is", "over", "room", "in", "team", "my", "Court", "North's", "unallocated", "not"),
    *("seen", "for", "the", "<@U1>", "<!here>", "&", "?", "(", ")", "'", "cases", "caseload"),
    *("help", "me", "has", "service", "children", "please", "everyone", "limit", "11s", "11s'"),
)


def asked(text: str, names: tuple[str, ...] = ()) -> tuple[Topic, str | None, NameKind]:
    answer = parse(text, names)
    assert isinstance(answer, Asked), answer
    return answer.topic, answer.name, answer.name_kind


CASELOADS = [
    ("caseload for team Court North", "Court North", TEAM),
    ("Court North", "Court North", ANY),
    ("court north.", "court north", ANY),
    ("team court nth", "court nth", TEAM),
    ("for team Court North", "Court North", TEAM),
    ("Court North team", "Court North", TEAM),
    ("Court North caseload", "Court North", ANY),
    ("COURT NORTH CASELOADS", "COURT NORTH", ANY),
    ("case-load: Court North", "Court North", ANY),
    ("what is the caseload of Court North?", "Court North", ANY),
    ("whats the caseload for the Court North team", "Court North", TEAM),
    ("What’s Court North’s caseload?", "Court North", ANY),
    ("please show me the caseload of Court North, thanks", "Court North", ANY),
    ("could you tell me the average caseload in Court North please", "Court North", ANY),
    ("how many cases has Sam Example got?", "Sam Example", ANY),
    ("how many cases does Sam Example have", "Sam Example", ANY),
    ("how many cases are there in Court North?", "Court North", ANY),
    ("cases held by Sam Example", "Sam Example", ANY),
    ("Sam Example's cases", "Sam Example", ANY),
    ("caseload for Sam Example", "Sam Example", ANY),
    ("caseload for worker Sam Example", "Sam Example", WORKER),
    ("social worker Sam Example", "Sam Example", WORKER),
    ("caseload of everyone in Court North", "Court North", ANY),
    ("caseload for service Safeguarding", "Safeguarding", SERVICE),
    ("service Safeguarding", "Safeguarding", SERVICE),
    ("the Safeguarding service", "Safeguarding", SERVICE),
    ("what about Court South?", "Court South", ANY),
    ("*Court North*", "Court North", ANY),
    ("Court North (A)", "Court North (A)", ANY),
    ("", None, ANY),
    ("   ", None, ANY),
    ("caseload", None, ANY),
    ("Caseloads?", None, ANY),
    ("how many cases are there", None, ANY),
    ("caseload by team", None, ANY),
    ("everyone", None, AUTHORITY),
    ("authority", None, AUTHORITY),
    ("the council", None, AUTHORITY),
    ("caseload for the whole authority", None, AUTHORITY),
    ("all teams", None, AUTHORITY),
    ("my team", None, TEAM),
    ("my team's caseload", None, TEAM),
    ("what's our caseload?", None, ANY),
    ("how many cases do we have", None, ANY),
    ("caseload for our service", None, SERVICE),
]


@pytest.mark.parametrize(("text", "name", "kind"), CASELOADS)
def test_a_caseload_is_asked_for(text: str, name: str | None, kind: NameKind) -> None:
    assert asked(text) == (CASELOAD, name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "me",
        "caseload me",
        "caseload for me",
        "my caseload",
        "show me my cases please",
        "what is my limit?",
        "how many cases do I have",
        "How many cases have I got?",
        "am I over my limit?",
        "do I have room",
    ],
)
def test_the_asker_asks_about_their_own_caseload(text: str) -> None:
    assert asked(text) == (ME, None, ANY)


LISTS = [
    ("who is over", OVER, None, ANY),
    ("over", OVER, None, ANY),
    ("caseload over", OVER, None, ANY),
    ("anyone over the limit?", OVER, None, ANY),
    ("which teams are over", OVER, None, ANY),
    ("who has too many cases", OVER, None, ANY),
    ("who's over in Court North?", OVER, "Court North", ANY),
    ("who is over in team Court North", OVER, "Court North", TEAM),
    ("Who is over their limit in the Safeguarding service?", OVER, "Safeguarding", SERVICE),
    ("is anyone in Court North over their limit?", OVER, "Court North", ANY),
    ("workers over the limit in Court North", OVER, "Court North", ANY),
    ("Court North: who is over", OVER, "Court North", ANY),
    ('over in "Court North"', OVER, "Court North", ANY),
    ("is Sam Example over his limit", OVER, "Sam Example", ANY),
    ("who is over in my team", OVER, None, TEAM),
    ("who is over in the whole council", OVER, None, AUTHORITY),
    ("who has room", ROOM, None, ANY),
    ("who has room in Court North", ROOM, "Court North", ANY),
    ("who has capacity in court north", ROOM, "court north", ANY),
    ("any space in Court North?", ROOM, "Court North", ANY),
    ("who can take another case in Court North", ROOM, "Court North", ANY),
    ("who has room for one more case", ROOM, None, ANY),
    ("does anyone in Court North have room?", ROOM, "Court North", ANY),
    ("has Court North got room", ROOM, "Court North", ANY),
    ("unallocated", UNALLOCATED, None, ANY),
    ("unallocated cases", UNALLOCATED, None, ANY),
    ("unallocated in Court North", UNALLOCATED, "Court North", ANY),
    ("Court North unallocated", UNALLOCATED, "Court North", ANY),
    ("cases with no worker", UNALLOCATED, None, ANY),
    ("cases without a worker in Court North", UNALLOCATED, "Court North", ANY),
    ("cases in Court North with no worker", UNALLOCATED, "Court North", ANY),
    ("which children have no social worker?", UNALLOCATED, None, ANY),
    ("how many unallocated cases are there in Court North", UNALLOCATED, "Court North", ANY),
    ("how many cases are unallocated in Court North", UNALLOCATED, "Court North", ANY),
    ("unassigned children for service Safeguarding", UNALLOCATED, "Safeguarding", SERVICE),
    ("not seen", NOT_SEEN, None, ANY),
    ("not seen in Court North", NOT_SEEN, "Court North", ANY),
    ("who hasn't been seen", NOT_SEEN, None, ANY),
    ("who hasn’t been seen in Court North", NOT_SEEN, "Court North", ANY),
    ("which children in Court North have not been seen?", NOT_SEEN, "Court North", ANY),
    ("children not visited recently", NOT_SEEN, None, ANY),
    ("overdue visits in Court North", NOT_SEEN, "Court North", ANY),
    ("Court North children not seen", NOT_SEEN, "Court North", ANY),
    ("alerts", ALERTS, None, ANY),
    ("alert", ALERTS, None, ANY),
    ("open alerts", ALERTS, None, ANY),
    ("my alerts", ALERTS, None, ANY),
    ("our open alerts", ALERTS, None, ANY),
    ("are there any alerts?", ALERTS, None, ANY),
    ("what alerts are there", ALERTS, None, ANY),
    ("how many open alerts do we have", ALERTS, None, ANY),
    ("the open alerts for Court North", ALERTS, "Court North", ANY),
    ("what alerts are open in Court North?", ALERTS, "Court North", ANY),
    ("which alerts are not acknowledged in Court North", ALERTS, "Court North", ANY),
    ("which alerts", ALERTS, None, ANY),
    ("which teams have alerts?", ALERTS, None, ANY),
    ("Court North alerts", ALERTS, "Court North", ANY),
    ("Court North's alerts", ALERTS, "Court North", ANY),
    ("does Court North have any open alerts?", ALERTS, "Court North", ANY),
    ("alerts in the Safeguarding service", ALERTS, "Safeguarding", SERVICE),
    ("alerts in my team", ALERTS, None, TEAM),
    ("alerts in the whole authority", ALERTS, None, AUTHORITY),
    ("register", REGISTER, None, ANY),
    ("the register", REGISTER, None, ANY),
    ("register for court north", REGISTER, "court north", ANY),
    ("register of decisions in team Court North", REGISTER, "Court North", TEAM),
    ("Court North register", REGISTER, "Court North", ANY),
    ("decisions", REGISTER, None, ANY),
    ("decisions in Court North", REGISTER, "Court North", ANY),
    ("which decisions were made in Court North", REGISTER, "Court North", ANY),
    ("decision register", REGISTER, None, ANY),
    ("alert register for Court North", REGISTER, "Court North", ANY),
    ("what did we decide about Court North", REGISTER, "Court North", ANY),
    ("what was decided in Court North?", REGISTER, "Court North", ANY),
    ("what have we decided", REGISTER, None, ANY),
    ("rules", RULES, None, ANY),
    ("the rules", RULES, None, ANY),
    ("What are the rules?", RULES, None, ANY),
    ("all alert rules", RULES, None, ANY),
    ("rules for alerts", RULES, None, ANY),
    ("digest", DIGEST, None, ANY),
    ("digest now", DIGEST, None, ANY),
    ("my weekly digest please", DIGEST, None, ANY),
    ("this week's digest", DIGEST, None, ANY),
    ("digest for everyone", DIGEST, None, AUTHORITY),
    ("the digest for service Court", DIGEST, "Court", SERVICE),
]


@pytest.mark.parametrize(("text", "topic", "name", "kind"), LISTS)
def test_a_list_is_asked_for(text: str, topic: Topic, name: str | None, kind: NameKind) -> None:
    assert asked(text) == (topic, name, kind)


@pytest.mark.parametrize(("text", "topic", "name", "kind"), LISTS)
def test_a_list_is_asked_for_after_the_word_caseload_and_with_known_names_too(
    text: str, topic: Topic, name: str | None, kind: NameKind
) -> None:
    assert asked(f"caseload {text.lower()}", AWKWARD_NAMES) == (
        topic,
        name and name.lower(),
        kind,
    )


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "HELP!",
        "?",
        "??",
        "caseload help",
        "help me please",
        "help with unallocated",
        "what can you do",
        "What can I ask?",
        "how does this work?",
        "hello",
        "thanks",
        "show me",
    ],
)
def test_help_is_asked_for(text: str) -> None:
    assert asked(text) == (HELP, None, ANY)


@pytest.mark.parametrize("text", ["help", "?", "Caseload help"])
def test_help_is_help_whatever_the_teams_are_called(text: str) -> None:
    assert asked(text, ("Help", "Caseload Help")) == (HELP, None, ANY)


@pytest.mark.parametrize("name", AWKWARD_NAMES[:-1])
def test_a_known_name_is_a_name_whatever_words_are_in_it(name: str) -> None:
    assert asked(name, AWKWARD_NAMES) == (CASELOAD, name, ANY)
    assert asked(f"Caseload for {name}", AWKWARD_NAMES) == (CASELOAD, name, ANY)
    assert asked(f"who is over in {name}?", AWKWARD_NAMES) == (OVER, name, ANY)
    assert asked(f"unallocated in {name}", AWKWARD_NAMES) == (UNALLOCATED, name, ANY)
    assert asked(f"{name} who has room", AWKWARD_NAMES) == (ROOM, name, ANY)
    assert asked(f"children not seen in {name}", AWKWARD_NAMES) == (NOT_SEEN, name, ANY)
    assert asked(f"open alerts in {name}", AWKWARD_NAMES) == (ALERTS, name, ANY)
    assert asked(f"register for {name}", AWKWARD_NAMES) == (REGISTER, name, ANY)


@pytest.mark.parametrize(
    ("text", "topic", "name", "kind"),
    [
        ("over 11s", CASELOAD, "over 11s", ANY),
        ("the over 11s team", CASELOAD, "over 11s team", ANY),
        ("over 11s over", OVER, "over 11s", ANY),
        ("room 4 room", ROOM, "room 4", ANY),
        ("unallocated duty", CASELOAD, "unallocated duty", ANY),
        ("unallocated in duty", UNALLOCATED, "duty", ANY),
        ("me & my family", CASELOAD, "me & my family", ANY),
        ("disabled children unallocated", UNALLOCATED, "disabled children", ANY),
        ("St John's caseload", CASELOAD, "St John's", ANY),
        ("Court North's caseload", CASELOAD, "Court North", ANY),
        ("Court North team", CASELOAD, "Court North", TEAM),
        ("me", ME, None, ANY),
        ("who is over", OVER, None, ANY),
        ("unallocated", UNALLOCATED, None, ANY),
        ("", CASELOAD, None, ANY),
        ("room in Court Nroth", ROOM, "Court Nroth", ANY),
    ],
)
def test_a_question_is_read_so_that_its_name_is_known(
    text: str, topic: Topic, name: str | None, kind: NameKind
) -> None:
    assert asked(text, AWKWARD_NAMES) == (topic, name, kind)


@pytest.mark.parametrize("text", ["newsletter", "agenda"])
def test_a_word_that_is_no_question_is_looked_up_as_a_name(text: str) -> None:
    assert asked(text) == (CASELOAD, text, ANY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("'; DROP TABLE teams; --", "DROP TABLE teams"),
        ("Court North' OR '1'='1", "Court North' OR '1'='1"),
        ("\u202eCourt\u202c Nor\u200bth\x00", "Court North"),
        ("ＣＯＵＲＴ Ｎｏｒｔｈ", "COURT North"),
        ("🙂 Court North :wave:", "Court North"),
        ("<!channel> Court North", "Court North"),
        ("Me &amp; My Family", "Me & My Family"),
        ("Can Yilmaz", "Can Yilmaz"),
        ("Will Smith Jones", "Will Smith Jones"),
    ],
)
def test_strange_text_is_only_a_name(text: str, name: str) -> None:
    assert asked(text) == (CASELOAD, name, ANY)


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("x" * 10_000, "That is longer than a question can be (200 characters)."),
        ("x" * 201, "That is longer than a question can be (200 characters)."),
        ("ﷺ" * 900, "That is longer than a question can be (200 characters)."),
        ("!!! ... ---", "I found no question in that."),
        ("🙂🙂", "I found no question in that."),
        ("<!channel>", "I found no question in that."),
        ("\u202e\u200b", "I found no question in that."),
        ("caseload for <@U123>", "I can't look up a mention of a person or a channel."),
        ("who is over in <#C1|court-north>", "I can't look up a mention"),
        ("why is Sam off this week?", "I did not understand that question."),
        ("x" * 81, "I did not understand that question."),
    ],
)
def test_what_is_no_question_gets_a_sentence_with_the_next_step(text: str, beginning: str) -> None:
    answer = parse(text)
    assert isinstance(answer, NotUnderstood)
    assert answer.sentence.startswith(beginning)
    assert "`/caseload help`" in answer.sentence


def test_a_question_of_200_characters_with_a_known_name_is_understood() -> None:
    name = "Team " + "n" * 194
    question = f"{name}?"
    assert len(question) == MAX_QUESTION
    assert asked(question, (name,)) == (CASELOAD, name, ANY)


@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(
            st.sampled_from(QUESTION_WORDS),
            max_size=40,
        ).map(" ".join),
    )
)
def test_any_text_gets_an_answer_of_bounded_length_that_is_always_the_same(text: str) -> None:
    answer = parse(text, AWKWARD_NAMES)
    assert parse(text, AWKWARD_NAMES) == answer
    assert len(answer.text) <= MAX_QUESTION
    if isinstance(answer, Asked) and answer.name is not None:
        assert answer.name
        assert answer.name in answer.text
