"""Which team, service or worker a typed name means, and which it may have meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.grammar import NameKind
from bot.phrases import kindless
from bot.words import fold

MAX_SUGGESTIONS = 5

# Out of 100. Two letters wrong, missing or swapped in a name of ten leave about 80, "court nth"
# scores 80 for Court South, while unrelated words of the field ("agency" and "legacy",
# "staffing" and "safeguarding") share enough letters for 60 to 67.
NEAR_ENOUGH = 72

# One wanted word against one of the name's words: stricter, because short words are often alike.
_WORD_NEAR_ENOUGH = 80

# What a match is worth where the whole names are not alike letter by letter.
_OTHER_ORDER_WORTH = 0.99
_FIRST_WORDS_WORTH = 0.95
_LATER_WORDS_WORTH = 0.93
_INITIALS_SCORE = 85.0
_NAMED_WITHIN_SCORE = 80.0

_UNSAID_IN_INITIALS = frozenset({"and", "for", "in", "of", "the", "to", "with"})
_NAMED_BY_WORK = frozenset({NameKind.TEAM, NameKind.SERVICE})


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that may be asked about; `key` is whatever finds its owner again."""

    name: str
    kind: NameKind
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """The one thing that a name means, or else up to `MAX_SUGGESTIONS` that it may have meant."""

    exact: KnownName | None
    suggestions: tuple[KnownName, ...]


def find_names(wanted: str, kind: NameKind, known: Sequence[KnownName]) -> Found:
    """What `wanted` means among the known names, which must be those that the asker may see.

    Only a whole name is an answer: equal but for case, accents, punctuation and "&" for "and",
    or else but for "the", "team" and "service" around it. A part, an abbreviation or a misspelt
    name only suggests, as does a name that several things have. Suggestions are best first, then
    alphabetical; they are of other kinds only when nothing of the kind asked for is near.
    """
    folded = fold(wanted)
    if not folded or kind is NameKind.AUTHORITY:
        return Found(None, ())
    candidates = [one for one in known if kind in (NameKind.ANY, one.kind)]
    same = _same(folded, candidates)
    if len(same) == 1:
        return Found(same[0], ())
    return Found(None, _best(same or _near(folded, candidates) or _near(folded, known), folded))


def _same(folded: str, known: Iterable[KnownName]) -> list[KnownName]:
    as_written = [one for one in known if fold(one.name) == folded]
    if as_written:
        return as_written
    bare = kindless(folded)
    return [one for one in known if one.kind in _NAMED_BY_WORK and kindless(fold(one.name)) == bare]


def _near(folded: str, known: Iterable[KnownName]) -> list[KnownName]:
    return [one for one in known if _nearness(folded, one) >= NEAR_ENOUGH]


def _best(known: Iterable[KnownName], folded: str) -> tuple[KnownName, ...]:
    def order(one: KnownName) -> tuple[float, str, str, str]:
        return -_nearness(folded, one), fold(one.name), one.kind, one.key

    return tuple(sorted(known, key=order)[:MAX_SUGGESTIONS])


def _nearness(folded: str, one: KnownName) -> float:
    """How near the wanted name is to a known one, 0 to 100."""
    wanted, name = folded, fold(one.name)
    if one.kind in _NAMED_BY_WORK:
        wanted, name = kindless(wanted), kindless(name)
    return max(
        fuzz.ratio(wanted, name),
        fuzz.token_sort_ratio(wanted, name) * _OTHER_ORDER_WORTH,
        _words_nearness(wanted, name),
        _INITIALS_SCORE if len(wanted) > 1 and wanted in _initials(name) else 0.0,
        _NAMED_WITHIN_SCORE if " " in name and f" {name} " in f" {wanted} " else 0.0,
    )


def _words_nearness(wanted: str, name: str) -> float:
    """The mean over the wanted words of the likest word in the name; 0 if one is like none."""
    words, others = wanted.split(), name.split()
    if len(words) > len(others):
        return 0.0
    likest = [max(_word_nearness(word, other) for other in others) for word in words]
    if min(likest) < _WORD_NEAR_ENOUGH:
        return 0.0
    worth = _FIRST_WORDS_WORTH if name.startswith(wanted) else _LATER_WORDS_WORTH
    return worth * sum(likest) / len(likest)


def _word_nearness(wanted: str, word: str) -> float:
    if wanted == word:
        return 100.0
    if len(wanted) > 1 and word.startswith(wanted):
        return 95.0
    return fuzz.ratio(wanted, word)


def _initials(name: str) -> tuple[str, str]:
    """The name's initials, of all its words and of those that are usually said."""
    words = name.split()
    said = [word for word in words if word not in _UNSAID_IN_INITIALS]
    return "".join(word[0] for word in words), "".join(word[0] for word in said)
