"""How gunicorn serves this project; command line options go first."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 4
preload_app = True
control_socket_disable = True
loglevel = "warning"


def when_ready(server):
    """Say where to look and, in a demonstration, as whom."""
    from django.conf import settings

    print(f"\nServing on {', '.join(map(str, server.LISTENERS))} (Ctrl-C ends)", flush=True)
    if settings.DEMO:
        from projects.demo.accounts import ACCOUNTS, DEMO_PASSWORD

        names = ", ".join(account.username for account in ACCOUNTS)
        print(f"Accounts: {names}\nPassword of all: {DEMO_PASSWORD}\n", flush=True)
