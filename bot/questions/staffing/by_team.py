"""Staffing team by team: the rows behind a headline of several teams."""

from collections.abc import Callable, Collection, Sequence

from bot.questions.answer import Column, Table, Value
from bot.questions.staffing.setting import StaffingSetting
from models.staffing.parts import Parts
from models.vocabulary import Measure

Row = dict[str, Value]


def team_table(
    setting: StaffingSetting,
    columns: Sequence[Column],
    row_of: Callable[[Parts], Row | None],
    told: Collection[Measure],
    caption: str,
) -> Table | None:
    """The teams in the order of the first column, largest first; None where no team has any.

    A channel gets no table where a team's figure is of one or two people: what is left out could
    be worked out from the rest. `told` are the measures in the rows.
    """
    rows: list[Row] = []
    for team_id, parts in setting.by_team.items():
        row = row_of(parts)
        if row is None:
            continue
        if any(setting.hides(measure, parts) for measure in told):
            return None
        rows.append({"team": setting.book.teams[team_id].name, **row})
    key = columns[0].key
    rows.sort(key=lambda row: (-float(row[key] or 0), str(row["team"])))
    if not rows:
        return None
    return Table(columns=(Column("team", "Team"), *columns), rows=rows, caption=caption)
