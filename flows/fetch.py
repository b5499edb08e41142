"""Sources on the web fetched before anything is read, as one task that is tried again when there is no network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prefect import State, task
from prefect.runtime import task_run

from flows import progress
from flows.settings import Settings
from flows.sources.records import Found, Reject
from flows.web.addresses import Guard
from flows.web.asking import Asker
from flows.web.client import Client, Limits, wall_clock
from flows.web.fetch import Fetched, Fetcher
from flows.web.listing import Options
from flows.web.memory import Memory
from flows.web.named import Named, all_named, resolve
from flows.web.pace import Pace

RETRY_AFTER = [30.0, 120.0]
"""Seconds before the task is tried again; a single request was tried three times by then."""


class NoNetwork(RuntimeError):
    """Hosts were asked and none gave any answer."""


def split(sources: Sequence[str], sources_file: Path | None) -> tuple[list[str], list[Named]]:
    """Sources that are files, and those on the web or with a name. Raises SourceError for a wrong file of named sources."""
    named = all_named(sources_file)
    known = [(source, resolve(source, named)) for source in sources]
    return [source for source, web in known if web is None], [web for _, web in known if web is not None]


def is_cut_off(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether the task failed for want of a network; any other error is the same the next time."""
    return isinstance(state.result(raise_on_failure=False), NoNetwork)


@task(name="fetch", persist_result=False, retries=len(RETRY_AFTER), retry_delay_seconds=RETRY_AFTER, retry_condition_fn=is_cut_off)
def fetch(sources: Sequence[Named], settings: Settings, *, fresh: bool) -> list[Found | Reject]:
    """What the sources gave since the last release, as files in the work area. With `fresh`, all that they give.

    Trouble with one address is a Reject and no more. Only when none of them answered at all the task fails, to be
    tried again; the last try gives the Rejects.
    """
    progress.current().step("Fetching from the web")
    fetched = fetch_with(sources, settings, Pace(settings.host_delay), fresh=fresh)
    if fetched.is_cut_off and 0 < (task_run.run_count or 0) <= len(RETRY_AFTER):
        raise NoNetwork(f"none of the hosts of {len(sources)} sources gave an answer")
    for line in fetched.notes:
        progress.current().note(line)
    return fetched.items


def fetch_with(sources: Sequence[Named], settings: Settings, pace: Pace, *, fresh: bool = False, limits: Limits | None = None) -> Fetched:
    """The same once, at the given pace."""
    memory = Memory(folder(settings.work), now=wall_clock, fresh=fresh)
    guard = Guard(settings.allowed_addresses)
    client = Client(guard, memory, pace, limits=limits or Limits(largest=settings.largest_response), contact=settings.contact)
    options = Options(settings.follow_links, settings.pages_per_source, settings.refetch_hours * 3600, settings.parallel_hosts)
    try:
        return Fetcher(Asker(client, memory, progress.current().advance), options).fetch(sources)
    finally:
        client.close()
        memory.close()


def settle(work_area: Path) -> None:
    """A release has taken in what was fetched: it is not fetched again, and its files are gone."""
    memory = Memory(folder(work_area), now=wall_clock)
    memory.settle()
    memory.close()


def folder(work_area: Path) -> Path:
    """Where a dataset keeps what it remembers of the web; it may be deleted between runs."""
    return work_area / "web"
