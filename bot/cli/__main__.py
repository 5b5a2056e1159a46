"""`python -m bot.cli` is `caseload`."""

from bot.cli.main import main

main()
