"""The digest of what an extract says: by it the same records are known again."""

from collections.abc import Iterable
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

from models.extracts.records import AllocationsRecords, WorkforceRecords


def records_digest(records: AllocationsRecords | WorkforceRecords) -> str:
    """A digest of what an extract says: saving the same workbook again changes nothing."""
    digest = sha256()
    for field in fields(records):
        if field.name == "notes":
            continue
        rows = getattr(records, field.name)
        if not rows:
            continue
        # Not the place it was said in: saving the same rows in another order changes nothing.
        said = attrgetter(*(part.name for part in fields(rows[0]) if part.name != "place"))
        texts = _Texts()
        for text in sorted(texts.of(said(row)) for row in rows):
            digest.update(f"{field.name} {text}".encode())
    return digest.hexdigest()


class _Texts(dict[Any, str]):
    """How days, words and numbers are written out; texts are not kept: they may be references."""

    def __missing__(self, value: Any) -> str:
        text = self[value] = repr(value)
        return text

    def of(self, values: Iterable[Any]) -> str:
        """The values as a list of them would be."""
        written = [repr(each) if type(each) is str else self[each] for each in values]
        return f"[{', '.join(written)}]"
