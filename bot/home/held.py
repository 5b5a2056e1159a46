"""Loads that wait for an administrator's decision, with the buttons that decide."""

from collections.abc import Iterator

from bot.home.opening import Opening
from bot.home.part import Part, Pressing
from models.extracts.held import open_held


def held_loads(opening: Opening) -> Iterator[Part]:
    """First of all for administrators, and for nobody else: until then answers are old."""
    if not opening.asker.administrator:
        return
    held = open_held(opening.session)
    if held:
        yield Part(pressing=Pressing.NOW, items=held)
