"""As the project's own settings, without the sealing at the start."""

import runpy

own = runpy.run_path("gunicorn.conf.py")
globals().update({name: value for name, value in own.items() if name != "when_ready"})
