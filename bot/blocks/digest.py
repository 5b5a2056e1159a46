"""A digest as a Slack message that reads in one minute, and the tables of its thread."""

from collections.abc import Mapping, Sequence

from alerts.digest.digest import Digest, FigureRow, Sheet
from alerts.digest.pictures import Picture
from alerts.notice import Notice
from bot import ids
from bot.blocks.notices import fit, notice_text
from bot.blocks.parts import Block, actions, button, context, cut, escape, header, section, table
from bot.grammar import Topic
from bot.questions.topics import question_about
from models.access import Scope

HEADER_LENGTH = 150
SENTENCE_LENGTH = 300
SHOWN_SENTENCES = 5
SHOWN_FIGURES = 16
SHOWN_LINES = 8
SHOWN_SHEET_ROWS = 60
SHEET_LENGTH = 7_000
CELL_LENGTH = 60
WIDEST = 16
FOOT_LENGTH = 2_500
ALT_LENGTH = 2_000

NO_PICTURES = "The pictures could not be shown; the figures are in the thread."
SOME_PICTURES = "One of the pictures could not be shown; its figures are in the thread."

_BLANK = "\u00a0"  # where a sign that nothing is known would be wrong
_HEADINGS = (_BLANK, "now", "target", "last week", "a year ago")  # a phone shows the first


def digest_blocks(
    digest: Digest, pictures: Mapping[int, str], about: Scope | None = None
) -> list[Block]:
    """The message; `pictures` are the ids of uploaded files by the picture's number.

    `about` is whom the buttons ask about; None leaves them out.
    """
    blocks = [_headline(digest.headline)]
    if digest.late.strip():
        blocks.append(context(fit(digest.late, SENTENCE_LENGTH)))
    for title, sentences in (
        ("Needs a decision", digest.decisions),
        ("Better", digest.better),
        ("Worse", digest.worse),
    ):
        if sentences:
            blocks.append(_list(title, sentences))
    if digest.rows:
        blocks.append(_figures(digest.rows))
    blocks += [
        _image(picture, pictures[number])
        for number, picture in enumerate(digest.pictures)
        if number in pictures
    ]
    blocks += [context(fit(text, FOOT_LENGTH)) for text in _foot(digest, len(pictures))]
    if about is not None:
        blocks.append(actions(_buttons(about)))
    return blocks


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """One message of the thread: its finding, its sentences, its table."""
    lines = [fit(line, SENTENCE_LENGTH) for line in sheet.lines[:SHOWN_LINES]]
    blocks = [_prose("\n".join([f"*{fit(sheet.title, SENTENCE_LENGTH)}*", *lines]))]
    if sheet.rows:
        shown = _shown(sheet)
        blocks.append(table(shown, _numeric(sheet.rows), _wrapping(shown)))
    if sheet.footer.strip():
        blocks.append(context(fit(sheet.footer, FOOT_LENGTH)))
    return blocks


def digest_text(notice: Notice) -> str:
    """The same in sentences, for notifications and screen readers; plain text, escaped."""
    return notice_text(notice, named=False)


def _headline(text: str) -> Block:
    if len(text) <= HEADER_LENGTH:
        return header(text)
    return _prose(f"*{fit(text, SENTENCE_LENGTH)}*")


def _list(title: str, sentences: Sequence[str]) -> Block:
    lines = [f"• {fit(text, SENTENCE_LENGTH)}" for text in sentences[:SHOWN_SENTENCES]]
    return _prose("\n".join([f"*{escape(title)}*", *lines]))


def _figures(rows: Sequence[FigureRow]) -> Block:
    """Columns in which nothing stands are left out: a phone is narrow."""
    cells = [
        (row.measure, row.now, row.yardstick, row.last_week, row.year_ago)
        for row in rows[:SHOWN_FIGURES]
    ]
    kept = [
        number for number in range(len(_HEADINGS)) if number < 2 or any(c[number] for c in cells)
    ]
    shown = [[cut(row[number], CELL_LENGTH) for number in kept] for row in [_HEADINGS, *cells]]
    return table(shown, [number > 0 for number in kept])


def _shown(sheet: Sheet) -> list[list[str]]:
    """As many rows as a message takes; the last says how many more there are."""
    rows = [[cut(cell, CELL_LENGTH) for cell in row] for row in sheet.rows]
    found = [list(sheet.headings)] if sheet.headings else []
    width = max(len(row) for row in [*found, *rows])
    room = SHEET_LENGTH
    for number, row in enumerate(rows):
        room -= sum(map(len, row))
        if number >= SHOWN_SHEET_ROWS or room < 0:
            found.append([f"… {len(rows) - number} more"])
            break
        found.append(row)
    return [[*row, *[_BLANK] * (width - len(row))] for row in found]


def _numeric(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Columns of figures stand right: those in which every cell has a digit or is empty."""
    columns = list(zip(*rows, strict=False))
    return [
        number > 0 and all(not cell or cell[:1] in "0123456789£–-−+." for cell in column)
        for number, column in enumerate(columns)
    ]


def _wrapping(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Columns of sentences take several lines, so that the others stay in sight."""
    return [max(map(len, column)) > WIDEST for column in zip(*rows, strict=True)]


def _image(picture: Picture, file_id: str) -> Block:
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": cut(picture.alt or picture.title, ALT_LENGTH),
    }


def _foot(digest: Digest, shown: int) -> list[str]:
    missing = len(digest.pictures) - shown
    trouble = [] if not missing else [SOME_PICTURES if missing == 1 and shown else NO_PICTURES]
    health = " ".join(digest.health)
    told = " · ".join(text for text in (digest.as_at, health) if text.strip())
    return [*trouble, *([told] if told else [])]


def _buttons(about: Scope) -> list[Block]:
    return [
        button("Open alerts", ids.ask_id(0), question_about(Topic.ALERTS, about)),
        button("Register", ids.ask_id(1), question_about(Topic.REGISTER, about)),
        button("How is this counted?", ids.COUNTED, question_about(Topic.CASELOAD, about)),
    ]


def _prose(mrkdwn: str) -> Block:
    """A section in which nothing that somebody typed becomes a link or a mention by itself."""
    block = section(mrkdwn)
    block["text"]["verbatim"] = True
    return block
