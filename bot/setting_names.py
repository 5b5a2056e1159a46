"""Which names are set in the environment and in `.env`, whether or not they are settings'."""

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.settings import Settings


def names_given() -> frozenset[str]:
    """Every name that has a value, in capitals."""
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    return frozenset(
        name.upper() for source in sources for name, value in source.env_vars.items() if value
    )
