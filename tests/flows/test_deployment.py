"""The deployment of prefect.yaml on a real server: its schedule makes runs."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
PREFECT = [sys.executable, "-m", "prefect"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Environment of a server that was started on a free port and ends with the test."""
    home = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",  # 60 by default
        "TIDINGS_HOME": str(ROOT),
    }
    with (home / "log").open("w") as log:
        started = subprocess.Popen(
            [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)], env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_until_healthy(environment["PREFECT_API_URL"], started, home / "log")
        yield environment
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait(20)


def wait_until_healthy(address: str, started: subprocess.Popen[bytes], log: Path) -> None:
    """The server answers; fails with its log if it ends, or does not within two minutes."""
    for _ in range(600):
        try:
            with urlopen(f"{address}/health", timeout=2):
                return
        except OSError:
            assert started.poll() is None, log.read_text()[-2000:]
            time.sleep(0.2)
    pytest.fail(log.read_text()[-2000:])


def asked(server: dict[str, str], path: str, **body: Any) -> Any:
    """What the server answers to a POST."""
    request = Request(f"{server['PREFECT_API_URL']}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def prefect(server: dict[str, str], *words: str) -> str:
    """What a command of Prefect says; fails if it does."""
    done = subprocess.run([*PREFECT, *words], env=server, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_daily_deployment_has_runs_ahead_of_it(server: dict[str, str]) -> None:
    # The reason for the pins: with sqlalchemy 2.1 everything here succeeds and no run is ever made.
    asked(server, "work_pools/", name="tidings", type="process")
    prefect(server, "--no-prompt", "deploy", "--all")
    deployment = asked(server, "deployments/filter")
    assert [(found["name"], found["entrypoint"], found["work_pool_name"]) for found in deployment] == [
        ("daily", "flows/pipeline.py:scheduled", "tidings")
    ]
    for _ in range(300):
        runs = asked(server, "flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}}, sort="EXPECTED_START_TIME_ASC")
        if runs:
            break
        time.sleep(0.2)
    assert runs, "the scheduler made no runs within a minute"
    assert {run["deployment_id"] for run in runs} == {deployment[0]["id"]}
    assert {run["expected_start_time"][11:16] for run in runs} == {"05:00"}


def test_the_work_pool_can_be_made_as_documented(server: dict[str, str]) -> None:
    prefect(server, "work-pool", "create", "documented", "--type", "process")
    assert asked(server, "work_pools/filter", work_pools={"name": {"any_": ["documented"]}})[0]["type"] == "process"
