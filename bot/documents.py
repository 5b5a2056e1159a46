"""Writes the documents that are made from the code: `python -m bot.documents`."""

from pathlib import Path

from models.stored.page import stored_page

MADE = {"deploy/stored.md": stored_page}
"""Each document by its path in the project, and what writes its text."""


def write_all(root: Path) -> None:
    """Write each of them below the project's folder."""
    for path, text in MADE.items():
        (root / path).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(__file__).parents[1])
