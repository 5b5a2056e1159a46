"""Recognises a person in a text by email, name, staff id or Slack account, however spelt; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.folding import folded, spelt_name

Json = Any
"""What a JSON column holds."""

NOBODY = "somebody forgotten"
"""What stands in a text where somebody stood who was forgotten."""

_SHORTEST = 3  # letters of a name's part, or letters and digits of a staff id, in a sentence
_ID_KEYS = frozenset(
    {"staff_id", "staff_ids", "worker", "worker_ref", "held_by", "manager", "head", "code"}
)
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_BETWEEN_LETTERS = f"[{_HYPHENS}']?"
_LETTERS = str.maketrans("øłđıæœ\u2019", "oldıæœ'") | {0x131: "i", 0xE6: "ae", 0x153: "oe"}


@dataclass(frozen=True)
class Who:
    """One person, as the tables may call them; everything as it is stored."""

    worker_ids: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    staff_ids: frozenset[str] = frozenset()
    slack_ids: frozenset[str] = frozenset()
    marks: frozenset[str] = field(default_factory=frozenset)  # such as "worker:12": shown, kept
    hashed: frozenset[str] = field(default_factory=frozenset)  # such as "unmatched:0f…"

    def is_told_by(self, text: str, *, whole: bool = True) -> bool:
        """Whether a text tells of this person; `whole` where it may be nothing but a staff id."""
        if self._is_whole(text, whole=whole):
            return True
        return bool(self._pattern and self._pattern.search(_plain(text)[0]))

    def is_told_in(self, value: Json) -> bool:
        """The same of any text in a JSON value, its keys included."""
        return any(self.is_told_by(text, whole=whole) for text, whole in texts_in(value))

    def without(self, text: str, *, whole: bool = True, nobody: str = NOBODY) -> str:
        """The text with this person as somebody forgotten."""
        if self._is_whole(text, whole=whole):
            return nobody
        if self._removable is None:
            return text
        plain, places = _plain(text)
        kept, end = [], 0
        for found in self._removable.finditer(plain):
            kept += [text[end : places[found.start()]], nobody]
            end = places[found.end()]
        return "".join((*kept, text[end:])) if kept else text

    def without_in(self, value: Json) -> Json:
        """The same of every text in a JSON value, its keys included."""
        return _changed(value, lambda text, whole: self.without(text, whole=whole))

    def without_parts(self, note: str) -> str:
        """A note that is known to be about them, without their given or family name alone.

        As it is spelt in the name, so that "Mark" goes and "mark" stays.
        """
        parts = {
            re.escape(part)
            for name in self.names
            for part in re.findall(r"\w+", name)
            if len(part) >= _SHORTEST and part[0].isupper()
        }
        return re.sub(rf"\b(?:{'|'.join(sorted(parts))})\b", NOBODY, note) if parts else note

    def without_single_name_in(self, value: Json) -> Json:
        """A value that is known to be about them, without a name that is a single word.

        In a sentence about anything such a name may be a word: "Mark" is not looked for there.
        """
        single = frozenset(name for name in self.names if len(name.split()) == 1)
        alone = Who(names=single)
        return _changed(value, lambda text, _whole: alone.without_parts(text))

    def _is_whole(self, text: str, *, whole: bool) -> bool:
        """Nothing but a name, or where `whole` a staff id; elsewhere "mark" is a word."""
        plain = folded(text)
        if whole:
            return plain in self._whole
        return plain in self._whole_names and (text in self.names or not text.strip()[:1].islower())

    @cached_property
    def _whole(self) -> frozenset[str]:
        return self._whole_names | frozenset(map(folded, self.staff_ids)) - {""}

    @cached_property
    def _whole_names(self) -> frozenset[str]:
        return frozenset(map(folded, self.names)) - {""}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        marks = (rf"(?<!\w){re.escape(mark)}(?!\w)" for mark in sorted(self.marks))
        return _either((*self._forms, *marks))

    @cached_property
    def _removable(self) -> re.Pattern[str] | None:
        return _either(self._forms)

    @cached_property
    def _forms(self) -> tuple[str, ...]:
        # The longest first: "sam.example@…" before a name that is a part of it.
        emails = (rf"(?<![\w.+-]){re.escape(_plain(e)[0])}(?![\w-]|\.\w)" for e in self.emails)
        single = (rf"(?<!\w){re.escape(_plain(i)[0])}(?!\w)" for i in self.slack_ids | self.hashed)
        names = (form for name in sorted(self.names) for form in _name_forms(name))
        ids = (_id_form(staff_id) for staff_id in sorted(self.staff_ids))
        return (*sorted(emails), *sorted(single), *names, *ids)


def texts_in(value: Json, key: str = "") -> Iterator[tuple[str, bool]]:
    """Every text of a JSON value, and whether it stands where a staff id may."""
    if isinstance(value, str):
        yield value, key in _ID_KEYS
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name, False
            yield from texts_in(each, name)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each, key)


def _changed(value: Json, change: Callable[[str, bool], str], key: str = "") -> Json:
    if isinstance(value, str):
        return change(value, key in _ID_KEYS)
    if isinstance(value, dict):
        return {change(name, False): _changed(each, change, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(each, change, key) for each in value]
    return value


def _name_forms(name: str) -> Iterator[str]:
    """A name of several words, with any of them first: "Sam van Example", "van Example, Sam".

    Hyphens and apostrophes may be left out or put in: "Anne-Marie O'Neil" is "Annemarie ONeil".
    """
    words = [
        (_BETWEEN_LETTERS.join(map(re.escape, part)), place == 0)
        for word in _plain(spelt_name(name))[0].replace("'", "").split()
        for place, part in enumerate(filter(None, re.split(f"[{_HYPHENS}]", word)))
    ]
    for first in range(len(words) if len(words) > 1 else 0):
        (start, _), *others = (*words[first:], *words[:first])
        rest = (rf"[^\w.@]{'+' if apart else '*'}{word}" for word, apart in others)
        yield rf"(?<!\w){start}{''.join(rest)}(?![\w@])"


def _id_form(staff_id: str) -> str:
    """A staff id in a sentence; what might be any number or word, only where it is called so."""
    plain = _plain(folded(staff_id))[0]
    text = r"\s+".join(map(re.escape, plain.split()))
    telling = any(map(str.isdigit, plain)) and any(map(str.isalpha, plain))
    if telling and len(plain) >= _SHORTEST:
        return rf"(?<!\w){text}(?!\w)"
    return rf"(?:(?<=staff:)|(?<=staff id )|(?<=[\"\u201c']))(?<!\w){text}(?!\w)"


def _either(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(forms)) if forms else None


def _plain(text: str) -> tuple[str, range | list[int]]:
    """A text without capitals and accents, and where each of its letters stands in the original."""
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKD", letter).casefold().translate(_LETTERS):
            if not unicodedata.combining(plain):
                letters.append(plain)
                places.append(place)
    return "".join(letters), [*places, len(text)]
