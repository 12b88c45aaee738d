"""Servers of others on loopback: a store that speaks S3 (moto), and a Dask cluster of processes of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def wait_for(happened: Callable[[], Any], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@contextmanager
def s3_server() -> Iterator[str]:
    """The address of a server that speaks S3 and forgets all at its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class ClusterOfProcesses:
    """A scheduler and its workers, each started by its command line; each worker with one thread. ``before`` is a command
    that starts another."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._environment = {**os.environ, **environment}
        self._file = folder / "scheduler.json"
        self.scheduler = self._started(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--scheduler-file",
            str(self._file),
            "--no-dashboard",
        )
        self.workers: list[subprocess.Popen[bytes]] = []
        wait_for(self._file.exists)
        self.address: str = json.loads(self._file.read_text())["address"]

    def add_worker(self, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        arguments = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder))
        worker = self._started("worker", self.address, *arguments, before=before)
        self.workers.append(worker)
        return worker

    def _started(self, *arguments: str, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """In a process group of its own, so that it can be killed with all it has started."""
        with open(self._folder / "log", "ab") as log:
            return subprocess.Popen(
                [*before, sys.executable, "-m", "dask", *arguments],
                env=self._environment, stdout=log, stderr=log, cwd=self._folder, start_new_session=True,
            )  # fmt: skip

    def log(self) -> str:
        """What all of them have said."""
        return (self._folder / "log").read_text()

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            killed(process)


def killed(process: subprocess.Popen[bytes]) -> None:
    """A machine that is gone: the process and all it has started, without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster(folder: Path, workers: int = 2, **environment: str) -> Iterator[ClusterOfProcesses]:
    folder.mkdir(parents=True, exist_ok=True)
    started = ClusterOfProcesses(folder, **environment)
    try:
        for _ in range(workers):
            started.add_worker()
        wait_for(lambda: started.log().count("Registered to") == workers)
        yield started
    finally:
        started.stop()
