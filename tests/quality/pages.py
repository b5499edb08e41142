"""How well articles are taken out of web pages, against trafilatura alone in the same run.

python -m tests.quality.pages FOLDER [--worst 15] [--workers 1]

FOLDER holds `html-gold.jsonl` beside `html/`, or `warc-gold.jsonl` beside `*.warc.gz`, or both: one object a page with
`file` or `url`, `text`, and where they are known `title`, `date`, `author`.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from flows.sources import html
from flows.sources.records import Found, Origin, RawRecord, Unusable
from transforms import normalization
from transforms.publication_dates import published

SHINGLE = 4
WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W_]+")
"""Scripts that put no spaces between words count by character."""
NEAR = 0.85
NOW = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what is in it according to people."""

    name: str
    content: bytes
    url: str | None
    gold: Mapping[str, str]
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader took out of a page, and in how many CPU seconds."""

    text: str
    title: str | None
    date: str | None
    author: str | None
    seconds: float


def main() -> int:
    """Print a table of figures for each reader, and the pages on which ours is worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pages and their gold are")
    parser.add_argument("--worst", type=int, default=15, help="pages to list")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args()
    pages = [*saved_pages(options.folder), *archived_pages(options.folder)]
    if not pages:
        parser.error(f"no html-gold.jsonl and no warc-gold.jsonl in {options.folder}")
    taken = {name: read_all(reader, pages, options.workers) for name, reader in READERS.items()}
    print(f"{len(pages)} pages\n{'':12} {' '.join(f'{name:>9}' for name in FIGURES)}")
    for name, results in taken.items():
        print(f"{name:12} {' '.join(f'{figure(pages, results):9.3f}' for figure in FIGURES.values())}")
    print_worst(pages, taken, count=options.worst)
    return 0


def read_all(reader: Callable[[Page], Taken], pages: Sequence[Page], workers: int) -> list[Taken]:
    """What the reader takes out of each page; the first page is read twice, so that imports cost nobody time."""
    reader(pages[0])
    if workers == 1:
        return [reader(page) for page in pages]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(reader, pages, chunksize=4))


def saved_pages(folder: Path) -> Iterator[Page]:
    """Pages that lie there as files."""
    for gold in gold_of(folder / "html-gold.jsonl"):
        yield Page(gold["file"], (folder / "html" / gold["file"]).read_bytes(), None, gold)


def archived_pages(folder: Path) -> Iterator[Page]:
    """Pages in web archives, with what the server said of them."""
    gold = {row["url"]: row for row in gold_of(folder / "warc-gold.jsonl")}
    for path in sorted(folder.glob("*.warc.gz")):
        for url, content, encoding in responses(gzip.decompress(path.read_bytes())):
            if url in gold:
                yield Page(url, content, url, gold.pop(url), encoding)


def gold_of(path: Path) -> list[dict[str, str]]:
    """Objects of a JSONL file, none if it is not there."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def responses(archive: bytes) -> Iterator[tuple[str, bytes, str | None]]:
    """Address, body and declared encoding of each HTTP response in a WARC."""
    at = 0
    while (start := archive.find(b"WARC/", at)) >= 0 and (end := archive.find(b"\r\n\r\n", start)) >= 0:
        head = headers(archive[start:end])
        at = end + 4 + int(head.get("content-length", 0))
        http, _, body = archive[end + 4 : at].partition(b"\r\n\r\n")
        if head.get("warc-type") == "response":
            said = re.search(r"charset=[\"']?([\w-]+)", headers(http).get("content-type", ""))
            yield head["warc-target-uri"].strip("<>"), body, said[1] if said else None


def headers(block: bytes) -> dict[str, str]:
    """Header lines by name in lower case."""
    pairs = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines()[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def by_tidings(page: Page) -> Taken:
    """Text, title, date and author as an article will have them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(page.content)
        start = process_time()
        fields = fields_of(Found(path, "page.html", "page.html", Origin(page.url, page.encoding)))
        seconds = process_time() - start
    text, title, date, author = (str(fields[name]) if fields.get(name) else None for name in ("text", "title", "date", "author"))
    at = published(date, now=NOW).at
    return Taken(normalization.body(text or ""), title, at.isoformat() if at else None, author, seconds)


def fields_of(found: Found) -> Mapping[str, object]:
    """Fields of the record in a page, none if it was rejected."""
    try:
        return next((item.fields for item in html.read(found) if isinstance(item, RawRecord)), {})
    except Unusable:
        return {}


def by_trafilatura(page: Page) -> Taken:
    """The same by its own defaults."""
    import trafilatura

    start = process_time()
    found = trafilatura.bare_extraction(page.content, url=page.url, with_metadata=True, include_comments=False)
    seconds = process_time() - start
    if found is None or isinstance(found, dict):
        return Taken("", None, None, None, seconds)
    return Taken(found.text or "", found.title, found.date, found.author, seconds)


def plain(text: str) -> str:
    """The text without case and invisible characters, as an article has none."""
    return normalization.visible(text).casefold()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words; the whole of a shorter text."""
    words = WORD.findall(plain(text))
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))) if words else Counter()


def words(text: str) -> Counter[str]:
    """Words and how often."""
    return Counter(WORD.findall(plain(text)))


def shares(found: Counter[object], gold: Counter[object]) -> tuple[float, float]:
    """Precision and recall of one page."""
    both = sum((found & gold).values())
    return (both / total if (total := sum(found.values())) else 0.0, both / total if (total := sum(gold.values())) else 0.0)


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(page: Page, taken: Taken, count: Callable[[str], Counter[object]]) -> tuple[float, float]:
    """Precision and recall of the text of a page."""
    return shares(count(taken.text), count(page.gold["text"]))


def mean_share(pages: Sequence[Page], results: Sequence[Taken], *, count: Callable[[str], Counter[object]], part: str) -> float:
    """Precision, recall or F1 over all pages, each weighing the same."""
    pairs = [overlap(page, taken, count) for page, taken in zip(pages, results, strict=True)]
    precision, recall = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
    return {"precision": precision, "recall": recall, "f1": sum(harmonic(*pair) for pair in pairs) / len(pairs)}[part]


def agreement(pages: Sequence[Page], results: Sequence[Taken], *, field: str, agrees: Callable[[str | None, str], bool]) -> float:
    """Share of the pages with a gold value on which the reader's agrees."""
    known = [(getattr(taken, field), page.gold[field]) for page, taken in zip(pages, results, strict=True) if page.gold.get(field)]
    return sum(agrees(found, gold) for found, gold in known) / len(known) if known else float("nan")


def folded(text: str) -> str:
    """Words alone."""
    return " ".join(WORD.findall(plain(text)))


def same(found: str | None, gold: str) -> bool:
    """Whether two titles or names have the same words."""
    return folded(found or "") == folded(gold)


def near(found: str | None, gold: str) -> bool:
    """Whether two titles are nearly the same, or one begins the other."""
    one, other = folded(found or ""), folded(gold)
    return bool(one) and (one.startswith(other) or other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= NEAR)


def same_day(found: str | None, gold: str) -> bool:
    """Whether two dates share a day: where the page is written, or in UTC."""
    at = datetime.fromisoformat(gold)
    days = {at.date(), (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).date()}
    return found is not None and datetime.fromisoformat(found).date() in days


def same_instant(found: str | None, gold: str) -> bool:
    """Whether two dates are the same to the minute."""
    at, other = (datetime.fromisoformat(text) if text else None for text in (found, gold))
    one = other.replace(tzinfo=other.tzinfo or UTC) if other else None
    return at is not None and one is not None and abs((at.replace(tzinfo=at.tzinfo or UTC) - one).total_seconds()) < 60


def speed(_: Sequence[Page], results: Sequence[Taken]) -> float:
    """Pages a CPU second."""
    return len(results) / max(1e-9, sum(taken.seconds for taken in results))


FIGURES: Mapping[str, Callable[[Sequence[Page], Sequence[Taken]], float]] = {
    **{f"4-word {part[:2].upper()}": partial(mean_share, count=shingles, part=part) for part in ("precision", "recall", "f1")},  # type: ignore[arg-type]
    **{f"word {part[:2].upper()}": partial(mean_share, count=words, part=part) for part in ("precision", "recall", "f1")},  # type: ignore[arg-type]
    "title": partial(agreement, field="title", agrees=same),
    "near": partial(agreement, field="title", agrees=near),
    "day": partial(agreement, field="date", agrees=same_day),
    "minute": partial(agreement, field="date", agrees=same_instant),
    "author": partial(agreement, field="author", agrees=same),
    "pages/s": speed,
}
READERS: Mapping[str, Callable[[Page], Taken]] = {"tidings": by_tidings, "trafilatura": by_trafilatura}


def print_worst(pages: Sequence[Page], taken: Mapping[str, Sequence[Taken]], *, count: int) -> None:
    """The pages whose text ours gets worst, with what the other makes of them."""
    pairs = [{name: overlap(page, results[at], shingles) for name, results in taken.items()} for at, page in enumerate(pages)]  # type: ignore[arg-type]
    print(f"\n{'worst pages':70} " + " ".join(f"{name:>20}" for name in taken))
    for at in sorted(range(len(pages)), key=lambda at: harmonic(*pairs[at]["tidings"]))[:count]:
        shown = " ".join(f"{harmonic(*pair):6.2f} (P{pair[0]:.2f} R{pair[1]:.2f})" for pair in pairs[at].values())
        print(f"{pages[at].name[-70:]:70} {shown}")


if __name__ == "__main__":
    sys.exit(main())
