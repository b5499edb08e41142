"""The pins that keep Prefect running, and that they are still what is installed."""

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent.parent
DECLARED = [Requirement(line) for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]]
BROKE = {  # the first version with which something broke under Prefect 3.8.8, each tried in November 2026
    "fastapi": "0.151",  # 0.151 to 0.154: `prefect deploy --all` fails; 0.155: the server does not import
    "sqlalchemy": "2.1",  # the scheduler makes no runs of cron schedules, and says nothing
    "prefect": "3.9",  # not tried: the two above are inner matters of one minor version
}


@pytest.mark.parametrize("requirement", DECLARED, ids=lambda requirement: requirement.name)
def test_what_is_installed_is_what_is_declared(requirement: Requirement) -> None:
    assert requirement.specifier.contains(version(requirement.name), prereleases=True)


@pytest.mark.parametrize("name", BROKE)
def test_a_version_that_broke_is_ruled_out(name: str) -> None:
    specifier = next(requirement.specifier for requirement in DECLARED if requirement.name == name)
    assert not specifier.contains(BROKE[name]), f"{name} {BROKE[name]} broke Prefect. If it does no longer, lift the pin and this line together"
    assert Version(version(name)) < Version(BROKE[name])


def test_the_server_of_prefect_can_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    from prefect.server.api.server import create_app

    assert create_app(ignore_cache=True).routes


def test_the_lock_names_the_same_versions_and_carries_hashes_but_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = dict(line.split(" ")[0].split("==") for line in lock.splitlines() if "==" in line and not line.startswith((" ", "#")))
    for requirement in DECLARED:
        name = requirement.name.lower().replace("_", "-")
        assert requirement.specifier.contains(pinned[name], prereleases=True), f"{name}: the lock has {pinned[name]}; make it anew with `make lock`"
    assert "--hash=sha256:" in lock and "index-url" not in lock and "://" not in lock
