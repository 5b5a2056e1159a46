"""Tidying and folding what people type."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import fold, mentions_later, phrase_of, tidy, words_of

TOKENS = (
    "<!channel>",
    "<@U1|sam>",
    "<#C1|x>",
    "<",
    ">",
    "&amp;",
    "&lt;",
    "amp;",
    "<A>",
    ":wave:",
    ":",
)
TYPED = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                *TOKENS,
                "\u202e",
                "\u200b",
                "\ufeff",
                "ＣＯＵＲＴ",
                "\u0301",
                "´",
                "`",
                " ",
                "\n",
                "over",
            ]
        )
    ).map("".join),
)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  who \t is\r\n over ", "who is over"),
        ("Court\u00a0North", "Court North"),
        ("<!channel> who is over", "who is over"),
        ("<!subteam^S1|@managers> who is over", "who is over"),
        ("<@U123> caseload for <@U456|sam> in <#C1|court>", "caseload for in"),
        ("<https://example.org/a|Court North>", "Court North"),
        ("<mailto:sam@example.org|sam@example.org>", "sam@example.org"),
        ("Me &amp; My Family", "Me & My Family"),
        ("&lt;!channel&gt; over", "!channel over"),
        ("&amp;lt;!here&amp;gt;", "!here"),
        ("<<!here>!channel> over", "!channel over"),
        ("\u202eCourt\u202c \u200bNo\u00adrth\ufeff", "Court North"),
        ("over\x00\x07 limit", "over limit"),
        ("ＣＯＵＲＴ　Ｎｏｒｔｈ", "COURT North"),
        ("＜!channel＞ over", "over"),
        (":wave: Court North :+1::skin-tone-2:", "Court North"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("<Jose>\u0301 Núñez", "José Núñez"),
        ("Sam´s cases", "Sam's cases"),
    ],
)
def test_a_text_is_tidied_for_showing(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@given(TYPED)
def test_tidying_twice_changes_nothing(typed: str) -> None:
    assert tidy(tidy(typed)) == tidy(typed)


@given(TYPED)
def test_a_tidied_text_has_no_invisible_character_and_no_slack_token(typed: str) -> None:
    tidied = tidy(typed)
    assert not {unicodedata.category(letter) for letter in tidied} & {"Cc", "Cf", "Cs"}
    assert "<" not in tidied
    assert ">" not in tidied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Court North", "COURT  north."),
        ("Court-North", "court north"),
        ("Me & My Family", "me and my family"),
        ("José Núñez", "jose nunez"),
        ("Jose\u0301", "José"),
        ("Siân O’Brien", "sian o'brien"),
        ("O'Brien", "OBrien"),
        ("Straße", "STRASSE"),
        ("Locality １", "locality 1"),
    ],
)
def test_texts_that_are_the_same_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(alphabet=string.printable))
def test_plain_letters_fold_as_all_letters_do(text: str) -> None:
    assert fold(text) == " ".join(word.fold for word in words_of(text))


@given(TYPED)
def test_each_word_stands_where_it_says(typed: str) -> None:
    tidied = tidy(typed)
    ends = [0]
    for word in words_of(tidied):
        assert ends[-1] <= word.start < word.end <= len(tidied)
        assert word.fold
        assert " " not in word.fold
        ends.append(word.end)


def test_the_possessive_ending_is_not_part_of_the_owner() -> None:
    assert phrase_of("Sam Example's").owner().written() == "Sam Example"
    assert phrase_of("Sam Example’s").owner().folded == "sam example"
    assert phrase_of("Sam Examples").owner().written() == "Sam Examples"


@pytest.mark.parametrize(
    ("typed", "later"),
    [
        ("<@U1> who is over", False),
        ("caseload for <@U1>", True),
        ("over in <#C1|court>", True),
        ("over <!channel>", False),
        ("", False),
    ],
)
def test_a_mention_counts_only_after_the_beginning(typed: str, later: bool) -> None:
    assert mentions_later(typed) is later
