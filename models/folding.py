"""How texts and names are compared: without what only looks different."""

import unicodedata


def folded(text: str) -> str:
    """Text as it compares: compatible forms, case and spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def folded_name(name: str) -> str:
    """A name as it compares: "Example, Sam" is "sam example", and apostrophes are alike."""
    text = folded(name).replace("\u2019", "'")
    if text.count(",") == 1:
        family, given = (part.strip() for part in text.split(","))
        text = f"{given} {family}".strip()
    return text
