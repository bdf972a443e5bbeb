"""A web server of its own for a test, as in production: gunicorn, the real settings."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases import real_environment
from tools.setup import ROOT


@dataclass(frozen=True)
class Server:
    """A running server; `kill` ends it at once, as a crash would."""

    url: str  # http://127.0.0.1:PORT, no slash at the end
    process: subprocess.Popen[bytes]


@contextmanager
def serving(database_url: str, log: Path) -> Iterator[Server]:
    """A server on a free port, until the end of the block; what it says is in `log`."""
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        # The socket is handed over open: no other process can take the port in between.
        command = [sys.executable, "-m", "gunicorn", "promotion.wsgi"]
        process = subprocess.Popen(
            [*command, "--bind", f"fd://{listener.fileno()}"],
            cwd=ROOT,
            env=real_environment(database_url),
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        wait_until_answering(url, process, log)
        yield Server(url, process)
    finally:
        process.send_signal(signal.SIGQUIT)  # does not wait for idle connections
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_answering(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            break
        try:
            return urllib.request.urlopen(f"{url}/health/", timeout=10).close()
        except urllib.error.HTTPError as answer:
            return answer.close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server does not answer:\n{log.read_text(errors='replace')}")
