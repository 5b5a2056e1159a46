"""`python -m bot.cli` is `caseload`."""

from bot.cli import main

main()
