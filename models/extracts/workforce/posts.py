"""Reads the sheet Posts: the establishment, with its funding and who fills it."""

from models.extracts.cells import read_fte, read_pounds, read_reference, read_text, read_word
from models.extracts.records import PostRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.names import refuse_repeats
from models.extracts.workforce.staff import FIRST_WORKING_DAY, refuse_wrong_order
from models.vocabulary import Funding, Role

POSTS = (
    Column("post_id"),
    Column("team"),
    Column("role"),
    Column("fte"),
    Column("funding"),
    Column("funded_until"),
    Column("held_by"),
    Column("annual_cost", required=False),
    Column("created_on"),
    Column("deleted_on"),
)


def read_posts(sheet: Sheet) -> list[tuple[Row, PostRecord]]:
    """Each post with its row; a post that nobody holds is vacant."""
    rows: dict[str, int] = {}
    posts = []
    for row in sheet.rows():
        post = PostRecord(
            post_id=row.needed("post_id", read_reference, ""),
            team=row.needed("team", read_text, ""),
            role=row.needed("role", lambda cell: read_word(cell, Role), Role.OTHER),
            fte=row.needed("fte", read_fte, 0.0),
            funding=row.needed("funding", lambda cell: read_word(cell, Funding), Funding.BASE),
            funded_until=row.date("funded_until"),
            held_by=row.text("held_by"),
            annual_cost=row.read("annual_cost", read_pounds),
            created_on=row.date("created_on", earliest=FIRST_WORKING_DAY),
            deleted_on=row.date("deleted_on", earliest=FIRST_WORKING_DAY),
            place=row.place(),
        )
        refuse_repeats(rows, row, "post_id", post.post_id)
        refuse_wrong_order(row, "created_on", post.created_on, "deleted_on", post.deleted_on)
        posts.append((row, post))
    return posts
