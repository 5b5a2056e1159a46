"""Small files that would become huge are refused with a sentence, in little memory and time."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from tests.models.census.returns import message, worker
from tests.models.extracts.reading_apart import Outcome, read_apart
from tests.models.extracts.test_bad_input import CASES
from tests.models.extracts.workbooks import a_care_leaver, an_open_child, list_6, list_9
from tests.models.extracts.workbooks import write_workbook as write

MB = 1024 * 1024
MEMORY, SECONDS = 300 * MB, 5.0
"""What one of them may take; England's own cases take more."""

SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
START, END = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10)
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LONG_ENTITY = b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 100_000 + b'">]>'

FAR, DAMAGED, UNPACKED = "far beyond any list", "is damaged", "would unpack to more than"
DECLARED, DEEP = "declares a document type", "Elements stand in one another"
TOO_LONG, UNPAIRED = "is longer than 100,000 characters", "do not pair up"

WORKBOOKS: dict[str, tuple[Callable[[], dict[str, bytes]], str]] = {
    "1000 to 1": (lambda: {SHEET: START + b" " * 30 * MB + END}, UNPACKED),
    "1000 to 1 beside the sheets": (lambda: {"xl/media/a.png": bytes(30 * MB)}, UNPACKED),
    "a cell at the end of the sheet": (lambda: {SHEET: START + b'<c r="XFD1048576"/>' + END}, FAR),
    "millions of cells without address": (
        lambda: {SHEET: START + b"<c/>" * 10_000_001 + END},
        FAR,
    ),
    "millions of cells with a prefix": (
        lambda: {SHEET: START + b"<x:c/>" * 10_000_001 + END},
        FAR,
    ),
    "a million columns": (lambda: {SHEET: START + b'<c r="ZZZZZ20"/>' + END}, FAR),
    "more rows than there are": (lambda: {SHEET: START + b"<row/>" * 1_048_577 + END}, FAR),
    "millions of texts": (lambda: {TEXTS: b"<sst>" + b"<si/>" * 10_000_001 + b"</sst>"}, FAR),
    "one endless text": (lambda: {TEXTS: b"<sst><si><t>" + b"x" * 3 * MB}, DAMAGED),
    "one endless attribute": (lambda: {SHEET: START + b'<row a="' + b"x" * 3 * MB}, DAMAGED),
    "deep nesting": (lambda: {SHEET: START + b"<a>" * 200_000}, DAMAGED),
    "a list of sheets without end": (lambda: {BOOK: b"<workbook>" + b"<sheet " * 600_000}, DAMAGED),
    "a list of sheets that never closes": (
        lambda: {BOOK: b"<workbook>" + b"<sheet " * 500_000},
        DAMAGED,
    ),
    "entities in entities": (
        lambda: {SHEET: LAUGHS + b"]>" + START + b"<v>&k;</v>" + END},
        "header row",
    ),
}
OTHERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "laughs.xml": (lambda: LAUGHS + b"]>" + message().encode().replace(b"852", b"&k;"), DECLARED),
    "outside.xml": (lambda: OUTSIDE + message().encode().replace(b"852", b"&a;"), DECLARED),
    "quadratic.xml": (lambda: LONG_ENTITY + b"<Message>" + b"&a;" * 10_000, DECLARED),
    "deep.xml": (lambda: b"<Message>" + b"<a>" * 1_000_000, DEEP),
    "many.xml": (lambda: message(worker() * 20_001).encode(), "more than 20,000 workers"),
    "long.csv": (lambda: CASES + b"," * 5 * MB, TOO_LONG),
    "open.csv": (lambda: CASES + b'"' + b"x\n" * 3 * MB, UNPAIRED),
    "nul.csv": (lambda: CASES + bytes(5 * MB), "NUL bytes"),
}
"""Made when they are needed: together they are a quarter of a gigabyte."""


def repacked(good: bytes, changed: dict[str, bytes]) -> bytes:
    """The workbook with parts replaced, and with noise so that it is no small file for its size."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(good)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as to,
    ):
        for name in packed.namelist():
            to.writestr(name, changed.get(name, packed.read(name)))
        for name in changed.keys() - set(packed.namelist()):
            to.writestr(name, changed[name])
        if not any(len(part) == 30 * MB or b" " * MB in part for part in changed.values()):
            to.writestr(zipfile.ZipInfo("xl/media/noise"), random.Random(1).randbytes(MB))
    return out.getvalue()


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """All of them read by one process, since starting it takes longer than reading one."""
    folder = tmp_path_factory.mktemp("bombs")
    sheets = {"List_6": list_6(an_open_child()), "List_9": list_9(a_care_leaver())}
    good = write(folder / "good.xlsx", sheets).read_bytes()
    for name, (changed, _) in WORKBOOKS.items():
        (folder / f"{name}.xlsx").write_bytes(repacked(good, changed()))
    for name, (data, _) in OTHERS.items():
        (folder / name).write_bytes(data())
    found = {outcome.file: outcome for outcome in read_apart(sorted(folder.iterdir()))}
    assert found.pop("good.xlsx").is_read
    return found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        *((f"{name}.xlsx", sentence) for name, (_, sentence) in WORKBOOKS.items()),
        *((name, sentence) for name, (_, sentence) in OTHERS.items()),
    ],
)
def test_a_bomb_is_refused_with_a_sentence_before_it_goes_off(
    outcomes: dict[str, Outcome], name: str, sentence: str
) -> None:
    outcome = outcomes[name]
    assert not outcome.is_read
    assert sentence in outcome.sentences[0]
    assert outcome.seconds < SECONDS
    assert outcome.peak < MEMORY
