"""The processes of a campaign as whoever runs them sees them: started, killed, started again."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from multiprocessing.context import ForkServerProcess
from random import Random
from threading import Event, RLock, Thread

from tests.chaos.processes import LOADS_LOG, Place, load, serve

LOADER = "loader"
LOADER_STRUCK = 0.3
MOST_LOADS = 50
"""An import that fails so often does not fail because it was killed."""

_REVIVED = 0.05  # seconds until somebody notices that a replica is gone


class Crew:
    """Replicas of the service, and now and then an import; any thread may ask."""

    def __init__(self, place: Place, replicas: int) -> None:
        self._place = place
        self._context = multiprocessing.get_context("forkserver")
        # Everything is imported once, so that what is killed is back within a moment.
        self._context.set_forkserver_preload(["tests.chaos.processes"])
        self._names = [f"replica-{number}" for number in range(1, replicas + 1)]
        self._lock = RLock()
        self._alive: dict[str, ForkServerProcess] = {}
        self._closing = Event()
        self._reviver = Thread(target=self._revive)
        self.counts: Counter[str] = Counter()

    def start(self) -> None:
        self._reviver.start()

    def close(self) -> None:
        """Kill everybody; nobody comes back."""
        self._closing.set()
        self._reviver.join()
        with self._lock:
            for process in self._alive.values():
                process.kill()
            for process in self._alive.values():
                process.join()
            self._alive.clear()

    def kill(self, chance: Random) -> bool:
        """SIGKILL to one of them, wherever it is; False when there is nobody."""
        return self._strike(chance, lambda pid: os.kill(pid, signal.SIGKILL), "killed")

    def freeze(self, chance: Random, seconds: float) -> None:
        """Stop one of them for a while, as a busy machine does."""

        def freeze(pid: int) -> None:
            os.kill(pid, signal.SIGSTOP)
            time.sleep(seconds)
            os.kill(pid, signal.SIGCONT)

        self._strike(chance, freeze, "frozen")

    def load(self, day: date) -> None:
        """Load a day's cases, again and again until nobody kills the import."""
        for _ in range(MOST_LOADS):
            if self._load_once(day):
                return
        said = (self._place.folder / LOADS_LOG).read_text(encoding="utf-8")
        raise RuntimeError(f"The cases of {day} could not be loaded: {said[-2_000:]}")

    def _load_once(self, day: date) -> bool:
        with self._lock:
            process = self._context.Process(target=load, args=(self._place, day))
            process.start()
            self._alive[LOADER] = process
        while True:
            with self._lock:
                if not process.is_alive():
                    self._alive.pop(LOADER, None)
                    return process.exitcode == 0
            time.sleep(0.01)

    def _strike(self, chance: Random, deed: Callable[[int], None], what: str) -> bool:
        with self._lock:
            names = sorted(name for name, each in self._alive.items() if each.is_alive())
            # An import is short: struck often while it lasts, but so that a day comes to its end.
            if LOADER in names and chance.random() < LOADER_STRUCK:
                names = [LOADER]
            names = [name for name in names if name != LOADER] or names
            if not names:
                return False
            name = chance.choice(names)
            pid = self._alive[name].pid
            assert pid is not None
            with suppress(ProcessLookupError):  # an import may just have come to its end
                deed(pid)
                self.counts[f"{what} {name.partition('-')[0]}"] += 1
                return True
        return False

    def _revive(self) -> None:
        while not self._closing.wait(_REVIVED):
            for name in self._names:
                with self._lock:
                    known = self._alive.get(name)
                    if known is not None and known.is_alive():
                        continue
                    process = self._context.Process(
                        target=serve, args=(self._place, name), daemon=True
                    )
                    process.start()
                    self._alive[name] = process
                    self.counts["started"] += 1
