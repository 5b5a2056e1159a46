"""Draws any of the digest's pictures."""

from alerts.digest.pictures import AgencyPicture, CaseloadsPicture, Picture
from bot.pictures.agency import draw_agency
from bot.pictures.caseloads import draw_caseloads
from bot.pictures.demand import draw_demand
from bot.pictures.sheet import Sheet


def draw(picture: Picture) -> bytes:
    """The picture as a PNG, 1080 pixels wide; the same values give the same bytes."""
    return sheet_of(picture).png()


def sheet_of(picture: Picture) -> Sheet:
    """The picture laid out, before it becomes pixels."""
    if isinstance(picture, CaseloadsPicture):
        return draw_caseloads(picture)
    if isinstance(picture, AgencyPicture):
        return draw_agency(picture)
    return draw_demand(picture)
