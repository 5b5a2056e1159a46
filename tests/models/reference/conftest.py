"""What the tests of published figures may ask for: the figures that come with the product."""

import pytest

from models.reference.layout import read_neighbours, read_table
from models.reference.storing import packaged_text
from models.reference.table import Published
from models.vocabulary import ExtractKind


@pytest.fixture(scope="session")
def packaged() -> Published:
    """All that is known of other authorities before anything is imported."""
    return Published(
        indicators=read_table(packaged_text(ExtractKind.INDICATORS)),
        neighbours=read_neighbours(packaged_text(ExtractKind.NEIGHBOURS)),
        need=read_table(packaged_text(ExtractKind.CHILDREN_IN_NEED)),
    )
