"""How texts and names are compared: without what only looks different."""

import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2212", " "),
        **{"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"},
    }
)


def folded(text: str) -> str:
    """Text as it compares: compatible forms, case and spaces made one."""
    if text.isascii():
        return " ".join(text.lower().split())  # the same, sooner
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def spelt_name(name: str) -> str:
    """A name as it is spelt: "Example, Sam" is "sam example", and apostrophes are alike."""
    text = folded(name).replace("\u2019", "'")
    if text.count(",") == 1:
        family, given = (part.strip() for part in text.split(","))
        text = f"{given} {family}".strip()
    return text


def folded_name(name: str) -> str:
    """A name as it compares: as it is spelt, without accents and hyphens.

    "Zoë Ash-Fell" is "zoe ash fell": two systems seldom agree on either.
    """
    if name.isascii() and "," not in name:  # most are: the same, in a fifth of the time
        return " ".join(name.replace("-", " ").lower().split())
    text = spelt_name(name).translate(_ALIKE)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
        text = unicodedata.normalize("NFC", plain)
    return " ".join(text.split())
