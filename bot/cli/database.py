"""`caseload db upgrade`: the database's tables."""

import typer

from bot.cli.common import out, services
from models.schema import upgrade


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The database's tables.", no_args_is_help=True)
    group.command("upgrade")(upgrade_command)
    app.add_typer(group, name="db")


def upgrade_command() -> None:
    """Bring the database's tables up to date; does nothing when they are.

    Example: caseload db upgrade
    """
    with services(current=False) as made:
        before, after = upgrade(made.database)
        address = made.database.described()
    if before == after:
        out.print(f"{address} is up to date (version {after}).", markup=False)
    else:
        out.print(f"{address} is now at version {after} (was {before or 'empty'}).", markup=False)
