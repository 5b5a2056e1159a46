"""Where published figures are kept: those imported last, else those that come with the product."""

from functools import lru_cache
from importlib.resources import files

from sqlmodel import Session

from models.published import PublishedFile
from models.reference.layout import neighbours_text, read_neighbours, read_table, table_text
from models.reference.table import Neighbours, Published, Table
from models.vocabulary import ExtractKind

PACKAGED = {
    ExtractKind.INDICATORS: "indicators.csv",
    ExtractKind.NEIGHBOURS: "neighbours.csv",
    ExtractKind.CHILDREN_IN_NEED: "children_in_need.csv",
}
"""The published kinds, and the file of each in the package."""


def published(session: Session) -> Published:
    """All published figures that are known now."""
    return Published(
        indicators=known_table(session, ExtractKind.INDICATORS),
        neighbours=known_neighbours(session),
        need=known_table(session, ExtractKind.CHILDREN_IN_NEED),
    )


def known_table(session: Session, kind: ExtractKind) -> Table:
    """The indicators or children in need; a newer version may bring newer ones than imported."""
    packaged = _table(packaged_text(kind))
    stored = session.get(PublishedFile, kind)
    if stored is None or stored.latest_year < packaged.latest_year:
        return packaged
    return _table(stored.content.decode())


def known_neighbours(session: Session) -> Neighbours:
    """The statistical neighbours, likewise."""
    packaged = _neighbours(packaged_text(ExtractKind.NEIGHBOURS))
    stored = session.get(PublishedFile, ExtractKind.NEIGHBOURS)
    if stored is None or 0 < stored.latest_year < packaged.latest_year:
        return packaged
    return _neighbours(stored.content.decode())


@lru_cache(maxsize=len(PACKAGED))
def packaged_text(kind: ExtractKind) -> str:
    """A published file as it comes with the product, in our own layout."""
    place = files("models.reference") / "published" / PACKAGED[kind]
    return place.read_text(encoding="utf-8")


def text_of(said: Table | Neighbours) -> str:
    """Figures or neighbours in our own layout."""
    return table_text(said) if isinstance(said, Table) else neighbours_text(said)


@lru_cache(maxsize=4)  # the packaged and the imported file of each kind
def _table(text: str) -> Table:
    return read_table(text)


@lru_cache(maxsize=2)
def _neighbours(text: str) -> Neighbours:
    return read_neighbours(text)
