"""Set up whatever is missing, then serve the demonstration on 127.0.0.1:PORT."""

import os
import socket
import sys

from tools import setup


def refuse_taken_port(port: str) -> None:
    if not (port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT is a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}); try: make run PORT=8001")


if __name__ == "__main__":
    try:
        refuse_taken_port(os.environ.setdefault("PORT", "8000"))
        with setup.one_at_a_time():
            setup.to_run()
        os.chdir(setup.ROOT)
        command = [str(setup.PYTHON), "-m", "gunicorn", "promotion.wsgi"]
        os.execve(setup.PYTHON, command, os.environ | setup.demo_environment())
    except KeyboardInterrupt:
        sys.exit("Interrupted; the next `make run` goes on from here.")
