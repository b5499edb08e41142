"""That files in a store are read as those in a folder are, and that no secret is shown."""

import gzip
import json
import sys
import tempfile
from pathlib import Path

import fsspec
import pytest

from flows.sources import discover, remote
from flows.sources.collect import collect
from flows.sources.records import SourceError

FILES = {
    "/press/2024/a.txt": b"The ferry was late.",
    "/press/2024/b.jsonl.gz": gzip.compress(json.dumps({"text": "The ferry sank."}).encode()),
    "/press/2025/c.txt": b"The ferry is back.",
    "/press/.hidden/d.txt": b"Nothing.",
}


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """A store in memory with some files, and a temporary folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = fsspec.filesystem("memory")
    made.store.clear()
    made.pseudo_dirs[:] = [""]
    for name, content in FILES.items():
        made.pipe(name, content)
    yield made
    assert list(tmp_path.glob("tidings-*")) == []
    made.store.clear()


@pytest.mark.parametrize(
    ("source", "refs"),
    [
        ("memory://press", ["2024/a.txt", "2024/b.jsonl.gz#line-1", "2025/c.txt"]),
        ("memory://press/2024/", ["a.txt", "b.jsonl.gz#line-1"]),
        ("memory://press/2025/c.txt", ["c.txt"]),
        ("memory://press/*/*.txt", ["2024/a.txt", "2025/c.txt"]),
        ("memory://press/20*", ["2024/a.txt", "2024/b.jsonl.gz#line-1", "2025/c.txt"]),
    ],
)
def test_a_path_in_a_store_is_read_as_a_folder_is(source, refs):
    collected = collect([source])
    assert collected.records["source_ref"].to_list() == refs
    assert collected.records["source_path"][0].startswith("memory://press/202")
    assert collected.rejects.is_empty()


def test_local_and_remote_sources_keep_their_order(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a.txt").write_text("The ferry waits.")
    collected = collect(["memory://press/2025", tmp_path / "here", "memory://press/2025/c.txt"])
    assert collected.records["source_path"].to_list() == ["memory://press/2025/c.txt", "here/a.txt"]


def test_only_one_file_at_a_time_is_in_the_temporary_folder():
    seen = [sorted(path.name for path in Path(tempfile.gettempdir()).glob("tidings-*/*")) for _ in remote.files("memory://press")]
    assert seen == [["member.txt"], ["member.jsonl.gz"], ["member.txt"]]


@pytest.mark.parametrize("source", ["memory://press/nothing", "memory://press/*.csv"])
def test_a_path_that_matches_nothing_is_an_error_that_helps(source):
    for ask in (lambda: collect([source]), lambda: discover.check(source)):
        with pytest.raises(SourceError, match=r"(nothing to read at|cannot list) 'memory://press/"):
            ask()


def test_a_missing_package_is_named_with_the_command(monkeypatch):
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(SourceError, match=r"'s3://bucket/news' needs a package that is not installed: pip install 'tidings\[s3\]'"):
        collect(["s3://bucket/news"])


def test_a_file_that_cannot_be_had_is_a_reject_and_the_next_is_read(store, monkeypatch):
    opened = type(store).open

    def refusing(self, name, *more, **options):
        if name.endswith("a.txt"):
            raise RuntimeError("denied for https://user:secret@store.example/a?X-Signature=abc&x=1\nmore")
        return opened(self, name, *more, **options)

    monkeypatch.setattr(type(store), "open", refusing)
    collected = collect(["memory://press/2024"])
    assert len(collected.records) == 1
    assert collected.rejects.select("source_path", "reason", "detail").rows() == [
        ("memory://press/2024/a.txt", "unreachable", "RuntimeError: denied for https://store.example/a")
    ]


def test_a_file_beyond_the_limit_is_a_reject(monkeypatch):
    monkeypatch.setattr(remote, "MAX_FILE_BYTES", 18)
    collected = collect(["memory://press"])
    assert collected.rejects.select("source_path", "reason").rows() == [
        ("memory://press/2024/a.txt", "too_large"),
        ("memory://press/2024/b.jsonl.gz", "too_large"),
    ]
    assert len(collected.records) == 1


@pytest.mark.parametrize(
    ("name", "source", "shown"),
    [
        ("bucket/news/a.txt", "s3://bucket/news", "s3://bucket/news/a.txt"),
        ("/data/a.txt", "sftp://user:secret@host.example:22/data", "sftp://host.example/data/a.txt"),
        ("container/a.txt", "abfs://container@account.dfs.core.windows.net/", "abfs://container/a.txt"),
    ],
)
def test_labels_are_addresses_without_credentials(name, source, shown):
    assert remote.label(name, source) == shown


@pytest.mark.parametrize("source", ["https://news.example/a.jsonl", "http://news.example/", "news/a.txt", "file.txt", "C:\\news", "foo://bar"])
def test_addresses_of_the_web_and_local_paths_are_not_for_the_stores(source):
    assert not remote.is_remote(source)
