"""Changes good input a little, or a lot, always in the same way for the same seed."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from random import Random

NASTY: tuple[bytes, ...] = (
    *(b"", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3\x28", b"\xe2\x80\xae", b"\x0b"),
    *(b"\r", b"\n", b"\r\n", b"\t", b",", b";", b'"', b'""', b"'", b"=1+1", b"@SUM(1)", b"-2+3"),
    *(b"#N/A", b"#REF!", b"NaN", b"-1", b"0", b"1e999", b"-0.0", b"9" * 30, b"31/02/2026"),
    *(b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#0;", b"&#x110000;", b"&k;", b"<![CDATA["),
    *(b"]]>", b"<!--", b"<?xml", b"<!DOCTYPE a [<!ENTITY k SYSTEM 'file:///etc/passwd'>]>"),
    *(b"../../etc/passwd", b"%s%n", b"{0}", b"${x}", b"\\u0000", "ｆｕｌｌ".encode(), b"true"),
)
XML = (
    *(b'<c r="XFD1048576"/>', b'<c r="A1" t="s"><v>99999</v></c>', b'<c t="e"><v>#N/A</v></c>'),
    *(b'<dimension ref="A1:XFD1048576"/>', b"<row/>", b'<row r="99999999">', b'<c r="A0"/>'),
    *(b'<mergeCell ref="A1:XFD1048576"/>', b' xml:space="preserve"', b' encoding="utf-16"'),
    *(b'<sheet name="List_6" sheetId="1"/>', b"</sheetData>", b"<f>1+1</f>", b' s="99999"'),
)


def changed_bytes(dice: Random, data: bytes, pieces: Sequence[bytes] = NASTY) -> bytes:
    """A change or some: bytes replaced, cut, doubled, swapped, or something nasty put in."""
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        data = _changed_once(dice, data, pieces)
    return data


def _changed_once(dice: Random, data: bytes, pieces: Sequence[bytes]) -> bytes:
    at = dice.randrange(len(data) + 1)
    length = dice.choice((0, 1, 2, 8, 40, 400))
    match dice.randrange(6):
        case 0:
            return data[:at] + dice.choice(pieces) + data[at + length :]
        case 1:
            return data[:at] + data[at + length :]
        case 2:
            return data[:at] + data[at : at + length] * dice.randint(2, 50) + data[at + length :]
        case 3:
            other = dice.randrange(len(data) + 1)
            return data[:at] + data[other : other + length] + data[at:]
        case 4:
            return data[:at] + dice.randbytes(dice.randint(1, 8)) + data[at + length :]
        case _:
            return data[:at] if dice.random() < 0.3 else data[:at] + bytes([dice.randrange(256)])


def changed_lines(dice: Random, data: bytes) -> bytes:
    """Cells of a file of lines exchanged, replaced or lost; lines doubled or mixed."""
    lines = data.split(b"\n")
    for _ in range(dice.choice((1, 1, 2, 4))):
        at = dice.randrange(len(lines))
        cells = lines[at].split(b",")
        cells[dice.randrange(len(cells))] = dice.choice((*NASTY, *cells))
        lines[at] = b",".join(cells)
        if dice.random() < 0.3:
            lines.insert(dice.randrange(len(lines)), lines[at])
    return b"\n".join(lines)


def changed_archive(dice: Random, data: bytes) -> bytes:
    """A workbook with a part of it changed, lost, doubled, renamed or packed otherwise."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as to:
        names = packed.namelist()
        spoilt = dice.choice([*names, "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
        deed = dice.randrange(8)
        for name in names:
            content = packed.read(name)
            if name == spoilt and deed == 0:
                continue
            if name == spoilt and deed > 2:
                content = changed_bytes(dice, content, (*NASTY, *XML))
            kind = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            shown = dice.choice(names) + "x" if name == spoilt and deed == 1 else name
            to.writestr(zipfile.ZipInfo(shown), content, compress_type=kind)
        if deed == 2:
            to.writestr(zipfile.ZipInfo(f"../{spoilt}"), b"x")
    found = out.getvalue()
    return _changed_once(dice, found, NASTY) if dice.random() < 0.2 else found
