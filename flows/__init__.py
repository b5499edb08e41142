"""Prefect flows, their settings and the command line: the only room that knows Prefect."""

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 24 s on a fresh home were measured; the default of 20 is too few
}
for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)
