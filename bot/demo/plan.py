"""The plan that the demo's director saved some time ago, so that there is one to look back at."""

from datetime import date, datetime

from sqlmodel import Session

from alerts.plans.baseline import baseline
from alerts.plans.reading import read_plan
from alerts.plans.saving import Saving, save_plan
from alerts.plans.starting import make_inputs
from bot.demo.cast import cast_member
from bot.demo.clock import ZONE
from bot.demo.organisation import AUTHORITY
from models.access import authority_scope

WEEKS_AGO = 39
NAME = "Ten posts"
SAID = "10 posts taper 5 a year cases -150 a year"


def save_directors_plan(session: Session, today: date, now: datetime) -> None:
    """Saves the plan as the director would, from the figures that are loaded now."""
    scope = authority_scope(AUTHORITY)
    start = baseline(session, scope, zone=ZONE, today=today)
    inputs = make_inputs(read_plan(SAID).given, start.figures)
    saving = Saving(cast_member("director").email, now, start.day)
    save_plan(session, NAME, scope, inputs, saving)
