"""Case Status: every way authorities write it has its kind, and other words are refused."""

import pytest

from models.extracts.case_status import kind_of_status
from models.extracts.cells import Refused
from models.vocabulary import CaseKind


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        (CaseKind.LOOKED_AFTER, "a) Looked after child|Looked After|CLA|LAC|CLA&CP|CLA & CPP|a|a)"),
        (
            CaseKind.LOOKED_AFTER,
            "Child Looked After|CiC|Child in Care|LAC / CIN|looked-after child",
        ),
        (CaseKind.CHILD_PROTECTION, "b) Child Protection plan|CP|CPP|CP Plan|child protection|b"),
        (CaseKind.CHILD_IN_NEED, "c) Child in need plan|CIN|CiN Plan|CIN_PLAN|c) CIN|ChIN"),
        (CaseKind.ASSESSMENT, "d) Open assessment|Assessment|Open Assessments|d.|C&F Assessment"),
        (CaseKind.CARE_LEAVER, "Care leaver|CARE LEAVERS|Care-leaver|Formerly looked after"),
        (None, "e) Closed episode|Closed|case closed|e|Closed - CLA"),
    ],
)
def test_a_status_is_known_however_it_is_written(kind: CaseKind | None, statuses: str) -> None:
    for status in statuses.split("|"):
        assert kind_of_status(status) is kind, status


@pytest.mark.parametrize("status", ["Pending", "Not looked after", "1", "f) Other", "classic", "?"])
def test_another_status_is_refused_with_the_list(status: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of_status(status)
    assert f'"{status}" is not a known case status; use a) Looked after child' in str(refused.value)
