"""That files in archives are read as if they lay in a folder, and that no archive fills the disk, the memory or the night."""

import bz2
import gzip
import io
import json
import lzma
import os
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources import collect as collecting
from flows.sources import members, unpacking, zipped
from flows.sources.collect import Collected, collect
from flows.sources.unpacking import zstd
from seeds import reader

ONE, TWO = "The bridge was closed on Monday.", "Workers returned to the mine on Friday."
FILES = {"a.txt": ONE.encode(), "deep/b.jsonl": json.dumps({"id": "b1", "text": TWO}).encode()}
PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def tar_of(files: dict[str, bytes], *more: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of these files, and of these headers."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
        for header in more:
            archive.addfile(header)
    return made.getvalue()


def header(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """A tar header of something that is no file."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def read(folder: Path, name: str, content: bytes) -> Collected:
    """What is in a file of this name and content; nothing of it stays in the temporary folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    collected = collect([path])
    assert [left.name for left in Path(tempfile.gettempdir()).glob("tidings-*")] == []
    return collected


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """A temporary folder of the test's own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def texts(collected: Collected) -> list[str]:
    return collected.records["text_raw"].to_list()


def rejected(collected: Collected) -> list[tuple[str, str, str]]:
    assert set(collected.rejects["reason"]) <= set(reader.code_list("reject_reasons"))
    return collected.rejects.select("source_path", "record_locator", "reason").rows()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.zip", zip_of(FILES)),
        ("stored.zip", zip_of(FILES, zipfile.ZIP_STORED)),
        ("bzip2.zip", zip_of(FILES, zipfile.ZIP_BZIP2)),
        ("zip-named.txt", zip_of(FILES)),
        ("news.tar", tar_of(FILES)),
        ("gnu.tar", tar_of(FILES, form=tarfile.GNU_FORMAT)),
        ("ustar.tar", tar_of(FILES, form=tarfile.USTAR_FORMAT)),
        ("plain-tar-named.tar.xz", tar_of(FILES)),
        ("xz-named.tar.gz", lzma.compress(tar_of(FILES))),
        *((f"news.tar.{name}", pack(tar_of(FILES))) for name, pack in PACKERS.items()),
        *((f"news.zip.{name}", pack(zip_of(FILES))) for name, pack in PACKERS.items()),
    ],
)
def test_an_archive_is_read_as_a_folder_whatever_it_is_called(tmp_path, name, content):
    collected = read(tmp_path, name, content)
    assert texts(collected) == [ONE, TWO]
    assert rejected(collected) == []
    inside = [path.split("!/")[-1] for path in collected.records["source_path"]]
    assert inside == ["a.txt", "deep/b.jsonl"]
    assert [path.startswith(f"{name}!/") for path in collected.records["source_path"]] == [True, True]


@pytest.mark.parametrize("suffix", PACKERS)
def test_one_compressed_file_is_read_as_what_it_was(tmp_path, suffix):
    table = tmp_path / "t.parquet"
    pl.DataFrame([{"text": ONE}]).write_parquet(table)
    pack = PACKERS[suffix]
    for name, content in ((f"a.txt.{suffix}", ONE.encode()), (f"a.jsonl.{suffix}", json.dumps({"text": ONE}).encode()), ("a", ONE.encode())):
        assert texts(read(tmp_path, name, pack(content))) == [ONE]
    collected = read(tmp_path, f"t.parquet.{suffix}", pack(table.read_bytes()))
    assert (texts(collected), collected.records["source_path"][0]) == ([ONE], f"t.parquet.{suffix}!/t.parquet")
    assert texts(read(tmp_path, f"twice.txt.{suffix}.gz", gzip.compress(pack(ONE.encode())))) == [ONE]


@pytest.mark.parametrize("suffix", PACKERS)
def test_members_that_follow_each_other_are_one_text_and_padding_is_none(tmp_path, suffix):
    pack = PACKERS[suffix]
    collected = read(tmp_path, f"a.txt.{suffix}", pack(b"One ") + pack(b"and two.") + b"\0" * 8)
    assert (texts(collected), rejected(collected)) == (["One and two."], [])
    collected = read(tmp_path, f"a.txt.{suffix}", pack(b"One.") + b"and something that is not packed")
    assert (texts(collected), rejected(collected)) == (["One."], [(f"a.txt.{suffix}", "end", "malformed")])


LINES = [f'{{"text": "Report {number} of {number * 7919 % 1000} people."}}\n' for number in range(400)]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), suffix=st.sampled_from(sorted(PACKERS)))
def test_a_compressed_file_cut_anywhere_gives_what_came_before_and_says_so(tmp_path_factory, data, suffix):
    whole = PACKERS[suffix]("".join(LINES).encode())
    cut = data.draw(st.integers(len(unpacking.MAGIC.get(suffix, b"123456")), len(whole) - 1))
    collected = collect_bytes(tmp_path_factory, f"a.jsonl.{suffix}", whole[:cut])
    assert texts(collected) == [json.loads(line)["text"] for line in LINES[: len(collected.records)]]
    assert {reason for *_, reason in rejected(collected)} & {"unreadable"} or (suffix == "xz" and cut > len(whole) - 13)


def collect_bytes(factory: pytest.TempPathFactory, name: str, content: bytes) -> Collected:
    path = factory.mktemp("cut") / name
    path.write_bytes(content)
    return collect([path])


MANY = {f"{number:02}.txt": f"Report {number}: {'x' * (number * 131 % 900)}".encode() for number in range(12)}


def ends_of_tar(content: bytes) -> list[int]:
    """Where the data of each file ends."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return [header.offset_data + header.size for header in archive]


def ends_of_zip(content: bytes) -> list[int]:
    """Where the packed data of each file ends."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [entry.header_offset + 30 + len(entry.filename) + entry.compress_size for entry in archive.infolist()]


@settings(max_examples=80, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["tar", "zip", "stored.zip"]))
def test_an_archive_cut_anywhere_gives_every_whole_file_and_one_reject(tmp_path_factory, data, kind):
    whole = tar_of(MANY) if kind == "tar" else zip_of(MANY, zipfile.ZIP_STORED if kind == "stored.zip" else zipfile.ZIP_DEFLATED)
    last = ends_of_tar(whole)[-1] if kind == "tar" else len(whole) - 1
    cut = data.draw(st.integers(512, last))
    ends = ends_of_tar(whole) if kind == "tar" else ends_of_zip(whole)
    collected = collect_bytes(tmp_path_factory, f"news.{kind}", whole[:cut])
    complete = sum(end <= cut for end in ends)
    assert texts(collected) == [content.decode() for content in list(MANY.values())[:complete]]
    assert rejected(collected) == [(f"news.{kind}", "end", "malformed")]


def streamed_zip(files: dict[str, bytes]) -> bytes:
    """A zip written to a pipe, whose sizes stand after each file."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    made = Pipe()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_zip_from_a_pipe_without_its_directory_is_read_from_the_front(tmp_path):
    whole = streamed_zip(MANY)
    collected = read(tmp_path, "news.zip", whole[: whole.index(b"PK\x01\x02") + 20])
    assert texts(collected) == [content.decode() for content in MANY.values()]
    assert rejected(collected) == [("news.zip", "end", "malformed")]


NAMES = [
    "../../up.txt",
    "/etc/absolute.txt",
    "C:\\dir\\win.txt",
    "a\x1b[31mred.txt",
    "x" * 300 + ".txt",
    "..",
    "café.txt",
    "a!/b.txt",
    "\u202etxt.exe.txt",
]


@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_no_name_leads_out_of_the_folder_and_every_name_is_shown(tmp_path, make):
    files = {name: f"Text of number {number}.".encode() for number, name in enumerate(NAMES)}
    before = sorted(path.name for path in tmp_path.parent.iterdir())
    collected = read(tmp_path, "names.archive", make(files))
    assert texts(collected) == [content.decode() for content in files.values()]
    assert sorted(path.name for path in tmp_path.parent.iterdir()) == before
    shown = "".join(collected.records["source_path"])
    assert "names.archive!/../../up.txt" in shown and "a\\x1b[31mred.txt" in shown and "\\u202etxt" in shown
    assert "\x1b" not in shown and "\u202e" not in shown


@settings(max_examples=40, deadline=None)
@given(names=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40), max_size=8))
def test_every_visible_name_is_read_once_under_a_label_of_its_own(tmp_path_factory, names):
    files = [(name, f"Text {number}.".encode()) for number, name in enumerate(names) if not name.endswith("/") and not members.is_hidden(name)]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files:
            header_ = tarfile.TarInfo(name)
            header_.size = len(content)
            archive.addfile(header_, io.BytesIO(content))
    collected = collect_bytes(tmp_path_factory, "names.tar", made.getvalue())
    seen = [*collected.records["source_path"], *collected.rejects["source_path"]]
    assert len(seen) == max(1, len(files)) and len(set(seen)) == len(seen)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_are_both_read(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", ONE)
        archive.writestr("a.txt", TWO)
    collected = read(tmp_path, "twins.zip", made.getvalue())
    assert texts(collected) == [ONE, TWO]
    assert collected.records["source_path"].to_list() == ["twins.zip!/a.txt", "twins.zip!/a.txt#2"]


def test_hidden_files_and_folders_are_left_out_as_in_a_folder(tmp_path):
    hidden = dict.fromkeys((".DS_Store", "__MACOSX/._a.txt", ".git/b.txt", "c/.d.txt", "folder/"), b"No news.")
    for content in (zip_of(hidden | {"a.txt": ONE.encode()}), tar_of({name: text for name, text in hidden.items() if name != "folder/"} | FILES)):
        collected = read(tmp_path, "a.archive", content)
        assert texts(collected)[0] == ONE
        assert rejected(collected) == []
    assert rejected(read(tmp_path, "a.zip", zip_of(hidden))) == [("a.zip", "", "empty")]


def test_links_and_devices_in_a_tar_are_no_files(tmp_path):
    links = [header("to.txt", tarfile.SYMTYPE, "/etc/passwd"), header("hard.txt", tarfile.LNKTYPE, "a.txt"), header("pipe", tarfile.FIFOTYPE)]
    collected = read(tmp_path, "a.tar", tar_of(FILES, *links, header("null", tarfile.CHRTYPE), header("folder", tarfile.DIRTYPE)))
    assert texts(collected) == [ONE, TWO]
    assert rejected(collected) == [(f"a.tar!/{name}", "", "not_a_file") for name in ("to.txt", "hard.txt", "pipe", "null")]


def test_links_in_a_zip_are_no_files(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("to.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert rejected(read(tmp_path, "a.zip", made.getvalue())) == [("a.zip!/to.txt", "", "not_a_file")]


def changed(content: bytes, at_local: int, at_directory: int, value: int) -> bytes:
    """A zip of one file with two bytes of both of its headers changed."""
    made, start = bytearray(content), content.index(b"PK\x01\x02")
    struct.pack_into("<H", made, at_local, value)
    struct.pack_into("<H", made, start + at_directory, value)
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "reason", "help_"),
    [
        (changed(zip_of({"a.txt": ONE.encode()}), 6, 8, 1), "unreadable", "encrypted; unpack it with its password"),
        (changed(zip_of({"a.txt": ONE.encode()}), 8, 10, 97), "unsupported", "packed by method 97"),
        (zip_of({"a.txt": ONE.encode()}, zipfile.ZIP_LZMA), "unsupported", "packed by method 14"),
        (changed(zip_of({"a.txt": ONE.encode()}), 14, 16, 7), "malformed", "damaged in the archive: Bad CRC-32"),
    ],
)
def test_a_file_that_cannot_be_unpacked_says_why_and_what_to_do(tmp_path, content, reason, help_):
    collected = read(tmp_path, "a.zip", content)
    assert rejected(collected) == [("a.zip!/a.txt", "", reason)]
    assert help_ in collected.rejects["detail"][0]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], "an office document"),
        (["mimetype", "content.xml"], "an e-book or OpenDocument file"),
        (["META-INF/MANIFEST.MF", "a.class"], "a Java archive"),
    ],
)
def test_documents_that_are_zips_inside_are_one_reject(tmp_path, names, kind):
    collected = read(tmp_path, "a.docx", zip_of(dict.fromkeys(names, b"text")))
    assert rejected(collected) == [("a.docx", "", "unsupported")]
    assert collected.rejects["detail"][0].startswith(kind)


def test_archives_in_archives_are_read_to_a_depth(tmp_path):
    content = ONE.encode()
    for depth in range(5):
        content = zip_of({"a.txt" if depth == 0 else f"{depth}.zip": content, f"side{depth}.txt": f"Beside {depth}.".encode()})
    collected = read(tmp_path, "deep.zip", content)
    assert texts(collected) == ["Beside 2.", "Beside 3.", "Beside 4."]
    assert rejected(collected) == [("deep.zip!/4.zip!/3.zip!/2.zip", "", "too_deep")]


def test_a_name_that_is_utf8_without_saying_so_is_shown_as_it_was(tmp_path):
    content = zip_of({"cafe.txt": ONE.encode()}).replace(b"cafe.txt", "caé.txt".encode())
    assert read(tmp_path, "a.zip", content).records["source_path"].to_list() == ["a.zip!/caé.txt"]


# Bombs. Limits are made small here, so that what exceeds them is small too; the real ones stand in the modules.


@pytest.fixture
def small(monkeypatch):
    """Limits that a test can exceed."""
    for module, name, limit in (
        (unpacking, "MAX_DECOMPRESSED_BYTES", 1_000_000),
        (members, "MAX_MEMBER_BYTES", 3_000_000),
        (zipped, "MAX_MEMBER_BYTES", 3_000_000),
        (collecting, "MAX_MEMBERS", 50),
        (zipped, "MAX_DIRECTORY_BYTES", 100_000),
    ):
        monkeypatch.setattr(module, name, limit)


def test_a_member_that_unpacks_to_too_much_is_one_reject_and_the_next_is_read(tmp_path, small):
    collected = read(tmp_path, "bomb.zip", zip_of({"big.txt": b"x" * 9_000_000, "a.txt": ONE.encode()}))
    assert texts(collected) == [ONE]
    assert rejected(collected) == [("bomb.zip!/big.txt", "", "too_large")]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_tar_that_unpacks_to_too_much_stops_at_the_limit(tmp_path, small, suffix):
    content = PACKERS[suffix](tar_of({"a.txt": ONE.encode(), "big.txt": b"x" * 20_000_000, "c.txt": b"never reached"}))
    collected = read(tmp_path, f"bomb.tar.{suffix}", content)
    assert texts(collected) == [ONE]
    assert [reason for *_, reason in rejected(collected)] == ["too_large"]


def test_many_members_that_are_too_much_together_stop_the_reading_once(tmp_path, small):
    inner = zip_of({f"{number}.txt": b"x" * 300_000 for number in range(10)})
    collected = read(tmp_path, "bomb.zip", zip_of({f"{number}.zip": inner for number in range(10)}))
    assert len(collected.records) < 10
    assert [reason for *_, reason in rejected(collected)] == ["too_large"]


def test_more_members_than_may_be_stop_the_reading_once(tmp_path, small):
    inner = tar_of({f"{number}.txt": f"Text {number}.".encode() for number in range(20)})
    collected = read(tmp_path, "many.zip", zip_of({f"{number}.tar": inner for number in range(9)}))
    assert 40 <= len(collected.records) < 50
    assert [reason for *_, reason in rejected(collected)] == ["too_large"]


def test_a_vast_zip_directory_is_not_loaded(tmp_path, small):
    collected = read(tmp_path, "many.zip", zip_of({f"{number}.txt": b"" for number in range(2_000)}))
    assert rejected(collected) == [("many.zip", "", "too_large")]


def test_files_that_share_their_bytes_are_taken_for_a_bomb(tmp_path):
    single = zip_of({"a.txt": b"x" * 100_000})
    start = single.index(b"PK\x01\x02")
    end = single.index(b"PK\x05\x06")
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 3, 3, 3 * (end - start), start, 0)
    collected = read(tmp_path, "overlap.zip", single[:start] + 3 * single[start:end] + ending)
    assert rejected(collected) == [("overlap.zip", "", "malformed")]
    assert "overlap" in collected.rejects["detail"][0]


def test_an_archive_that_holds_itself_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "members", lambda found, folder: itself(found, folder))
    collected = read(tmp_path, "quine.zip", zip_of({"r.zip": b""}))
    assert rejected(collected) == [("quine.zip!/r.zip!/r.zip!/r.zip", "", "too_deep")]


def itself(found, folder):
    """What a quine such as r.zip holds."""
    path = folder / "r.zip"
    path.write_bytes(found.path.read_bytes())
    yield members.Names(found).found("r.zip", path)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("xz", lzma.compress(b"x" * 100_000, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 29}])),
        ("zst", zstd.compress(b"", options={zstd.CompressionParameter.window_log: 30})),
    ],
)
def test_data_that_asks_for_too_much_memory_is_refused(tmp_path, suffix, content):
    if suffix == "zst":  # a frame header that says 1 GiB: no content size, window descriptor 2^30, and an empty last block
        content = b"\x28\xb5\x2f\xfd" + bytes([0x00, (30 - 10) << 3]) + b"\x01\x00\x00"
    collected = read(tmp_path, f"a.txt.{suffix}", content)
    assert rejected(collected) == [(f"a.txt.{suffix}", "", "too_large")]
    assert "memory" in collected.rejects["detail"][0]


def test_sparse_files_are_refused_and_the_next_is_read(tmp_path):
    sparse = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "holes.txt", "GNU.sparse.realsize": "1000000000000"}
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        holes = tarfile.TarInfo("holes.txt")
        holes.pax_headers, holes.size = sparse, 512
        archive.addfile(holes, io.BytesIO(b"9" * 512))
        after = tarfile.TarInfo("a.txt")
        after.size = len(ONE)
        archive.addfile(after, io.BytesIO(ONE.encode()))
    collected = read(tmp_path, "a.tar", made.getvalue())
    assert texts(collected) == [ONE]
    assert rejected(collected) == [("a.tar!/holes.txt", "", "unsupported")]


def test_a_tar_header_that_fills_the_memory_ends_the_reading(tmp_path):
    name = header("././@LongLink", tarfile.GNUTYPE_LONGNAME)
    name.size = 50_000_000
    block = name.tobuf(tarfile.GNU_FORMAT)
    collected = read(tmp_path, "a.tar.gz", gzip.compress(tar_of(FILES)[:2048] + block + b"x" * name.size))
    assert rejected(collected)[-1][2] == "too_large"


def test_a_second_tar_after_the_first_is_not_passed_over_in_silence(tmp_path):
    collected = read(tmp_path, "a.tar", tar_of(FILES) + tar_of(MANY))
    assert texts(collected) == [ONE, TWO]
    assert rejected(collected) == [("a.tar", "end", "malformed")]


def test_a_file_that_vanishes_while_it_is_read_is_a_reject(tmp_path, monkeypatch):
    (tmp_path / "news").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "news" / name).write_text(f"Text of {name}.")
    vanishing = Path(tmp_path / "news" / "b.txt")
    monkeypatch.setattr(collecting, "container_of", lambda peek: peek.path.unlink() if peek.path == vanishing else None)
    collected = collect([tmp_path / "news"])
    assert texts(collected) == ["Text of a.txt.", "Text of c.txt."]
    assert rejected(collected) == [("news/b.txt", "", "unreadable")]


@pytest.mark.skipif(os.pathconf("/", "PC_NAME_MAX") < 255, reason="names are shorter here")
def test_names_of_255_bytes_are_read(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / ("x" * 251 + ".txt")).write_text(ONE)
    (tmp_path / "news" / ("x" * 248 + ".txt.gz")).write_bytes(gzip.compress(TWO.encode()))
    assert sorted(texts(collect([tmp_path / "news"]))) == [ONE, TWO]
