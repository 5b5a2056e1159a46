"""What commands about rules are given: a day that is over or today, and a file read with care."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from alerts.rules.rule import Rule
from alerts.rules.storing import places
from alerts.rules.toml_file import FileProblem, read_rules
from bot.cli.common import err, print_json
from bot.services import Services
from models.errors import CaseloadError

BAD_FILE = 2

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]

On = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d", "%d/%m/%Y"],
        metavar="DATE",
        help="The rules that were in force at the end of this day.",
    ),
]


def day_given(on: datetime | None, made: Services) -> date | None:
    """The day of `--on`, if it was given; CaseloadError for one that is yet to come."""
    if on is None:
        return None
    if on.date() > made.clock().astimezone(made.settings.zone).date():
        raise CaseloadError(f"{on:%Y-%m-%d} is yet to come. Choose today or a day before.")
    return on.date()


def read_file(made: Services, file: Path, empty: dict[str, Any] | None) -> tuple[Rule, ...]:
    """The rules of a file; with problems they are printed, and the command ends.

    `empty` is the form for programs without anything in it, where that is wanted.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseloadError(f"{file} cannot be read ({error.strerror}). Check its name.") from None
    except UnicodeDecodeError:
        raise CaseloadError(f"{file} is not a text in UTF-8. Save it as that.") from None
    with made.database.look() as session:
        read = read_rules(text, places(session))
    if read.problems:
        refuse(str(file), read.problems, empty)
    return read.rules


def refuse(what: str, problems: Iterable[FileProblem], empty: dict[str, Any] | None) -> NoReturn:
    """Print what is wrong with a file or rule that was given, and end the command."""
    if empty is not None:
        rows = [{"rule": p.rule, "key": p.key, "message": p.message} for p in problems]
        print_json({**empty, "problems": rows})
    else:
        err.print(f"{what} was not used, and nothing was changed:", markup=False)
        for problem in problems:
            err.print(f"  {problem}", markup=False, soft_wrap=True)
    raise typer.Exit(BAD_FILE)
