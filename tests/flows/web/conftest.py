"""Sites to ask, and runs that ask them without a real pause."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.fetch import fetch_with, settle
from flows.settings import Settings
from flows.sources.collect import Collected, collect
from flows.sources.records import Reject
from flows.web.client import Limits
from flows.web.fetch import Fetched
from flows.web.named import Named, all_named, resolve
from flows.web.pace import Pace
from tests.flows.web.site import Site, sites

QUICK = Limits(connect=5.0, silence=5.0, whole=10.0, largest=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on 127.0.0.1."""
    with sites(1) as (one,):
        yield one


@dataclass
class Runs:
    """Runs over one dataset's memory, each taken in by a release unless it is said not to be."""

    work: Path
    settings: dict[str, object] = field(default_factory=dict)
    limits: Limits = QUICK
    slept: list[float] = field(default_factory=list)
    fetched: Fetched = field(default_factory=lambda: Fetched([], [], False))
    now: float = 0.0

    def pace(self) -> Pace:
        """A pace whose pauses are written down and not made."""
        return Pace(1.0, sleep=self.slept.append, clock=lambda: 0.0)

    def __call__(self, *sources: str | Named, settled: bool = True, fresh: bool = False) -> Collected:
        """What a run over these sources would read."""
        settings = Settings(output=self.work, allowed_addresses=["127.0.0.1/32"], **self.settings)  # type: ignore[arg-type]
        known = all_named(settings.sources_file)
        named = [source if isinstance(source, Named) else resolve(source, known) for source in sources]
        self.fetched = fetch_with([source for source in named if source], settings, self.pace(), fresh=fresh, limits=self.limits)
        collected = collect([], fetched=self.fetched.items)
        if settled:
            settle(settings.work)
        return collected

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Reason and detail of what could not be fetched in the last run."""
        return [(item.reason, item.detail) for item in self.fetched.items if isinstance(item, Reject)]


@pytest.fixture
def run(tmp_path: Path) -> Runs:
    """Runs over a dataset in a folder of their own."""
    return Runs(tmp_path / "data")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the clock of what is remembered by so many hours."""
    from flows import fetch

    moved = [0.0]
    real = fetch.wall_clock
    monkeypatch.setattr(fetch, "wall_clock", lambda: real() + moved[0])

    def by(hours: float) -> None:
        moved[0] += hours * 3600

    return by
