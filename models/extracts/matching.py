"""Which worker an extract means by a staff id, an email or a name."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from models.folding import folded, folded_name, spelt_name

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class KnownWorker(Generic[Key]):
    key: Key
    staff_id: str
    email: str | None
    name: str
    in_post: bool


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """The worker meant, or why it cannot be told."""

    key: Key | None
    reason: str | None = None


class WorkerIndex(Generic[Key]):
    """Finds workers by what extracts call them; built once for a whole extract."""

    def __init__(self, workers: Iterable[KnownWorker[Key]]) -> None:
        self._by_id: dict[str, list[KnownWorker[Key]]] = defaultdict(list)
        self._by_email: dict[str, list[KnownWorker[Key]]] = defaultdict(list)
        self._by_name: dict[str, list[KnownWorker[Key]]] = defaultdict(list)
        for worker in workers:
            self._by_id[folded(worker.staff_id)].append(worker)
            self._by_name[folded_name(worker.name)].append(worker)
            if worker.email:
                self._by_email[folded(worker.email)].append(worker)

    def find(self, ref: str) -> Match[Key]:
        """Staff id before email before name; of two people with one name, the one in post.

        Of two still, the one whose name is spelt so, with its accents and hyphens.
        """
        found = (
            self._by_id.get(folded(ref))
            or self._by_email.get(folded(ref))
            or self._by_name.get(folded_name(ref))
            or []
        )
        if len(found) > 1:
            found = [worker for worker in found if worker.in_post] or found
        if len(found) > 1:
            spelt = spelt_name(ref)
            found = [worker for worker in found if spelt_name(worker.name) == spelt] or found
        if not found:
            return Match(None, "not in the workforce list")
        if len(found) > 1:
            return Match(None, f"{len(found)} workers in the workforce list have this name")
        return Match(found[0].key)
