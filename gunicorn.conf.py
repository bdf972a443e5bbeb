"""How gunicorn serves this project; command line options go first."""

import gc
import os
import sys

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 4
preload_app = True
control_socket_disable = True
loglevel = "warning"


def when_ready(server):
    """Seal what a crash left; say where to look and, in a demonstration, as whom."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    from projects.seals import seal_waiting

    try:
        seal_waiting(since=0)
    except DatabaseError:
        pass  # /health/ says what is wrong with it
    finally:
        connection.close()

    print(f"\nServing on {', '.join(map(str, server.LISTENERS))} (Ctrl-C ends)", flush=True)
    if settings.DEMO:
        call_command("demo_accounts")
        sys.stdout.flush()  # before the workers fork with what is still unsaid


def post_fork(server, worker):
    """What is loaded by now stays: no collection of garbage need look through it again."""
    gc.freeze()
