"""Reads of staffing what targets are judged by: who and what comes or goes, and agency workers."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.organisation import Team
from models.staffing.book import StaffingBook
from models.staffing.queries import DAY, Part, gather_part, reading
from models.vocabulary import AgencyBasis, Employment
from models.workforce import Post, PostHolder, Worker


def gather_ahead(session: Session) -> StaffingBook:
    """Every team, and of workers and posts those with a known date ahead, agency workers, and all
    that bears on them: namesakes, holders of their posts, the posts of those.

    Its days ahead, its agency workers and the ends of money are the whole authority's; what the
    authority comes to today has to be read elsewhere (`models.staffing.snapshots`). Raises NoData
    before the first workforce was loaded.
    """
    return gather_part(session, _AHEAD)


def _ahead() -> Part:
    near = _near(_workers_ahead(), _posts_ahead())
    workers = col(Worker.id).in_(near)
    held = select(col(PostHolder.post_id)).where(col(PostHolder.worker_id).in_(near))
    ending = select(col(Post.id)).where(_posts_ahead())
    return Part(
        teams=true(),
        workers=workers,
        spells=true(),  # few, and whoever is not near has none that counts
        posts=col(Post.id).in_(union(ending, held)),
    )


def _workers_ahead() -> ColumnElement[bool]:
    """Who is to start or to leave, and agency workers who are here, or may be past their end.

    A spell that is not over belongs to somebody who is to start anew.
    """
    stays = and_(col(Worker.left_on).is_(None), col(Worker.dropped_on).is_(None))
    extra = col(Worker.agency_basis) == AgencyBasis.SUPERNUMERARY
    return or_(
        col(Worker.started_on) > DAY,
        col(Worker.left_on) >= DAY,
        col(Worker.dropped_on) > DAY,
        and_(col(Worker.employment) == Employment.AGENCY, or_(stays, extra)),
    )


def _posts_ahead() -> ColumnElement[bool]:
    """Posts that are to begin or to end, by themselves, with their money or with their team."""
    ending = select(col(Team.id)).where(col(Team.ends_on).is_not(None))
    return or_(
        col(Post.created_on) > DAY,
        col(Post.deleted_on) >= DAY,
        col(Post.dropped_on) > DAY,
        col(Post.funded_until) >= DAY,
        col(Post.team_id).in_(ending),
    )


def _near(workers: ColumnElement[bool], posts: ColumnElement[bool]) -> Select[int]:
    """The ids of these workers and of these posts' holders, and of all that are beside them."""
    holders = (
        select(col(PostHolder.worker_id))
        .join(Post, col(Post.id) == col(PostHolder.post_id))
        .where(posts)
    )
    first: Select[int] = select(col(Worker.id).label("id")).where(
        or_(workers, col(Worker.id).in_(holders))
    )
    near = first.cte("near", recursive=True)
    beside = _beside()
    more = select(beside.c.other).join(near, near.c.id == beside.c.worker)
    found: Select[int] = select(near.union(more).c.id)
    return found


def _beside() -> Subquery:
    """Pairs of workers of one name, and of those who hold one post; most are in no pair."""
    one, another = aliased(Worker), aliased(Worker)
    names = _several(col(Worker.folded_name))
    named: Select[int, int] = (
        select(col(one.id).label("worker"), col(another.id).label("other"))
        .join(another, col(one.folded_name) == col(another.folded_name))
        .where(col(one.folded_name).in_(names))
    )
    here, there = aliased(PostHolder), aliased(PostHolder)
    together = (
        select(col(here.worker_id), col(there.worker_id))
        .join(there, col(here.post_id) == col(there.post_id))
        .where(col(here.post_id).in_(_several(col(PostHolder.post_id))))
    )
    return union_all(named, together).subquery("beside")


def _several(column: Any) -> Select[Any]:
    """The values that stand in more than one row."""
    return select(column).group_by(column).having(func.count() > 1)


_AHEAD = reading(_ahead())
