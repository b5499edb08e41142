"""Releases are published whole or not at all."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from output import pointer
from output.manifest import read_manifest, verify
from output.release import Facts, Locked, ReleaseError, discard, fail, latest, list_releases, next_version, publish, stage, unchanged, writer_lock
from output.versions import is_version
from tests.output.conftest import NOW
from tests.rows import valid_row, valid_rows
from transforms.tables import TABLES

PROJECT = Path(__file__).parents[2]
Tables = dict[str, pl.DataFrame]
Publish = Callable[[Tables], str]


def with_another_claim(tables: Tables) -> Tables:
    """The tables with a fourth claim, in an article of February."""
    article = tables["articles"]["article_id"][1]
    row = valid_row(TABLES["claims"], row_number=3, article_id=article)
    return tables | {"claims": pl.concat([tables["claims"], TABLES["claims"].frame([row])])}


@pytest.mark.parametrize(
    ("now", "version"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), "2026.11.22-000"),
        (datetime(2026, 11, 22, 12, tzinfo=UTC), "2026.11.22-i00"),
        (datetime(2026, 11, 22, 23, 59, 59, 999_999, tzinfo=UTC), "2026.11.22-zzz"),
    ],
)
def test_a_version_says_the_day_and_the_part_of_it_that_has_passed(now: datetime, version: str) -> None:
    assert next_version(now, []) == version
    assert is_version(version)


def test_versions_sort_by_time() -> None:
    instants = [NOW + timedelta(minutes=17 * n) for n in range(200)]
    versions = [next_version(now, []) for now in instants]

    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    ("newest", "version"),
    [("2026.11.22-i00", "2026.11.22-i01"), ("2026.11.22-i0z", "2026.11.22-i10"), ("2026.12.31-zzz", "2027.01.01-000"), ("notes", "2026.11.22-i00")],
)
def test_a_version_comes_after_all_that_exist(newest: str, version: str) -> None:
    assert next_version(datetime(2026, 11, 22, 12, tzinfo=UTC), [newest, "2020.01.01-000"]) == version


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        next_version(datetime(2026, 11, 22), [])


def test_latest_leads_to_the_release_that_was_published_last(tables: Tables, publish_tables: Publish, root: Path) -> None:
    assert latest(root) is None
    first = publish_tables(tables)
    second = publish_tables(with_another_claim(tables))

    assert list_releases(root) == [first, second]
    assert latest(root) == second
    assert os.readlink(root / "releases/latest") == second
    assert verify(root / "releases/latest") == []
    assert read_manifest(root / "releases/latest").previous == first
    assert pl.read_parquet(root / "releases/latest/tables/claims/**/*.parquet").height == 4


def test_files_that_did_not_change_are_shared_with_the_release_before(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first, second = publish_tables(tables), publish_tables(with_another_claim(tables))

    def inode(version: str, name: str) -> int:
        return (root / "releases" / version / "tables" / name / "part-0.parquet").stat().st_ino

    for same in ("claims/published_month=2024-01", "claims/published_month=unknown", "events", "articles/published_month=2024-02"):
        assert inode(first, same) == inode(second, same)
    assert inode(first, "claims/published_month=2024-02") != inode(second, "claims/published_month=2024-02")
    assert verify(root / "releases" / first) == []


def test_without_hard_links_a_release_has_files_of_its_own(
    tables: Tables, publish_tables: Publish, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)

    publish_tables(tables)
    publish_tables(with_another_claim(tables))

    assert verify(root / "releases/latest") == []


def test_without_symbolic_links_a_text_names_the_latest(tables: Tables, publish_tables: Publish, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)

    first = publish_tables(tables)
    assert latest(root) == first
    second = publish_tables(with_another_claim(tables))

    assert latest(root) == second
    assert (root / "releases/LATEST.txt").read_text() == f"{second}\n"
    assert not (root / "releases/latest").exists()


def test_a_folder_in_the_place_of_latest_stops_the_release_before_it_is_seen(tables: Tables, publish_tables: Publish, root: Path) -> None:
    (root / "releases/latest").mkdir(parents=True)

    with pytest.raises(FileExistsError, match="latest: a folder where a link to a release should be; remove it"):
        publish_tables(tables)

    assert list_releases(root) == []


def test_the_same_tables_again_are_no_new_release(tables: Tables, publish_tables: Publish, root: Path) -> None:
    publish_tables(tables)
    before = read_manifest(root / "releases/latest")

    same = stage(root, {name: frame.reverse() for name, frame in tables.items()}, now=NOW)
    assert unchanged(same, before)
    discard(same)
    assert not same.path.exists()

    other = stage(root, with_another_claim(tables), now=NOW)
    assert not unchanged(other, before)
    assert not unchanged(other, None)


def test_what_fails_its_audit_is_kept_apart_and_latest_stays(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first = publish_tables(tables)

    staged = stage(root, with_another_claim(tables), now=NOW)
    folder = fail(staged, {"verdict": "failed"}, {"claims": tables["claims"].head(1)})

    assert folder == root / "failed" / staged.version
    assert (folder / "verdict.json").read_text() == '{\n  "verdict": "failed"\n}\n'
    assert pl.read_parquet(folder / "faults/claims.parquet").equals(tables["claims"].head(1))
    assert list_releases(root) == [first] and latest(root) == first
    assert stage(root, tables, now=NOW).version > staged.version


def test_a_table_that_was_forgotten_is_named(tables: Tables, root: Path) -> None:
    del tables["codes"]

    with pytest.raises(ReleaseError, match=r"stage: missing \['codes'\], surplus \['verbs'\]"):
        stage(root, tables | {"verbs": pl.DataFrame()}, now=NOW)


def test_a_table_that_cannot_be_written_leaves_no_staging_behind(tables: Tables, root: Path) -> None:
    with pytest.raises(ValueError, match="codes: missing"):
        stage(root, tables | {"codes": pl.DataFrame({"code": ["a"]})}, now=NOW)

    assert list(root.glob(".staging-*")) == []


def test_what_was_published_cannot_be_published_again(tables: Tables, root: Path) -> None:
    staged = stage(root, tables, now=NOW)
    publish(staged, Facts(), changes_md="")

    with pytest.raises(ReleaseError, match="no longer there; it was published, failed or discarded before"):
        publish(staged, Facts(), changes_md="")
    assert latest(root) == staged.version
    assert verify(root / "releases/latest") == []


@pytest.mark.parametrize("name", ["manifest.json", "tables", "../report.html", "a/b.txt"])
def test_an_extra_file_has_a_plain_name(tables: Tables, root: Path, name: str) -> None:
    staged = stage(root, {name: table.empty() for name, table in TABLES.items()}, now=NOW)

    with pytest.raises(ReleaseError, match="cannot be files of a release"):
        publish(staged, Facts(), changes_md="", extra_files={name: ""})


RUNS = """
import json, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from output.release import Facts, publish, stage, writer_lock
from tests.output.conftest import three_rows
from tests.rows import valid_rows
from transforms.tables import TABLES

def run(root, name, nth):
    '''Publishes one more release; killed just before the nth call of a function of os.'''
    original, calls = getattr(os, name), 0

    def deadly(*args, **options):
        nonlocal calls
        calls += 1
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **options)

    setattr(os, name, deadly)
    with writer_lock(root, wait=0):
        staged = stage(root, three_rows() | {"actors": valid_rows(TABLES["actors"], 4)}, now=datetime(2026, 11, 23, tzinfo=UTC))
        publish(staged, Facts(), changes_md="# Changes")
    Path(f"{root}.calls").write_text(str(calls))

children = []
for root, name, nth in json.loads(sys.argv[1]):  # forked, because to import anew for each takes a second
    children.append(os.fork())
    if children[-1] == 0:
        run(Path(root), name, nth)
        os._exit(0)
print(json.dumps([-os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]))
"""

DEATHS = [  # (function, which call of it, from the last if negative): the run is killed just before it
    ("link", 3),  # a file is about to be shared with the release before
    ("replace", 2),  # it takes the place of the one that was written
    ("symlink", 1),  # all is written, the swap of `latest` is about to be announced
    ("fsync", 1),
    ("fsync", 2),
    ("fsync", 20),
    ("rename", 1),  # the release is about to appear
    ("fsync", -3),  # it has, `latest` still leads to the one before
    ("replace", -1),  # `latest` is about to be swapped
    ("fsync", -1),  # it was
]


def run_and_kill(root: Path, deaths: list[tuple[str, int]]) -> list[tuple[Path, int]]:
    """For each death a copy of the dataset on which a run met it, and the signal that ended the run."""
    copies = [root.with_name(f"{root.name}-{name}-{nth}") for name, nth in deaths]
    for copy in copies:
        copytree(root, copy, symlinks=True)
    orders = json.dumps([(str(copy), *death) for copy, death in zip(copies, deaths, strict=True)])
    done = subprocess.run([sys.executable, "-c", RUNS, orders], stdout=subprocess.PIPE, text=True, cwd=PROJECT, timeout=60, check=True)
    return list(zip(copies, json.loads(done.stdout), strict=True))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_that_is_killed_leaves_the_last_release_whole_and_latest_valid(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first = publish_tables(tables)
    names = ("fsync", "replace")
    calls = {
        name: int(Path(f"{copy}.calls").read_text()) for name, (copy, _) in zip(names, run_and_kill(root, [(name, 0) for name in names]), strict=True)
    }
    deaths = [(name, nth if nth > 0 else calls[name] + 1 + nth) for name, nth in DEATHS]
    seen = set()

    for copy, ended_by in run_and_kill(root, deaths):
        assert ended_by == signal.SIGKILL, copy
        found = latest(copy)
        assert found is not None and os.readlink(copy / "releases/latest") == found
        assert verify(copy / "releases/latest") == [], copy
        assert verify(copy / "releases" / first) == [], copy
        seen.add((found == first, len(list_releases(copy))))

        with writer_lock(copy, wait=0):  # the lock died with its process
            staged = stage(copy, tables, now=NOW)
        assert list(copy.glob(".staging-*")) == [staged.path]
        assert not (copy / "releases/.latest-next").is_symlink()
        assert latest(copy) == list_releases(copy)[-1], "a swap that was begun is finished"

    assert seen == {(True, 1), (True, 2), (False, 2)}


def test_a_latest_that_was_set_back_by_hand_stays_there(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first, _ = publish_tables(tables), publish_tables(with_another_claim(tables))
    (root / "releases/latest").unlink()
    (root / "releases/latest").symlink_to(first)

    stage(root, tables, now=NOW)

    assert latest(root) == first


def test_an_announced_release_that_never_came_is_forgotten(tables: Tables, publish_tables: Publish, root: Path) -> None:
    first = publish_tables(tables)
    pointer.prepare(root, "2026.12.01-000")

    stage(root, tables, now=NOW)

    assert latest(root) == first
    assert not (root / "releases/.latest-next").is_symlink()


HOLDER = """
import sys, time
from output.lock import writer_lock
with writer_lock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(root: Path, seconds: float) -> "subprocess.Popen[str]":
    """Another process that holds the lock from now on."""
    command = [sys.executable, "-c", HOLDER, str(root), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_that_does_not_wait_is_told_who_is_writing(root: Path) -> None:
    other = hold(root, 60)
    try:
        with pytest.raises(Locked, match=f"process {other.pid} is writing a release. Wait for it to end, or stop it"), writer_lock(root, wait=0):
            pass
    finally:
        other.kill()
        other.communicate()

    with writer_lock(root, wait=5):
        assert (root / ".lock").read_text() == f"{os.getpid()}\n"


def test_a_second_writer_waits_and_says_so_once(root: Path) -> None:
    said: list[str] = []
    other = hold(root, 0.5)

    with writer_lock(root, wait=None, on_wait=said.append):
        assert other.wait(timeout=5) == 0
    other.communicate()

    assert len(said) == 1 and f"process {other.pid} is writing" in said[0]


def test_two_writers_of_one_process_exclude_each_other_too(root: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with writer_lock(root, wait=10):
            order.append("second")

    with writer_lock(root, wait=0):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]


FORKING = """
import os, sys, time
from output.lock import writer_lock
with writer_lock(sys.argv[1]):
    child = os.fork()
    if child == 0:
        time.sleep(60)
    print(child, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_worker_that_outlives_its_killed_parent_does_not_keep_the_lock(root: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", FORKING, str(root)], stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    try:
        with writer_lock(root, wait=2):
            os.kill(child, 0)  # it still lives
    finally:
        os.kill(child, signal.SIGKILL)


def test_valid_rows_of_every_table_make_a_whole_dataset() -> None:
    tables = {name: valid_rows(table, 3) for name, table in TABLES.items()}

    for name, table in TABLES.items():
        assert tables[name].select(table.key).is_unique().all(), name
        for column, declared in table.columns.items():
            if declared.references and not declared.nullable:
                other, _, key = declared.references.partition(".")
                assert set(tables[name][column]) <= set(tables[other][key]), (name, column)
            if declared.pattern:
                assert tables[name][column].str.contains(f"^(?:{declared.pattern})").all(), (name, column)
