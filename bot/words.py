"""What people type, tidied for showing, and its words folded for comparing."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

APOSTROPHES = frozenset("'’‘ʼ`´")

# NFKC would make a space and an accent of the first; the second is Slack's mark for code.
_TYPED_APOSTROPHES = str.maketrans({"´": "'", "`": "'"})
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(f".[{''.join(APOSTROPHES)}][sS]$")
_SLACK_TOKEN = re.compile(r"<([^<>]*)>")
_LATER_MENTION = re.compile(r"\S\s*<[@#][^<>]*>")
_EMOJI_CODES = re.compile(r"(?<!\S)(?::[a-z0-9_+-]+:)+(?!\S)", re.IGNORECASE)
_ESCAPED_ANGLE = re.compile(r"&(?:amp;)*[lg]t;", re.IGNORECASE)
_ESCAPED_AND = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_LINK_SCHEME = re.compile(r"(?:mailto|tel):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its folded form and where it stands (`text[start:end]`)."""

    fold: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """Some consecutive words of a tidied text."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def folded(self) -> str:
        return " ".join(word.fold for word in self.words)

    def within(self, start: int, end: int) -> "Phrase":
        """The words of `folded[start:end]`."""
        first = self.folded[:start].count(" ")
        count = len(self.folded[start:end].split())
        return Phrase(self.text, self.words[first : first + count])

    def after(self, pattern: re.Pattern[str]) -> "Phrase":
        """The words after what the pattern matches at the beginning; all if it does not."""
        match = pattern.match(self.folded)
        return self.within(match.end(), len(self.folded)) if match else self

    def before(self, pattern: re.Pattern[str]) -> "Phrase":
        """The words before what the pattern finds; all if it does not."""
        match = pattern.search(self.folded)
        return self.within(0, match.start()) if match else self

    def owner(self) -> "Phrase":
        """Without the possessive ending: "Sam Example" of "Sam Example's"."""
        if not self.words:
            return self
        last = self.words[-1]
        if not _POSSESSIVE.search(self.text[last.start : last.end]):
            return self
        return Phrase(self.text, (*self.words[:-1], Word(last.fold[:-1], last.start, last.end - 2)))

    def as_typed_after(self, whole: "Phrase") -> str:
        """These words with all that was typed since the word before them: "-20 posts"."""
        place = whole.words.index(self.words[0])
        start = whole.words[place - 1].end if place else self.words[0].start
        return self.text[start : self.words[-1].end].strip(" :,")

    def ends_text(self) -> bool:
        """Whether nothing but punctuation follows."""
        return bool(self.words) and not words_of(self.text[self.words[-1].end :])

    def written(self) -> str:
        """The words as they were typed, without punctuation around them."""
        if not self.words:
            return ""
        start, end = self.words[0].start, self.words[-1].end
        if "(" in self.text[start:end] and self.text[end : end + 1] == ")":
            end += 1
        return self.text[start:end].strip("".join(APOSTROPHES))


def phrase_of(text: str) -> Phrase:
    """The whole of a tidied text as a phrase."""
    return Phrase(text, tuple(words_of(text)))


def tidy(text: str) -> str:
    """The text on one line without control, invisible or direction-changing characters.

    Full-width and other compatible forms become plain ones (NFKC), Slack's tokens (`<!channel>`,
    `<@U1>`, `<#C1|x>`) and emoji codes go, links keep their label, `&amp;` becomes `&`. Tidying
    twice changes nothing. The result is text, not Slack markup: `&`, `*` and `_` still need
    escaping where it is shown.
    """
    plain = _SLACK_TOKEN.sub(_token_label, _plain(text))
    plain = _ESCAPED_ANGLE.sub(" ", plain)
    plain = _ESCAPED_AND.sub("&", plain)
    plain = plain.replace("<", " ").replace(">", " ")
    line = " ".join(_EMOJI_CODES.sub(" ", plain).split())
    return unicodedata.normalize("NFKC", line)  # a link's label may have met an accent after it


def mentions_later(text: str) -> bool:
    """Whether a person or channel is mentioned (`<@U1>`, `<#C1>`) other than at the start."""
    return _LATER_MENTION.search(_plain(text)) is not None


def words_of(text: str) -> list[Word]:
    """The words of a tidied text; `&` is a word ("and"), other punctuation and emoji are not."""
    found: list[Word] = []
    for inside, group in groupby(enumerate(text), key=lambda at: _belongs_to_word(at[1])):
        letters = list(group)
        start, end = letters[0][0], letters[-1][0] + 1
        if inside and (folded := _fold_word(text[start:end])):
            found.append(Word(folded, start, end))
        found.extend(Word("and", at, at + 1) for at, letter in letters if letter == "&")
    return found


@lru_cache(10_000)
def fold(text: str) -> str:
    """The text as it is compared: no case, accents or punctuation, `&` as "and", single spaces."""
    if text.isascii():  # Most names are, and hundreds are folded for one question.
        plain = text.lower().replace("'", "").replace("`", "").replace("&", " and ")
        return " ".join(_ASCII_WORD.findall(plain))
    return " ".join(word.fold for word in words_of(unicodedata.normalize("NFKC", text)))


def _plain(text: str) -> str:
    spaced = (" " if letter.isspace() else letter for letter in text)
    visible = "".join(
        letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )
    composed = unicodedata.normalize("NFKC", visible.translate(_TYPED_APOSTROPHES))
    return composed.translate(_TYPED_APOSTROPHES)


def _token_label(token: re.Match[str]) -> str:
    content: str = token[1]
    if content.startswith(("@", "#", "!")):
        return " "
    return _LINK_SCHEME.sub("", content.rpartition("|")[2])


def _belongs_to_word(letter: str) -> bool:
    return letter.isalnum() or letter in APOSTROPHES or unicodedata.category(letter)[0] == "M"


def _fold_word(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum() and letter not in APOSTROPHES)
