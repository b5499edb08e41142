"""That every kind of input becomes records, or a reject that says why not."""

import gzip
import io
import json
import os
import struct
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources import fields
from flows.sources.collect import Collected, collect
from flows.sources.records import RawRecord, Reject, SourceError
from seeds import reader
from transforms.articles import RAW_RECORDS, RAW_REJECTS

STORY = {"id": "a1", "headline": "Dam opens", "body": "The dam was opened on Monday.", "date": "2024-05-06", "outlet": "Example News"}
SHORT = ("source_ref", "title", "text_raw")


def written(path: Path, content: str | bytes) -> Path:
    """The file, holding the content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(collected: Collected) -> list[tuple[str, str | None, str | None]]:
    """What was read, as (source_ref, title, text_raw)."""
    return collected.records.select(SHORT).rows()


def reasons(collected: Collected) -> list[tuple[str, str, str]]:
    """What was not, as (source_path, record_locator, reason)."""
    return collected.rejects.select("source_path", "record_locator", "reason").rows()


CSV = "id;headline;body;date;outlet\r\na1;Dam opens;The dam was opened on Monday.;2024-05-06;Example News\r\n"


def parquet(path: Path) -> None:
    pl.DataFrame([STORY]).write_parquet(path)


def arrow(path: Path) -> None:
    pl.DataFrame([STORY]).write_ipc(path)


def arrow_stream(path: Path) -> None:
    pl.DataFrame([STORY]).write_ipc_stream(path)


RUSSIAN = "Полиция задержала двух мужчин в центре города, сообщили власти. " * 5
FRONT_MATTER = "---\nid: a1\ntitle: Dam opens\ndate: 2024-05-06\nsource: Example News\n---\nThe dam was opened on Monday."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.jsonl", json.dumps(STORY) + "\n"),
        ("s.jsonl", "\ufeff" + json.dumps(STORY)),
        ("s.jsonl.gz", gzip.compress(json.dumps(STORY).encode())),
        ("plain-text-named.jsonl.gz", json.dumps(STORY)),
        ("gzip-named.jsonl", gzip.compress(json.dumps(STORY).encode())),
        ("s.json", json.dumps([STORY])),
        ("s.json", json.dumps(STORY, indent=2)),
        ("json-named.txt", json.dumps([STORY], indent=2)),
        ("s.csv", CSV),
        ("s.tsv", CSV.replace(";", "\t").encode("utf-16")),
        ("s.psv", CSV.replace(";", "|").replace("\r\n", "\r")),
        ("s.parquet", parquet),
        ("arrow-named.dat", arrow),
        ("s.arrows", arrow_stream),
        ("s.md", FRONT_MATTER),
        ("s.txt.gz", gzip.compress(FRONT_MATTER.encode())),
    ],
)
def test_one_story_is_the_same_record_in_every_format(tmp_path, name, content):
    path = tmp_path / name
    content(path) if callable(content) else written(path, content)
    collected = collect([path])
    shown = collected.records.select(*SHORT, "source_name", "published_at_raw", "has_own_id", "source_path")
    assert shown.rows() == [("a1", "Dam opens", "The dam was opened on Monday.", "Example News", "2024-05-06", True, name)]
    assert reasons(collected) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.txt", b"", "empty"),
        ("blank.jsonl", b" \n\n", "empty"),
        ("noise.txt", bytes(range(256)) * 40, "not_text"),
        ("page.html", "<!doctype html><p>Hello", "empty"),
        ("page-named.txt", "<!DOCTYPE html><p>Hello", "empty"),
        ("feed.xml", "<?xml version='1.0'?><rss/>", "empty"),
        ("crawl.warc.gz", gzip.compress(b"WARC/1.0\r\n"), "malformed"),
        ("crawl.warc", b"WARC/1.0\r\n", "malformed"),
        ("header-only.csv", "title,text\n", "empty"),
        ("report.pdf", b"%PDF-1.7", "unsupported"),
        ("table.xyz", "some text", "unsupported"),
        ("cut.parquet", b"PAR1 and no more", "malformed"),
        ("broken.txt.gz", b"\x1f\x8b\x08\x00 no gzip at all", "unreadable"),
        ("long.txt", "x " * 2_600_000, "too_large"),
        ("bomb.txt.gz", gzip.compress(b"x " * 5_000_000), "too_large"),
        ("other.csv", "a,b\n1,2\n3,4\n", "missing_fields"),
        ("other.jsonl", '{"a": 1}', "missing_fields"),
        ("number.jsonl", '{"text": 12345}', "wrong_type"),
        ("list.jsonl", '{"text": ["a", "b"]}', "wrong_type"),
        ("no-object.jsonl", '"text"', "wrong_type"),
        ("numbers.json", "[1]", "wrong_type"),
        ("deep.json", "[" * 100_000, "malformed"),
        ("deep-object.json", '{"a":' * 100_000, "malformed"),
        ("hole.jsonl", '{"text": null, "title": ""}', "empty"),
    ],
)
def test_what_cannot_be_read_is_one_reject_with_a_reason(tmp_path, name, content, reason):
    collected = collect([written(tmp_path / name, content)])
    assert rows(collected) == []
    assert [found for _, _, found in reasons(collected)] == [reason]
    assert reason in reader.code_list("reject_reasons")


def test_a_bad_line_does_not_cost_the_good_ones(tmp_path):
    path = written(tmp_path / "s.jsonl", '{"text": "One."}\n\n{"text": \n{"text": {"deep": 1}}\n{"text": "Five."}')
    collected = collect([path])
    assert rows(collected) == [("s.jsonl#line-1", None, "One."), ("s.jsonl#line-5", None, "Five.")]
    assert reasons(collected) == [("s.jsonl", "line-3", "malformed"), ("s.jsonl", "line-4", "wrong_type")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(gzip.compress(b'{"text": "One."}') + b"junk", "malformed"), (gzip.compress(b'{"text": "One."}\n' + b" " * 100_000)[:-20], "unreadable")],
)
def test_records_before_damaged_gzip_are_kept_and_the_damage_is_said(tmp_path, content, reason):
    collected = collect([written(tmp_path / "s.jsonl.gz", content)])
    assert rows(collected) == [("s.jsonl.gz#line-1", None, "One.")]
    assert reasons(collected) == [("s.jsonl.gz", "end", reason)]


def test_two_gzip_members_are_one_text(tmp_path):
    path = written(tmp_path / "s.jsonl.gz", gzip.compress(b'{"text": "One."}\n') + gzip.compress(b'{"text": "Two."}\n'))
    assert [text for *_, text in rows(collect([path]))] == ["One.", "Two."]


def test_a_huge_cell_with_line_breaks_is_one_cell(tmp_path):
    cell = 'He said ""no"".\n' * 12_000
    collected = collect([written(tmp_path / "s.csv", f'title,text\nBig,"{cell}"\nSmall,Short\n')])
    assert [(title, len(text or "")) for _, title, text in rows(collected)] == [("Big", 12_000 * 14), ("Small", 5)]


def test_a_row_with_more_cells_than_names_is_not_cut_in_silence(tmp_path):
    collected = collect([written(tmp_path / "s.csv", "title,text\nA,One, two\nB,Three\nC\n")])
    assert rows(collected) == [("s.csv#row-2", "B", "Three"), ("s.csv#row-3", "C", None)]
    assert reasons(collected) == [("s.csv", "row-1", "malformed")]


def test_a_table_without_a_text_names_its_columns_and_the_option(tmp_path):
    detail = collect([written(tmp_path / "s.csv", "nr;wortlaut\n1;Hallo\n2;Welt\n")]).rejects["detail"].to_list()
    assert detail == ["no field is known to hold the text; found nr, wortlaut; name it with --map text=NAME"]


def test_a_mapping_wins_over_the_usual_names(tmp_path):
    path = written(tmp_path / "s.csv", "nr;wortlaut;text\n1;Hallo;Hello\n")
    assert rows(collect([path], mapping={"text": "Wortlaut", "id": "nr"})) == [("1", None, "Hallo")]
    with pytest.raises(SourceError, match=r"cannot map \['texts'\].*'text'"):
        collect([path], mapping={"texts": "wortlaut"})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Café – “open”".encode(), "Café – “open”"),
        ("Café – “open”".encode("utf-8-sig"), "Café – “open”"),
        ("Café – “open”".encode("utf-16"), "Café – “open”"),
        ("The café is open again today".encode("utf-16-le"), "The café is open again today"),
        ("Café – “open”".encode("utf-32"), "Café – “open”"),
        ("Überfall in Köln".encode("cp1252"), "Überfall in Köln"),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        ("Ça va? ".encode() * 20_000 + "Voilà".encode("cp1252"), "Ça va? " * 20_000 + "Voilà"),
    ],
)
def test_text_is_decoded_as_its_bytes_say(tmp_path, request, content, text):
    assert [found for *_, found in rows(collect([written(tmp_path / "s.txt", content)]))] == [text]


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), ("7", "7"), ({"$oid": "7"}, "7"), (True, "True"), (float("nan"), None), ([], None), (["A", "B"], "A; B")],
)
def test_ids_and_other_single_values_are_written_as_text(value, text):
    found = fields.ours(RawRecord("f", "line-1", {"text": "Hello.", "id": value}, "json"), {})
    assert not isinstance(found, Reject)
    assert found["id"] == text


def test_excerpts_show_control_characters_as_escapes(tmp_path):
    collected = collect([written(tmp_path / "s.jsonl", '"\x1b[31mred\x00" ' + "x" * 500)])
    excerpt = collected.rejects["excerpt"][0]
    assert excerpt.startswith('"\\x1b[31mred\\x00" xxx')
    assert len(excerpt) == 200


def test_yaml_that_unfolds_without_end_is_plain_text(tmp_path):
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: [*b, *b]\n---\nText."
    assert rows(collect([written(tmp_path / "s.md", bomb)])) == [("s.md", None, bomb)]


def test_folders_are_walked_in_order_and_named_from_the_folder_on(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden.txt", ".git/x.txt", "folder.jsonl/c.txt"):
        written(tmp_path / "news" / name, f"Text of {name}.")
    records = collect([tmp_path / "news"]).records
    assert records["source_ref"].to_list() == ["a.txt", "b/1.txt", "b/2.txt", "folder.jsonl/c.txt"]
    assert records["source_path"].to_list() == ["news/a.txt", "news/b/1.txt", "news/b/2.txt", "news/folder.jsonl/c.txt"]


def test_patterns_folders_and_files_may_overlap(tmp_path, monkeypatch):
    for name in ("news/a.txt", "news/b/c.txt", "news/b/d.md"):
        written(tmp_path / name, f"Text of {name}.")
    monkeypatch.chdir(tmp_path)
    collected = collect(["news/**/*.txt", "news"])
    assert collected.records["source_path"].to_list() == ["news/a.txt", "news/b/c.txt", "news/b/d.md"]
    assert reasons(collected) == []


def test_folders_of_one_name_are_told_apart(tmp_path):
    folders = [written(tmp_path / year / "news" / "a.txt", f"Text of {year}.").parent for year in ("2023", "2024")]
    assert collect(folders).records["source_path"].to_list() == ["2023/news/a.txt", "2024/news/a.txt"]


def test_pipes_and_links_to_nowhere_or_in_a_circle_do_not_stop_the_run(tmp_path):
    news = written(tmp_path / "news" / "a.txt", "Text.").parent
    (news / "deep").mkdir()
    (news / "deep" / "up").symlink_to("..")
    (news / "nowhere.txt").symlink_to("no-such-file")
    (news / "self.txt").symlink_to("self.txt")
    (news / "twin.txt").symlink_to("a.txt")
    os.mkfifo(news / "pipe.txt")
    collected = collect([news])
    assert rows(collected) == [("a.txt", None, "Text.")]
    assert reasons(collected) == [
        ("news/deep/up", "", "not_a_file"),
        ("news/nowhere.txt", "", "not_a_file"),
        ("news/pipe.txt", "", "not_a_file"),
        ("news/self.txt", "", "not_a_file"),
        ("news/twin.txt", "", "repeated"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_reject(tmp_path):
    path = written(tmp_path / "news" / "a.txt", "Text.")
    path.chmod(0)
    assert reasons(collect([path.parent])) == [("news/a.txt", "", "unreadable")]


@pytest.mark.parametrize("source", ["missing.txt", "*.csv", "empty", "foo://bucket/news"])
def test_a_source_that_matches_nothing_is_an_error_that_helps(tmp_path, source):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=r"nothing to read at .*: name a folder with files in it, a file, or a pattern"):
        collect([f"{tmp_path}/{source}"])


def test_a_name_that_is_no_text_is_written_with_escapes(tmp_path):
    written(tmp_path / "news" / os.fsdecode(b"caf\xe9\x1b.txt"), "Text.")
    assert collect([tmp_path / "news"]).records["source_ref"].to_list() == ["caf\\xe9\\x1b.txt"]


def test_no_path_of_the_machine_is_in_the_tables(tmp_path):
    for name, content in (("a.parquet", b"PAR1"), ("b.txt", "Text."), ("c.jsonl", "{")):
        written(tmp_path / "news" / name, content)
    collected = collect([tmp_path / "news"])
    cells = [str(cell) for frame in collected[:2] for row in frame.rows() for cell in row] + [str(collected.inputs)]
    assert [cell for cell in cells if str(tmp_path) in cell] == []


def test_inputs_and_progress_say_what_each_file_gave(tmp_path):
    written(tmp_path / "news" / "a.txt", "Text.")
    written(tmp_path / "news" / "b.jsonl", '{"text": "One."}\n{')
    said: list[str] = []
    inputs = collect([tmp_path / "news"], progress=said.append).inputs
    assert inputs == [
        {"path": "news/a.txt", "kind": "text", "records": 1, "rejects": 0},
        {"path": "news/b.jsonl", "kind": "json", "records": 1, "rejects": 1},
    ]
    assert said == ["news/a.txt: 1 records, 0 rejected", "news/b.jsonl: 1 records, 1 rejected"]


SINGLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(SINGLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
NAMED = st.dictionaries(st.sampled_from(["text", "body", "title", "id", "date", "author", "url", "lone \ud800"]), JSON)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(NAMED | JSON, max_size=6))
def test_every_line_is_a_record_or_a_reject(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("any") / "s.jsonl"
    path.write_text("\n".join([*(json.dumps(value) for value in values), '{"text": "Last."}']))
    collected = collect([path])
    assert len(collected.records) + len(collected.rejects) == len(values) + 1
    assert (collected.records.schema, collected.rejects.schema) == (RAW_RECORDS, RAW_REJECTS)


@settings(deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.csv", "a.parquet", "a.gz", "a"]))
def test_no_bytes_stop_the_run(tmp_path_factory, content, name):
    collected = collect([written(tmp_path_factory.mktemp("any") / name, content)])
    assert len(collected.records) + len(collected.rejects) > 0


def damaged_arrow(path: Path) -> None:
    """An Arrow stream with a view of a text that leads far out of the data."""
    content = io.BytesIO()
    pl.DataFrame({"text": ["One short text.", "Another text, which is longer."]}).write_ipc_stream(content)
    view = struct.pack("<i4sii", 30, b"Anot", 0, 15)
    assert view in content.getvalue()
    path.write_bytes(content.getvalue().replace(view, struct.pack("<i4sii", 30, b"Anot", 0, 2_000_000_000)))


def wide_decimals(path: Path) -> None:
    """An Arrow stream with a column that Polars cannot take."""
    table = pa.table({"text": ["One."], "amount": pa.array([Decimal("1.5")], pa.decimal256(60, 2))})
    with pa.ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table)


@pytest.mark.parametrize("make", [damaged_arrow, wide_decimals])
def test_an_arrow_file_that_would_crash_the_run_is_a_reject(tmp_path, make):
    make(tmp_path / "a.arrows")
    assert reasons(collect([tmp_path / "a.arrows"])) == [("a.arrows", "", "malformed")]
