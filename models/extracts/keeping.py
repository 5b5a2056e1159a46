"""Keeps what a held extract says until somebody decides: records to bytes, and back exactly."""

import zlib
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.errors import RecordsUnreadable
from models.extracts.records import AllocationsRecords, WorkforceRecords
from models.secrets import CaseHasher
from models.vocabulary import ExtractKind

Records = AllocationsRecords | WorkforceRecords

_FORMS: dict[ExtractKind, TypeAdapter[Any]] = {
    ExtractKind.ALLOCATIONS: TypeAdapter(AllocationsRecords),
    ExtractKind.WORKFORCE: TypeAdapter(WorkforceRecords),
}


def hashed(records: AllocationsRecords, hasher: CaseHasher) -> AllocationsRecords:
    """The same without any case reference in clear."""
    cases = tuple(replace(case, case_ref=hasher(case.case_ref)) for case in records.cases)
    return replace(records, cases=cases)


def packed(records: Records) -> bytes:
    """Records as compressed JSON; case references as they are, so hash them before."""
    kind = (
        ExtractKind.WORKFORCE if isinstance(records, WorkforceRecords) else ExtractKind.ALLOCATIONS
    )
    return zlib.compress(_FORMS[kind].dump_json(records))


def unpacked(kept: bytes, kind: ExtractKind) -> Records:
    """The records again; RecordsUnreadable where another version kept them in another form."""
    try:
        records: Records = _FORMS[kind].validate_json(zlib.decompress(kept))
    except (zlib.error, ValidationError) as error:
        raise RecordsUnreadable(
            "What was kept of this load cannot be read by this version. "
            "Import the file again with --accept."
        ) from error
    return records
