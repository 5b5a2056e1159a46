"""How long things are kept is what the settings say."""

from datetime import timedelta

from bot.kept import kept_as_set
from bot.settings import read_settings
from models.kept import AS_SHIPPED


def test_unset_it_is_as_shipped() -> None:
    assert kept_as_set(read_settings(_env_file=None)) == AS_SHIPPED


def test_each_setting_is_its_own() -> None:
    names = ("names", "loads", "closed_cases", "leavers", "audit", "register")
    days = {f"CASELOAD_{name.upper()}_KEPT_DAYS": 300 + n for n, name in enumerate(names)}
    days |= {"CASELOAD_HISTORY_DAYS": 333, "CASELOAD_LEAVERS_KEPT_DAYS": 803}
    days |= {"CASELOAD_REGISTER_KEPT_DAYS": 905}
    kept = kept_as_set(read_settings(_env_file=None, **days))
    assert (kept.names, kept.loads, kept.closed_cases) == tuple(
        timedelta(days=each) for each in (300, 301, 302)
    )
    assert (kept.leavers.days, kept.audit.days, kept.register.days) == (803, 304, 905)
    assert kept.history.days == 333
