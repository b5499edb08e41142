"""The fetch step in the pipeline: what a release takes in, what is tried again, and what is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from prefect import flow

from flows import fetch as step
from flows import pipeline
from flows.publish import Outcome
from flows.settings import Settings
from flows.sources.records import Found, Reject, SourceError
from flows.web.named import Named
from flows.web.pace import Pace
from output.read import open_release
from tests.flows.conftest import PLANT, VISIT, write
from tests.flows.web.site import Reply, Site, sites


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site, asked without pauses."""
    monkeypatch.setattr(step, "Pace", lambda delay: Pace(delay, sleep=lambda seconds: None))
    with sites(1) as (one,):
        yield one


@pytest.fixture
def run(prefect_server: str, tmp_path: Path) -> Callable[..., Outcome]:
    """Runs the pipeline on sources, into the dataset of the test."""

    def pipeline_run(*sources: str | Path, **settings: object) -> Outcome:
        configured = Settings(output=tmp_path / "data", workers=1, allowed_addresses=["127.0.0.1/32"], **settings)  # type: ignore[arg-type]
        return pipeline.run([str(source) for source in sources], configured)

    return pipeline_run


def test_files_and_pages_come_into_one_release_and_a_second_run_finds_nothing_new(run: Callable[..., Outcome], site: Site, tmp_path: Path) -> None:
    site.pages |= {"/visit.txt": Reply(VISIT, etag='"1"'), "/gone.txt": Reply(status=410)}
    sources = (write(tmp_path / "news", plant=PLANT), f"{site.url}/visit.txt", f"{site.url}/gone.txt")
    first, second = run(*sources), run(*sources)
    assert (first.status, second.status) == ("new", "unchanged")
    assert first.accounts == {"records": 3, "new": 2, "revisions": 0, "known": 0, "rejects": 1, "repeated": 0, "duplicates": 0}
    assert second.accounts == {"records": 2, "new": 0, "revisions": 0, "known": 1, "rejects": 1, "repeated": 0, "duplicates": 0}
    release = open_release(tmp_path / "data")
    assert release["articles"].select("source_path").collect()["source_path"].sort().to_list() == [f"{site.url}/visit.txt", "news/plant.txt"]
    assert release["rejects"].select("source_path", "reason", "detail").collect().rows() == [(f"{site.url}/gone.txt", "unreachable", "HTTP 410 Gone")]
    assert sorted(site.asked()) == [("/gone.txt", 410), ("/gone.txt", 410), ("/visit.txt", 200), ("/visit.txt", 304)]


def test_a_page_that_changed_is_a_revision_of_its_article(run: Callable[..., Outcome], site: Site, tmp_path: Path) -> None:
    site.pages["/visit.txt"] = Reply(VISIT, etag='"1"')
    run(f"{site.url}/visit.txt")
    site.pages["/visit.txt"] = Reply(VISIT.replace("on Monday", "on Monday and Tuesday"), etag='"2"')
    assert run(f"{site.url}/visit.txt").accounts["revisions"] == 1
    assert open_release(tmp_path / "data")["articles"].select(pl.len()).collect().item() == 2


def test_a_dataset_made_anew_has_what_the_web_has_although_it_is_known(run: Callable[..., Outcome], site: Site, tmp_path: Path) -> None:
    site.pages["/visit.txt"] = Reply(VISIT, etag='"1"')
    run(f"{site.url}/visit.txt")
    assert run(f"{site.url}/visit.txt", replace=True).status == "unchanged"
    assert open_release(tmp_path / "data")["articles"].select(pl.len()).collect().item() == 1


def test_without_a_network_the_task_is_tried_again_and_then_tells_what_was_wrong(
    prefect_server: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sites(1) as (gone,):
        address = f"{gone.url}/a.txt"
    tries: list[int] = []
    once = step.fetch_with
    monkeypatch.setattr(step, "fetch_with", lambda *args, **options: tries.append(1) or once(*args, **options))
    settings = Settings(output=tmp_path / "data", allowed_addresses=["127.0.0.1/32"])  # type: ignore[call-arg, list-item]
    given = flow_of(Named(address, "", address), settings)
    assert ([item.reason for item in given if isinstance(item, Reject)], len(tries)) == (["unreachable"], 3)


def test_a_source_that_cannot_be_used_is_not_tried_again(prefect_server: str, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    once = step.fetch_with
    monkeypatch.setattr(step, "fetch_with", lambda *args, **options: tries.append(1) or once(*args, **options))
    with pytest.raises(SourceError, match="nothing to read"):
        flow_of(Named("list", "urls", f"{tmp_path}/none.txt"), Settings(output=tmp_path / "data"))  # type: ignore[call-arg]
    assert len(tries) == 1


def flow_of(source: Named, settings: Settings) -> list[Found | Reject]:
    """What the task gives inside a flow, tried again without a pause."""

    @flow(name="fetch alone", persist_result=False, validate_parameters=False)
    def alone() -> list[Found | Reject]:
        return step.fetch.with_options(retry_delay_seconds=0)([source], settings, fresh=False)

    return alone()
