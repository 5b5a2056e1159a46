"""Which names are set in the environment and in `.env`, whether or not they are settings'."""

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.setting_files import env_file_to_read
from bot.settings import Settings


def names_given() -> frozenset[str]:
    """Every name that has a value, in capitals."""
    from_file = DotEnvSettingsSource(Settings, env_file=env_file_to_read())
    sources = (EnvSettingsSource(Settings), from_file)
    return frozenset(
        name.upper() for source in sources for name, value in source.env_vars.items() if value
    )
