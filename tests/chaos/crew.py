"""The processes of a campaign as whoever runs them sees them: started, killed, started again."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from random import Random
from threading import Event, RLock, Thread

from tests.chaos.processes import COMMANDS_LOG, Place, serve

COMMAND_STRUCK = 0.3
MOST_TRIES = 50
"""A command that fails so often does not fail because it was killed."""

_BETWEEN_TRIES = 0.2  # seconds
_REVIVED = 0.05  # seconds until somebody notices that a replica is gone


class Crew:
    """Replicas of the service, and now and then a command; any thread may ask."""

    def __init__(self, place: Place, replicas: int) -> None:
        self._place = place
        self._context = multiprocessing.get_context("forkserver")
        # Everything is imported once, so that what is killed is back within a moment.
        self._context.set_forkserver_preload(["tests.chaos.processes"])
        self._names = names_of(replicas)
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

    def do(self, name: str, command: Callable[..., None], *given: object) -> None:
        """Run a command, again and again until nobody kills it."""
        for _ in range(MOST_TRIES):
            if self._done(name, command, given):
                return
        said = (self._place.folder / COMMANDS_LOG).read_text(encoding="utf-8")
        raise RuntimeError(f"The {name} was never done: {said[-2_000:]}")

    def _done(self, name: str, command: Callable[..., None], given: tuple[object, ...]) -> bool:
        """Whether it came to its end; after one that failed by itself, some time passes."""
        with self._lock:
            process = self._context.Process(target=command, args=(self._place, *given))
            process.start()
            self._alive[name] = process
        while True:
            with self._lock:
                if not process.is_alive():
                    self._alive.pop(name, None)
                    break
            time.sleep(0.01)
        if process.exitcode and process.exitcode > 0:
            time.sleep(_BETWEEN_TRIES)
        return process.exitcode == 0

    def _strike(self, chance: Random, deed: Callable[[int], None], what: str) -> bool:
        with self._lock:
            names = sorted(name for name, each in self._alive.items() if each.is_alive())
            commands = [name for name in names if name not in self._names]
            # A command is short: struck often while it lasts, but so that it comes to its end.
            if commands and chance.random() < COMMAND_STRUCK:
                names = commands
            names = [name for name in names if name not in commands] or names
            if not names:
                return False
            name = chance.choice(names)
            pid = self._alive[name].pid
            assert pid is not None
            with suppress(ProcessLookupError):  # a command may just have come to its end
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


def names_of(replicas: int) -> list[str]:
    """What so many replicas are called."""
    return [f"replica-{number}" for number in range(1, replicas + 1)]
