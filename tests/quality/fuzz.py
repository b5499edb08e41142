"""Damaged inputs by the thousand: that each is read or refused with a reason, and nothing is lost, left behind or slow.

python -m tests.quality.fuzz [--count 10000] [--seed 1] [--seconds 10] [--only NUMBER] [--keep FOLDER]
"""

import argparse
import bz2
import gzip
import lzma
import random
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from flows.sources.collect import collect
from flows.sources.records import UNPRINTABLE
from flows.sources.unpacking import zstd
from seeds import reader
from tests.quality.fuzz_seeds import SEEDS, tarred, warc, zipped
from transforms import articles, tables
from transforms.publication_dates import published

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAX_INPUT_BYTES = 2_000_000
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "koi8-r", "shift_jis", "utf-8-sig", "cp037")
SUFFIXES = (
    ".txt",
    ".json",
    ".jsonl",
    ".csv",
    ".parquet",
    ".html",
    ".xml",
    ".zip",
    ".tar",
    ".gz",
    ".bz2",
    ".xz",
    ".zst",
    ".warc.gz",
    ".md",
    "",
    ".exe",
)
JUNK = (
    b"\0" * 600,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"[" * 3000,
    b"<a>" * 2000,
    b'{"a":' * 2000,
    b"\x1f\x8b\x08\0",
    b"PK\x03\x04",
    b"WARC/1.0\r\n",
    b"\x1b[2J",
)
JUNK += (
    b"&#x110000;",
    b"99999999999999999999",
    b"-1",
    b"\xf0\x9f\x92\xa9",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b'","',
    b"\r",
    b"\xed\xa0\x80",
    b"---\n",
)


class TooSlow(BaseException):
    """Raised in the middle of an input that takes too long; no reader catches it."""


@dataclass(slots=True)
class Tally:
    """What came of the inputs of one kind."""

    inputs: int = 0
    articles: int = 0
    passed_over: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that was not accounted for."""

    number: int
    kind: str
    what: str


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def bits_flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20)) if made else 0):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def spliced(data: bytes, chance: random.Random) -> bytes:
    other = SEEDS[chance.choice(list(SEEDS))][1]()
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def repeated(data: bytes, chance: random.Random) -> bytes:
    start, size = chance.randrange(len(data) + 1), chance.choice((1, 16, 300, 5000))
    return data[:start] + data[start : start + size] * chance.choice((2, 3, 50)) + data[start + size :]


def with_a_hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 7, 100, 1000)) :]


def with_junk(data: bytes, chance: random.Random) -> bytes:
    start = chance.choice((0, chance.randrange(len(data) + 1), len(data)))
    return data[:start] + chance.choice((*JUNK, chance.randbytes(50))) + data[start:]


def recoded(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def numbers_changed(data: bytes, chance: random.Random) -> bytes:
    digits = [at for at, byte in enumerate(data) if 48 <= byte < 58]
    at = chance.choice(digits) if digits else 0
    return data[:at] + chance.choice((b"0", b"-9", b"4294967295", b"9" * 30, b"1e999")) + data[at + 1 :]


def packed(data: bytes, chance: random.Random) -> bytes:
    name = chance.choice(("a.txt", "../b.json", "c" * 200 + ".csv", ".hidden", "d.warc", "e/f.zip", "é.html"))
    return chance.choice(
        (
            lambda: gzip.compress(data, mtime=0),
            lambda: bz2.compress(data),
            lambda: lzma.compress(data, preset=0),
            lambda: zstd.compress(data),
            lambda: zipped({name: data, "side.txt": b"At the side."}),
            lambda: tarred({name: data, "side.txt": b"At the side."}),
            lambda: warc({chance.choice(("text/html", "text/plain", "application/json", "video/mp4")): data}),
        )
    )()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(truncated, bits_flipped, spliced, repeated, with_a_hole, with_junk, recoded, numbers_changed, packed),
    *(truncated, bits_flipped, packed),
)
"""Those that most often find something twice."""


def made(number: int, seed: int) -> tuple[str, str, bytes]:
    """Kind, file name and content of an input: the same for the same number and seed."""
    chance = random.Random(f"{seed}:{number}")
    kind = list(SEEDS)[number % len(SEEDS)]
    name, content = SEEDS[kind][0], SEEDS[kind][1]()
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5))):
        content = chance.choice(MUTATIONS)(content, chance)[:MAX_INPUT_BYTES]
    if chance.random() < 0.2:
        name = name.partition(".")[0] + chance.choice(SUFFIXES)
    return kind, name, content


@contextmanager
def watchdog(seconds: float) -> Iterator[None]:
    """Raises TooSlow in what goes on for longer."""

    def bark(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def account(path: Path, tally: Tally) -> list[str]:
    """Read the file, add what came of it, and say what is wrong with the account."""
    found = collect([path])
    normal = articles.normalize(found.records, now=NOW, rejects=found.rejects)
    given = found.inputs[0]
    passed = sum(given.get("passed_over", {}).values())
    tally.articles += normal.articles.height
    tally.passed_over += passed
    tally.rejects.update(normal.rejects["reason"])
    cells = [cell for frame in (found.records.drop("text_raw"), found.rejects) for row in frame.rows() for cell in row if isinstance(cell, str)]
    labels = [*found.records["source_path"], *found.rejects["source_path"], *found.rejects["detail"]]
    return [
        problem
        for problem, is_so in (
            ("neither a record nor a reject", found.records.height + found.rejects.height + passed == 0),
            ("records and rejects are not articles and rejects", found.records.height + found.rejects.height != sum(map(len, normal))),
            ("the line of the input counts otherwise", (given["records"], given["rejects"]) != (found.records.height, found.rejects.height)),
            ("two rejects with one key", normal.rejects.select(tables.rejects.key).is_duplicated().any()),
            ("a reason that is no code", not set(normal.rejects["reason"]) <= set(reader.code_list("reject_reasons"))),
            ("a path of the machine in the tables", any(str(path.parent) in cell or tempfile.gettempdir() in cell for cell in cells)),
            ("characters that are not printable in a label or detail", any(UNPRINTABLE.search(label) for label in labels)),
            ("files left in the temporary folder", any(Path(tempfile.gettempdir()).iterdir())),
        )
        if is_so
    ]


def tried(number: int, seed: int, folder: Path, tally: Tally, *, seconds: float) -> list[str]:
    """What is wrong with one input; the last line of the error if it raised one."""
    _, name, content = made(number, seed)
    path = folder / name
    path.write_bytes(content)
    start = perf_counter()
    try:
        with watchdog(seconds):
            problems = account(path, tally)
    except TooSlow:
        problems = [f"more than {seconds} seconds"]
    except Exception as error:  # whatever a reader lets through is what is looked for
        at = traceback.extract_tb(error.__traceback__)[-1]
        problems = [f"{type(error).__name__}: {str(error)[:200]} ({Path(at.filename).name}:{at.lineno})"]
    tally.inputs += 1
    tally.slowest = max(tally.slowest, perf_counter() - start)
    path.unlink()
    return problems


def run(numbers: range, *, seed: int, seconds: float = 10, keep: Path | None = None) -> tuple[dict[str, Tally], list[Fault]]:
    """Try so many inputs; what came of each kind, and the faults. Inputs at fault are kept in a folder if one is given."""
    tallies: dict[str, Tally] = {kind: Tally() for kind in SEEDS}
    faults, before = [], tempfile.tempdir
    with tempfile.TemporaryDirectory() as work:
        folder, temporary = Path(work) / "input", Path(work) / "temporary"
        folder.mkdir()
        temporary.mkdir()
        published("31 sourãe 2024 Exímple", now=NOW)  # no language's: loads the patterns of 200, which takes 2 s, once
        tempfile.tempdir = str(temporary)
        try:
            for number in numbers:
                kind, name, content = made(number, seed)
                found = [Fault(number, kind, what) for what in tried(number, seed, folder, tallies[kind], seconds=seconds)]
                faults += found
                if found and keep:
                    (keep / f"{number}-{name}").write_bytes(content)
        finally:
            tempfile.tempdir = before
    return tallies, faults


def shown(tallies: dict[str, Tally]) -> Iterator[str]:
    """The table, line by line."""
    yield f"{'kind':<14}{'inputs':>7}{'articles':>9}{'passed':>7}{'rejects':>8}{'slowest':>9}  by reason"
    for kind, tally in tallies.items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in tally.rejects.most_common())
        counts = f"{tally.inputs:>7}{tally.articles:>9}{tally.passed_over:>7}{tally.rejects.total():>8}"
        yield f"{kind:<14}{counts}{tally.slowest:>8.2f}s  {reasons}"


def main() -> int:
    """Print the table and the faults; 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="inputs to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10, help="what one input may take")
    parser.add_argument("--only", type=int, help="try this input alone")
    parser.add_argument("--keep", type=Path, help="folder for the inputs at fault")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    numbers = range(options.count) if options.only is None else range(options.only, options.only + 1)
    start = perf_counter()
    tallies, faults = run(numbers, seed=options.seed, seconds=options.seconds, keep=options.keep)
    print("\n".join(shown({kind: tally for kind, tally in tallies.items() if tally.inputs})))
    print(f"{len(numbers)} inputs in {perf_counter() - start:.0f} s, seed {options.seed}; {len({fault.number for fault in faults})} at fault")
    for fault in faults[:100]:
        print(f"  --only {fault.number}  {fault.kind}: {fault.what}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
