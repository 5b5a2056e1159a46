"""What is stored of cases, and of the loads that bring them."""

from models.cases import Case
from models.loads import HeldRecords, Load, LoadProblem, StoredSecret, UnmatchedWorker
from models.moves import CaseMove
from models.stored.describing import ROW, TEAM, Stored, child, nobody, user, worker

OF_CASES = (
    Stored(
        table=Case,
        what="Open cases, and those that were open lately; no name, birth date or address",
        kept="while it is open and CASELOAD_CLOSED_CASES_KEPT_DAYS after it was closed",
        seen_by="nobody one by one; counts by worker as caseloads are seen",
        columns={
            "id": child("the row's own number"),
            "case_hash": child("the case's reference, hashed with CASELOAD_CASE_KEY"),
            "kind": child("the kind of case, such as child protection"),
            "team_id": child("the team it is allocated to"),
            "worker_id": worker("who holds it, by number"),
            "worker_ref": worker("who holds it, as the case system calls them", names=True),
            "opened_on": child("the day it was opened"),
            "allocated_on": child("the day it was allocated"),
            "unallocated_since": child("the first day known to be without a worker"),
            "closed_on": child("the day it was closed"),
            "last_seen_on": child("the day the child was last seen"),
            "weight": child("the weight the authority gives it"),
        },
    ),
    Stored(
        table=CaseMove,
        what="How many cases left a worker with a load, and to whom; no case is named",
        kept="CASELOAD_HISTORY_DAYS",
        seen_by="whoever may see the workers, when an alert ends",
        columns={
            "id": ROW,
            "day": nobody("the load's day"),
            "from_worker_id": worker("who held them, by number"),
            "to_worker_id": worker("who holds them now, by number"),
            "how": nobody("closed, moved or left without a worker"),
            "cases": worker("how many"),
        },
    ),
    Stored(
        table=Load,
        what="Each import of an extract: which file, when, and how many rows changed",
        kept="for good, as counts; who decided about it CASELOAD_AUDIT_KEPT_DAYS",
        seen_by="administrators",
        columns={
            "id": ROW,
            "kind": nobody("which extract"),
            "status": nobody("loaded, held, refused or unchanged"),
            "file": nobody("the file's name", names=True),
            "digest": nobody("a checksum, by which the same records are known again"),
            "as_at": nobody("the moment the extract speaks of"),
            "as_at_day": nobody("the same as a day"),
            "loaded_at": nobody("when it was imported"),
            "counts": nobody("how many rows of each kind", names=True),
            "changes": nobody("how many were added, changed and removed", names=True),
            "reasons": nobody("why it was held or accepted", names=True),
            "decided_by": user("who accepted or refused it"),
            "decided_at": user("when", names=False),
        },
    ),
    Stored(
        table=HeldRecords,
        what="The rows of an extract that waits for somebody to accept or refuse it",
        kept="until that is decided or overtaken, at most CASELOAD_LOADS_KEPT_DAYS",
        seen_by="nobody; its differences are shown to administrators as counts",
        columns={
            "load_id": nobody("the load's number"),
            "waits_for": nobody("the load it waits for"),
            "records": worker("the rows, compressed: workers, or cases by keyed hash", names=True),
            "case_key": nobody("which key the hashes were made with, by a fingerprint"),
        },
    ),
    Stored(
        table=LoadProblem,
        what="What is wrong with a refused extract; a child's reference is never repeated",
        kept="CASELOAD_LOADS_KEPT_DAYS",
        seen_by="administrators",
        columns={
            "id": ROW,
            "load_id": nobody("the load's number"),
            "file": nobody("the file's name", names=True),
            "sheet": nobody("the sheet", names=True),
            "row": nobody("the row"),
            "column": nobody("the column", names=True),
            "message": worker("what is wrong, with a worker's cell as it stands", names=True),
        },
    ),
    Stored(
        table=UnmatchedWorker,
        what="Workers whom the newest allocations name and the workforce does not",
        kept="until the next load",
        seen_by="administrators",
        columns={
            "id": ROW,
            "worker_ref": worker("the name, email or staff id in the case system", names=True),
            "team_id": TEAM,
            "open_cases": worker("how many open cases they hold"),
            "reason": nobody("why they could not be matched"),
        },
    ),
    Stored(
        table=StoredSecret,
        what="The key of case references, where the settings give none, and which key is in use",
        kept="until another key takes its place",
        seen_by="nobody",
        columns={
            "name": nobody("which secret"),
            "value": nobody("the key itself, or a fingerprint of the one in CASELOAD_CASE_KEY"),
        },
    ),
)
