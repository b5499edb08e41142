"""What sitemaps list."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.sources.records import Unusable
from flows.web import sitemaps
from tests.flows.web.site import index, urlset

NEWS = (
    "<news:news><news:publication><news:name>Harbor News</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2025-11-04T08:00:00Z</news:publication_date><news:title>Ferry &amp; port</news:title></news:news>"
)


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("pack", [lambda text: text, lambda text: gzip.compress(text.encode()), lambda text: "\ufeff" + text])
def test_pages_come_newest_first(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    text = urlset(("https://a.example.org/1", "2025-11-01"), ("https://a.example.org/2", ""), ("https://a.example.org/3", "2025-11-03T10:00:00Z"))
    found = sitemaps.read(written(tmp_path / "s.xml", pack(text)))
    assert (found.is_index, [entry.url[-1] for entry in found.entries], found.trouble) == (False, ["3", "1", "2"], None)


def test_a_news_sitemap_tells_title_date_language_and_outlet(tmp_path: Path) -> None:
    found = sitemaps.read(written(tmp_path / "s.xml", urlset(("https://a.example.org/1", ""), news=NEWS)))
    assert found.entries[0].told == {"title": "Ferry & port", "published_at": "2025-11-04T08:00:00Z", "language": "en", "source": "Harbor News"}


def test_an_index_lists_sitemaps(tmp_path: Path) -> None:
    found = sitemaps.read(written(tmp_path / "s.xml", index(("https://a.example.org/s1.xml", ""))))
    assert (found.is_index, [entry.url for entry in found.entries]) == (True, ["https://a.example.org/s1.xml"])


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2025-11-04T08:00:00Z", datetime(2025, 11, 4, 8, tzinfo=UTC)),
        ("2025-11-04T08:00+02:00", datetime(2025, 11, 4, 6, tzinfo=UTC)),
        ("2025-11-04", datetime(2025, 11, 5, tzinfo=UTC)),
        ("2025-12", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2025", datetime(2026, 1, 1, tzinfo=UTC)),
        ("yesterday", None),
        ("2025-02-31", None),
    ],
)
def test_a_date_without_a_time_ends_when_its_day_month_or_year_does(text: str, end: datetime | None) -> None:
    assert sitemaps.end_of(text) == (end.timestamp() if end else None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html><body>Gone</body></html>", "malformed"),
        ("no xml", "malformed"),
        ("", "malformed"),
        ("<!DOCTYPE urlset [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><urlset><url><loc>&b;</loc></url></urlset>", "malformed"),
    ],
)
def test_what_is_no_sitemap_says_so(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(Unusable, match="no sitemap") as refusal:
        sitemaps.read(written(tmp_path / "s.xml", text))
    assert refusal.value.reason == reason


def test_what_comes_before_a_fault_is_kept(tmp_path: Path) -> None:
    found = sitemaps.read(written(tmp_path / "s.xml", urlset(("https://a.example.org/1", ""), ("https://a.example.org/2", ""))[:-60]))
    assert [entry.url for entry in found.entries][:1] == ["https://a.example.org/1"]
    assert found.trouble is not None and found.trouble.reason == "malformed"


def test_gzip_that_unfolds_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LARGEST", 100_000)
    found = sitemaps.read(written(tmp_path / "s.xml", gzip.compress(urlset(*[("https://a.example.org/1", "")] * 20_000).encode())))
    assert found.trouble is not None and found.trouble.reason == "too_large"


def test_entries_beyond_those_of_the_protocol_are_said_to_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 2)
    found = sitemaps.read(written(tmp_path / "s.xml", urlset(*[(f"https://a.example.org/{i}", "") for i in range(5)])))
    assert len(found.entries) == 2
    assert found.trouble is not None and found.trouble.reason == "too_large"
