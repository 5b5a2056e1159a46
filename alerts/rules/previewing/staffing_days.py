"""Reads the days kept of staffing: what each place with a target came to on each of them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.places import Place
from alerts.rules.gathering_history import YEARS
from alerts.rules.past_staffing import (
    Kept,
    StaffingPlaces,
    empty_book,
    scope_name,
    standing_of,
    teams_of,
)
from alerts.rules.previewing.kept import KeptDay, StaffingPart
from models.staffing.book import years_before
from models.staffing.paths import all_paths
from models.staffing.snapshots import staffing_histories
from models.staffing.targets import Path
from models.vocabulary import Measure


class StaffingHistory:
    """Every place with a target of some measures, and the days kept of it."""

    def __init__(
        self,
        session: Session,
        measures: Collection[Measure],
        places: StaffingPlaces,
        *,
        since: date,
        until: date,
    ) -> None:
        self._since, self._until, self._places = since, until, places
        self._paths: dict[Place, list[Path]] = defaultdict(list)
        for path in all_paths(session):
            if path.measure in measures:
                self._paths[Place(path.team_id, path.service_id)].append(path)
        scopes = {place: teams_of(place, places) for place in self._paths}
        # Since when a target was missed is looked for as far back as a check looks.
        self._kept: Mapping[Place, Sequence[Kept]] = (
            staffing_histories(session, scopes, years_before(since, YEARS)) if scopes else {}
        )

    @property
    def has_targets(self) -> bool:
        return bool(self._paths)

    def days(self) -> list[date]:
        """The days of the time looked at of which anything was kept, oldest first."""
        found = {day for kept in self._kept.values() for day, _ in kept}
        return sorted(day for day in found if self._since <= day <= self._until)

    def kept_days(self, zone: ZoneInfo) -> Iterator[KeptDay]:
        """Each of these days with every place of which something was kept on it."""
        listed = {place.key for place in self._paths}
        for day in self.days():
            parts = {
                place.key: part
                for place in self._paths
                if (part := self._part(place, day, zone)) is not None
            }
            yield KeptDay(day=day, listed=listed, parts=parts)

    def _part(self, place: Place, day: date, zone: ZoneInfo) -> StaffingPart | None:
        kept = self._kept[place]
        until = bisect_right(kept, day, key=lambda each: each[0])
        if not until or kept[until - 1][0] != day:
            return None
        history, book = kept[:until], empty_book(day, zone)
        name = scope_name(place, self._places)
        return StaffingPart(
            tuple(standing_of(path, history, book, name) for path in self._paths[place])
        )
