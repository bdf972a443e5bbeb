"""How gunicorn serves this project; command line options go first."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
threads = 4
preload_app = True
control_socket_disable = True
loglevel = "warning"
