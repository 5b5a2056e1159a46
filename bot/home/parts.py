"""The parts of a Home: which there are, and those of one person, the most pressing first."""

from collections.abc import Callable, Iterable, Sequence

from bot.failures import failure_of
from bot.home.alerts import open_alerts
from bot.home.digests import digests
from bot.home.held import held_loads
from bot.home.loads import loads
from bot.home.opening import Opening
from bot.home.own import own_caseload
from bot.home.part import Part, Pressing
from bot.home.people import rules_and_people
from bot.home.reviews import reviews_due
from bot.home.running import running
from bot.home.services import services
from bot.home.targets import staffing_targets
from bot.home.teams import managed_teams
from bot.setup.part import setting_up
from models.errors import CaseloadError, NoData

PartsOf = Callable[[Opening], Iterable[Part]]
"""What one room says to whoever opens their Home; nothing, where it is not for them."""

PARTS: Sequence[PartsOf] = (
    held_loads,
    setting_up,
    open_alerts,
    reviews_due,
    own_caseload,
    managed_teams,
    services,
    staffing_targets,
    loads,
    digests,
    rules_and_people,
    running,
)
"""In the order of a Home in which everything is equally pressing."""


def parts_of(opening: Opening, rooms: Sequence[PartsOf] = PARTS) -> list[Part]:
    """Everything for this person. A part that fails says so in a sentence, and the rest stands."""
    found: list[Part] = []
    missing: dict[str, None] = {}
    for room in rooms:
        try:
            with opening.session.begin_nested():  # what fails leaves the others' look as it was
                found += room(opening)
        except NoData as error:
            missing[str(error)] = None
        except Exception as error:
            found.append(_failed(error))
    found += [Part(pressing=Pressing.NOW, said=(sentence,)) for sentence in missing]
    return sorted(found, key=lambda part: part.pressing)


def _failed(error: Exception) -> Part:
    if isinstance(error, CaseloadError):
        return Part(said=(str(error),))
    reference = failure_of(error).reference
    return Part(
        said=(
            "One part of this page could not be drawn. Open this tab again in a minute; if it goes "
            f'on, tell your administrator "reference {reference}".',
        )
    )
