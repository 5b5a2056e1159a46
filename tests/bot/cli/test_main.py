"""The commands are put together from their rooms, and one command does not wait for all."""

from importlib import import_module

import pytest
import typer

from bot.cli.main import ROOMS, command_line
from models.version import VERSION
from tests.bot.cli.command_line import CommandLine


def registered(room: str) -> set[str]:
    """The commands and groups that a module of commands has."""
    app = typer.Typer()
    app.callback()(lambda: None)
    import_module(f"bot.cli.{room}").register(app)
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return set(group.commands)


@pytest.mark.parametrize("room", dict.fromkeys(ROOMS.values()))
def test_every_room_has_exactly_the_commands_it_is_listed_for(room: str) -> None:
    assert registered(room) == {name for name, listed in ROOMS.items() if listed == room}


def test_the_help_lists_every_command() -> None:
    group = typer.main.get_command(command_line())
    assert isinstance(group, typer.core.TyperGroup)
    assert set(group.commands) == set(ROOMS)


def test_the_version_is_said(caseload: CommandLine) -> None:
    assert caseload("--version").out == f"caseload {VERSION}\n"


@pytest.mark.parametrize("name", ROOMS)
def test_the_help_of_everything_has_an_example(caseload: CommandLine, name: str) -> None:
    assert f"caseload {name}" in caseload(name, "--help").out.partition("Example:")[2]
