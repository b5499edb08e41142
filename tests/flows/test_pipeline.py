"""Runs of the pipeline from articles to a release: again, on more, on less, interrupted, killed, two at once."""

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl
import pytest

from expectations import audit
from expectations.beliefs import Belief, Judged
from flows import annotate
from flows.ingest import reconsidered
from flows.publish import Outcome
from output.manifest import verify
from output.read import open_release
from output.release import Locked, latest, list_releases, writer_lock
from tests.flows.conftest import MARCH, PLANT, VISIT, environment, write
from tests.rows import valid_row
from transforms.annotation.protocol import Annotations, Annotator, Document
from transforms.tables import TABLES

Run = Callable[..., Outcome]
NOBODY = Belief(
    table="actors",
    name="nobody has a name",
    because="A test wants a failure.",
    check=lambda tables, now: Judged(tables["actors"], tables["actors"].height),
    severity="critical",
)
IDENTIFIED = {"articles": "article_id", "actors": "actor_id", "events": "event_id", "claims": "claim_id", "mentions": "mention_id"}


class PowerCut(BaseException):
    """What no handler of errors catches."""


class Counted:
    """The annotator, telling what it was given, and cut off when it has had enough."""

    def __init__(self, inner: Annotator, *, until: int | None = None) -> None:
        self.inner, self.facts, self.until = inner, inner.facts, until
        self.given: list[str] = []

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotations]:
        for document in documents:
            if self.until is not None and len(self.given) >= self.until:
                raise PowerCut
            self.given.append(document.article_id)
            yield from self.inner.annotate([document])


@pytest.fixture
def place(dataset: Path, tmp_path: Path) -> Path:
    """A folder with the two articles in `news` and their release in `data`, to be written to."""
    shutil.copytree(dataset.parent, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def tables(root: Path) -> dict[str, bytes]:
    """Bytes of every table file of the latest release, by path."""
    folder = root / "releases" / str(latest(root)) / "tables"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def ids(root: Path, table: str) -> set[str]:
    """Identifiers in a table of the latest release."""
    return set(open_release(root)[table].collect()[IDENTIFIED[table]])


def test_a_run_makes_a_release_that_is_whole(dataset: Path) -> None:
    release = open_release(dataset)
    assert verify(release.path) == []
    assert set(release) == set(TABLES)
    assert set(release["articles"].collect()["title"]) == {"Workers end strike at Harbor plant", "Police arrest 12 protesters in Nairobi"}
    assert (
        release["claims"].filter(pl.col("speaker_text").str.contains("Nowak")).collect()["content_text"].item().startswith("We got what we asked for")
    )
    assert "COERCE" in release["events"].collect()["event_type"]
    assert {path.name for path in release.path.iterdir()} == {
        "manifest.json",
        "CHANGES.md",
        "DICTIONARY.md",
        "datapackage.json",
        "report.html",
        "tables",
    }


def test_the_manifest_says_what_made_the_release_and_names_no_place_on_this_machine(dataset: Path, annotator: Annotator) -> None:
    manifest = open_release(dataset).manifest
    assert manifest.extractors[0]["name"] == annotator.facts.name
    assert manifest.extractors[0]["hashes"]["model_files"] == annotator.facts.model_hash
    assert [(source["path"], source["records"]) for source in manifest.inputs] == [("news/march.txt", 1), ("news/plant.txt", 1)]
    assert manifest.audit["verdict"] in ("passed", "warnings")
    assert str(dataset.parent) not in "".join(path.read_text() for path in open_release(dataset).path.glob("*.*"))


def test_rows_lead_back_to_the_characters_of_the_article(dataset: Path) -> None:
    release = open_release(dataset)
    texts = dict(release["articles"].select("article_id", "text").collect().iter_rows())
    for table, column in (("sentences", "text"), ("mentions", "text"), ("event_mentions", "trigger")):
        for article, start, end, said in release[table].select("article_id", "char_start", "char_end", column).collect().iter_rows():
            assert texts[article][start:end] == said, table


def test_a_run_on_the_same_articles_makes_no_release(place: Path, run: Run) -> None:
    before = latest(place / "data")
    outcome = run(place / "news", place / "data")
    assert (outcome.status, outcome.version, list_releases(place / "data")) == ("unchanged", before, [before])
    assert outcome.accounts == {"records": 2, "new": 0, "revisions": 0, "known": 2, "rejects": 0, "repeated": 0, "duplicates": 0}
    assert list((place / "data").glob(".staging-*")) == [] and list((place / "data" / "work" / "runs").iterdir()) == []


def test_an_added_article_makes_a_release_that_says_so_and_keeps_the_identifiers(place: Path, run: Run) -> None:
    data = place / "data"
    before = {table: ids(data, table) for table in IDENTIFIED}
    january = open_release(data)
    outcome = run(write(place / "more", visit=VISIT), data)
    release = open_release(data)
    assert (outcome.status, outcome.accounts["known"]) == ("new", 0)
    assert verify(release.path) == []
    assert release.manifest.previous == january.version
    assert "| articles | 2 | 3 | 1 | 0 | 0 |" in (release.path / "CHANGES.md").read_text()
    for table, known in before.items():
        assert known <= ids(data, table), f"{table}: identifiers are gone"
    assert january["articles"].collect().height == 2, "an opened release stays as it was"


def test_two_fresh_datasets_have_the_same_bytes(dataset: Path, run: Run, tmp_path: Path) -> None:
    run(write(tmp_path / "news", march=MARCH, plant=PLANT), tmp_path / "data")
    assert tables(tmp_path / "data") == tables(dataset)


def test_a_changed_article_is_a_revision_and_what_it_still_says_keeps_its_identifiers(place: Path, run: Run) -> None:
    data = place / "data"
    known = {table: ids(data, table) for table in ("articles", "events")}
    outcome = run(
        write(place / "changed", march="\n".join([MARCH, "A doctor said nobody was hurt."]).replace("news.example.org", "m.news.example.org")), data
    )
    release = open_release(data)
    texts = release["articles"].filter(pl.col("url") == "https://news.example.org/march").sort("revision_number").collect()
    assert (outcome.status, outcome.accounts["revisions"], outcome.accounts["new"]) == ("new", 1, 0)
    assert texts.select("revision_number", "skipped_reason").rows() == [(1, "superseded"), (2, None)]
    assert texts["revision_of"].to_list() == [None, texts["article_id"][0]]
    assert known["articles"] < ids(data, "articles")
    assert known["events"] <= ids(data, "events"), "events that the new text tells in the same sentences keep their identifiers"
    for table in ("sentences", "mentions", "event_mentions", "claims", "event_articles"):
        assert texts["article_id"][0] not in release[table].collect()["article_id"], f"{table}: the superseded text is counted"
    assert run(place / "news", data).status == "unchanged", "the text as it was before is known"


def test_a_copy_is_kept_counted_and_not_read(place: Path, run: Run) -> None:
    data = place / "data"
    before = open_release(data)["event_mentions"].collect()
    copy = MARCH.replace("/march", "/wire/march-2").replace("Example Courier", "Example Herald")
    outcome = run(write(place / "copies", copy=copy), data)
    release = open_release(data)
    articles = release["articles"].collect()
    assert (outcome.accounts["new"], outcome.accounts["duplicates"]) == (1, 1)
    assert articles.filter(pl.col("url").str.contains("march")).sort("copy_count").select("copy_count", "source_count", "skipped_reason").rows() == [
        (0, 1, "duplicate"),
        (1, 2, None),
    ]
    assert release["event_mentions"].collect().equals(before)
    arrested = release["events"].filter(pl.col("summary").str.contains("Nairobi") | (pl.col("source_count") > 1)).collect()
    assert set(arrested["source_count"]) == {2} and set(arrested["article_count"]) == {1}
    assert set(release["events"].collect()["source_count"]) == {1, 2}, "events of other articles have one outlet"


def test_replacing_makes_the_dataset_of_the_given_sources_alone(place: Path, run: Run) -> None:
    data = place / "data"
    march = open_release(data)["articles"].filter(pl.col("url").str.contains("march")).collect()["article_id"].item()
    events = ids(data, "events")
    outcome = run(write(place / "only", march=MARCH.replace("12 protesters", "14 protesters")), data, replace=True)
    articles = open_release(data)["articles"].collect()
    assert outcome.status == "new"
    assert articles["article_id"].to_list() == [march]
    assert "14 protesters" in articles["text"].item()
    assert "| articles | 2 | 1 | 0 | 1 | 1 |" in (outcome.path / "CHANGES.md").read_text()
    assert ids(data, "events") & events, "events told in the same words keep their identifiers"


@pytest.mark.parametrize(
    ("was", "characters", "becomes"),
    [
        ("failed", 500, None),
        ("too_long", 500, None),
        (None, 2_000, "too_long"),
        ("failed", 2_000, "too_long"),
        ("language", 2_000, "language"),
        (None, 500, None),
    ],
)
def test_articles_that_were_left_out_are_looked_at_again(was: str | None, characters: int, becomes: str | None) -> None:
    known = TABLES["articles"].frame([valid_row(TABLES["articles"], skipped_reason=was, char_count=characters)])
    assert reconsidered(known, longest=1_000)["skipped_reason"].to_list() == [becomes]


def test_a_failed_audit_leaves_the_latest_release_as_it_was(place: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = place / "data"
    before, bytes_before = latest(data), tables(data)
    monkeypatch.setattr(audit, "BELIEFS", (*audit.BELIEFS, NOBODY))
    outcome = run(write(place / "more", visit=VISIT), data)
    assert (outcome.status, outcome.verdict, latest(data)) == ("failed", "failed", before)
    assert tables(data) == bytes_before
    verdict = json.loads((data / "failed" / outcome.version / "verdict.json").read_text())
    assert [(fault["table"], fault["check"]) for fault in verdict["not_passed"] if fault["severity"] == "critical"] == [
        ("actors", "nobody has a name")
    ]
    at_fault = pl.read_parquet(data / "failed" / outcome.version / "faults" / "actors.parquet")
    assert at_fault.height > 0 and set(at_fault["fault_check"]) == {"nobody has a name"}
    monkeypatch.undo()
    assert run(place / "more", data).status == "new"


def test_interrupted_annotation_goes_on_where_it_stopped(annotator: Annotator, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = write(tmp_path / "news", plant=PLANT, march=MARCH, visit=VISIT)
    cut, whole = Counted(annotator, until=2), Counted(annotator)
    monkeypatch.setattr(annotate, "annotator", lambda model: cut)
    with pytest.raises(PowerCut):
        run(news, tmp_path / "data", batch_articles=1)
    assert latest(tmp_path / "data") is None
    monkeypatch.setattr(annotate, "annotator", lambda model: whole)
    assert run(news, tmp_path / "data", batch_articles=1).status == "new"
    assert len(cut.given) == 2
    assert len(whole.given) == 1 and not {*cut.given} & {*whole.given}


def test_a_killed_run_leaves_the_last_release_whole_and_the_next_run_succeeds(place: Path, run: Run, prefect_server: str) -> None:
    data = place / "data"
    before = latest(data)
    write(place / "more", visit=VISIT)
    command = [sys.executable, "-c", "from flows.cli import main; main()", "run", str(place / "more"), "--output", str(data), "--workers", "1"]
    started = subprocess.Popen(command, env=environment(prefect_server), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        until(lambda: any(data.glob(".staging-*/tables/*")) or started.poll() is not None, seconds=120)
    finally:
        started.kill()
        said, _ = started.communicate()
    assert started.returncode == -signal.SIGKILL, said
    assert latest(data) == before and verify(open_release(data).path) == []
    assert any((data / "work" / "annotations").glob("*/*/done.parquet")), "what was annotated is kept"
    assert run(place / "more", data, wait_for_lock=0).status == "new", "the lock ended with its process"
    assert verify(open_release(data).path) == [] and list(data.glob(".staging-*")) == []


def until(condition: Callable[[], bool], *, seconds: float) -> None:
    """Wait for a condition; fails if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.05)


def test_a_second_run_says_who_holds_the_dataset(place: Path, run: Run) -> None:
    with writer_lock(place / "data"), pytest.raises(Locked, match=r"process \d+ is writing a release"):
        run(place / "news", place / "data", wait_for_lock=0)


def test_a_second_run_waits_for_the_first(place: Path, run: Run) -> None:
    free = threading.Event()
    held = threading.Event()

    def first() -> None:
        with writer_lock(place / "data"):
            held.set()
            free.wait(60)

    other = threading.Thread(target=first)
    other.start()
    held.wait(60)
    threading.Timer(1.0, free.set).start()
    begun = time.monotonic()
    assert run(place / "news", place / "data", wait_for_lock=60).status == "unchanged"
    assert time.monotonic() - begun >= 1.0
    other.join()
