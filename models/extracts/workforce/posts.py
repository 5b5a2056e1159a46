"""Reads the sheet Posts: the establishment, with its funding and who fills it."""

from collections.abc import Iterable
from dataclasses import replace

from models.extracts.cells import read_fte, read_pounds, read_reference, read_text, read_word
from models.extracts.problems import listed, quoted
from models.extracts.records import PostRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.staff import FIRST_WORKING_DAY, refuse_wrong_order
from models.vocabulary import Funding, Role

_ALIKE = (
    *("team", "role", "fte", "funding", "funded_until", "annual_cost"),
    *("created_on", "deleted_on"),
)
"""What the rows of one post have in common."""

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
    """Each row with what it says; a post that nobody holds is vacant.

    Several rows of one post are a job share, if they differ in `held_by` alone.
    """
    firsts: dict[str, tuple[Row, PostRecord]] = {}
    posts = []
    for row in sheet.rows():
        post = PostRecord(
            post_id=row.needed("post_id", read_reference, ""),
            team=row.needed("team", read_text, ""),
            role=row.needed("role", lambda cell: read_word(cell, Role), Role.OTHER),
            fte=row.needed("fte", read_fte, 0.0),
            funding=row.needed("funding", lambda cell: read_word(cell, Funding), Funding.BASE),
            funded_until=row.date("funded_until"),
            held_by=_holders(row.text("held_by")),
            annual_cost=row.read("annual_cost", read_pounds),
            created_on=row.date("created_on", earliest=FIRST_WORKING_DAY),
            deleted_on=row.date("deleted_on", earliest=FIRST_WORKING_DAY),
            place=row.place(),
        )
        if post.post_id:
            _refuse_another(row, post, *firsts.setdefault(post.post_id.casefold(), (row, post)))
        refuse_wrong_order(row, "created_on", post.created_on, "deleted_on", post.deleted_on)
        posts.append((row, post))
    return posts


def job_shares(posts: Iterable[PostRecord]) -> list[PostRecord]:
    """One record for each post, with the holders of all its rows, in the order of the rows."""
    found: dict[str, PostRecord] = {}
    for post in posts:
        first = found.setdefault(post.post_id.casefold(), post)
        if first is not post:
            holders = tuple(dict.fromkeys((*first.held_by, *post.held_by)))
            found[post.post_id.casefold()] = replace(first, held_by=holders)
    return list(found.values())


def _refuse_another(row: Row, post: PostRecord, first_row: Row, first: PostRecord) -> None:
    """Reports a second row of a post that is not another holder of it."""
    if row is first_row:
        return
    others = [name for name in _ALIKE if _said(getattr(post, name)) != _said(getattr(first, name))]
    already = f'"{quoted(post.post_id)}" is already in row {first_row.number}'
    if others:
        row.refuse(
            "post_id",
            f"{already} with another {listed(others)}; the rows of one post differ in held_by "
            "alone. Make them alike, or give the other post its own post_id.",
        )
    elif {_said(who) for who in post.held_by} == {_said(who) for who in first.held_by}:
        row.refuse("post_id", f"{already}; keep one of the rows.")


def _said(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _holders(cell: str | None) -> tuple[str, ...]:
    """Everybody a cell names: "E001; E017" is a job share."""
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())
