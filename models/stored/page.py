"""What is stored as a page for the impact assessment, made from the descriptions."""

import re
from collections.abc import Iterable, Iterator

from models.stored.describing import Of, Stored
from models.stored.register import EVERY_TABLE, ROOMS

_HEAD = """\
# What is stored, table by table

Made from the code by `python -m bot.documents`; a test compares the two, so this page is
true of the version it comes with. Purposes, data flows, rights and risks are in
[privacy.md](privacy.md).

A column is about nobody, about a worker, about a user of the app, or about a child. Of a child
there is a keyed hash of the case's reference with the kind and dates of the case: no name, date of
birth or address, and no reference that the case system would know. Settings named below are in the
table of settings in [README.md](../README.md); how long things are kept is counted in days.
"""

_ELSEWHERE = """\
## Beside the database

| where | what | kept |
|---|---|---|
| Slack | messages and direct messages the app sent, App Homes, digests with their pictures | \
messages about alerts and shared answers with workers' names are edited down to counts after \
`CASELOAD_NAMES_KEPT_DAYS`; the rest as long as the workspace's own retention says |
| `CASELOAD_INBOX` | extracts as they came, in its folders done and refused | \
`CASELOAD_LOADS_KEPT_DAYS` |
| backups | everything above, as it was that day | as long as you keep them; forget people again \
after restoring one |
| the log | what happened, with a reference; no name, email, case reference or token | as long as \
your log collector keeps it |
| exports | the register, the audit and answers as files, where somebody saved them | as long as \
they keep them |

## Never stored

- the name, date of birth, address or any other detail of a child, or anything about a family
- the case's reference in clear
- the reason for an absence
- what an answer said: the audit keeps who asked about whom or what, never the figures
- questions as they were typed, where they could not be understood
- passwords; tokens and keys come from the environment or from files
"""

_SETTING = re.compile(r"CASELOAD_[A-Z_]+")
_OF = {Of.NOBODY: "", Of.WORKER: "worker", Of.USER: "user", Of.CHILD: "child, by keyed hash"}


def stored_page() -> str:
    """The whole page in Markdown."""
    parts = [_HEAD, *_overview()]
    for room, tables in ROOMS.items():
        parts += [f"## {room}\n", *map(_table, tables)]
    return "\n".join((*parts, _ELSEWHERE))


def _overview() -> Iterator[str]:
    yield "## At a glance\n\n| table | what it is | tells of | kept |\n|---|---|---|---|"
    for stored in EVERY_TABLE:
        told = (f"[`{stored.name}`](#{stored.name})", stored.what, _whom(stored), _kept(stored))
        yield f"| {' | '.join(told)} |"
    yield ""


def _table(stored: Stored) -> str:
    rows = (f"| `{name}` | {told.what} | {_OF[told.of]} |" for name, told in stored.columns.items())
    return "\n".join(
        (
            f"### {stored.name}\n",
            f"{stored.what}.\n",
            f"Kept: {_kept(stored)}. Seen by: {stored.seen_by}.\n",
            "| column | what | about |",
            "|---|---|---|",
            *rows,
            "",
        )
    )


def _whom(stored: Stored) -> str:
    found: Iterable[Of] = (told.of for told in stored.columns.values())
    told_of = [_OF[of] for of in dict.fromkeys(found) if of is not Of.NOBODY]
    return ", ".join(told_of) or "nobody"


def _kept(stored: Stored) -> str:
    """With the names of settings as code."""
    return _SETTING.sub(r"`\g<0>`", stored.kept)
