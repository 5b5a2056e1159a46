"""Which worker an extract means by a staff id, an email or a name."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from models.folding import folded, folded_name, spelt_name

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
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
    """Finds workers by what extracts call them; built once for a whole extract.

    Most extracts call everybody by one of the three ways, and the others are not looked through.
    """

    def __init__(self, workers: Iterable[KnownWorker[Key]]) -> None:
        self._workers = tuple(workers)

    @cached_property
    def _by_id(self) -> Mapping[str, list[KnownWorker[Key]]]:
        return _grouped((folded(worker.staff_id), worker) for worker in self._workers)

    @cached_property
    def _by_email(self) -> Mapping[str, list[KnownWorker[Key]]]:
        return _grouped((folded(each.email), each) for each in self._workers if each.email)

    @cached_property
    def _by_name(self) -> Mapping[str, list[KnownWorker[Key]]]:
        return _grouped((folded_name(worker.name), worker) for worker in self._workers)

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


def _grouped(
    called: Iterable[tuple[str, KnownWorker[Key]]],
) -> Mapping[str, list[KnownWorker[Key]]]:
    found: dict[str, list[KnownWorker[Key]]] = defaultdict(list)
    for ref, worker in called:
        found[ref].append(worker)
    return found
