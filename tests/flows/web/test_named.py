"""Sources by name: the reviewed list, a user's own, and what a word of a run means."""

from pathlib import Path

import httpx
import pytest

from flows.sources.records import SourceError
from flows.web.addresses import check
from flows.web.named import Named, all_named, path_of, resolve
from seeds import reader

HEADER = "name,kind,url,source_name,language,country,follow_links\n"


def test_the_reviewed_sources_are_told_apart_by_name_and_address() -> None:
    rows = reader.rows("sources")
    assert len({row["name"] for row in rows}) == len({row["url"] for row in rows}) == len(rows) >= 40
    assert {row["source"] for row in rows} == {"editor"}


@pytest.mark.parametrize("name", sorted(all_named(None)))
def test_a_reviewed_source_can_be_asked_and_its_country_is_one(name: str) -> None:
    named = all_named(None)[name]
    check(httpx.URL(named.address))
    assert named.address.startswith("https://") and named.kind in ("feed", "sitemap") and named.language == "en"
    assert named.country is None or named.country in reader.code_list("countries")


def test_a_file_of_ones_own_adds_sources_and_wins(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(HEADER + "harbor,feed,https://harbor.example.org/rss,Harbor News,en,POL,true\nbbc-world,page,https://example.org/,,,,\n")
    named = all_named(file)
    assert named["harbor"] == Named("harbor", "feed", "https://harbor.example.org/rss", "Harbor News", "en", "POL", True)
    assert (named["bbc-world"].kind, "guardian-world" in named) == ("page", True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,url\na,https://a.example.org\n", r"missing the columns \['kind'\]; there are \['name', 'url'\]"),
        (HEADER + "a,rss,https://a.example.org,,,,\n", "a: kind 'rss'; there is feed, sitemap, urls, page"),
        (HEADER + "a,feed,a.example.org/rss,,,,\n", "begins with neither http:// nor https://"),
        (HEADER + "a,feed,https://a.example.org,,,,perhaps\n", "follow_links 'perhaps'; it is true, false or empty"),
        (HEADER + ",feed,https://a.example.org,,,,\n", "a row without name or url"),
        ("", "sources_file"),
        (None, "sources_file"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_would_be_right(content: str | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SourceError, match=said):
        all_named(file)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("https://harbor.example.org/rss", Named("https://harbor.example.org/rss", "", "https://harbor.example.org/rss")),
        ("urls:pages.txt", Named("urls:pages.txt", "urls", "pages.txt")),
        ("bbc-world", all_named(None)["bbc-world"]),
        ("dawn", None),
        ("news/", None),
        ("news/*.jsonl", None),
        ("s3://bucket/news", None),
    ],
)
def test_a_word_is_an_address_a_list_a_path_or_a_name(word: str, expected: Named | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dawn").mkdir()  # what is there as a path is one, although a source has its name
    assert resolve(word, all_named(None)) == expected


def test_a_name_that_is_nearly_one_says_which() -> None:
    with pytest.raises(SourceError, match="no source of that name; near are bbc-world"):
        resolve("bbc-wrld", all_named(None))


@pytest.mark.parametrize(
    ("word", "path"), [("news/", "news/"), ("urls:pages.txt", "pages.txt"), ("urls:https://a.example.org/l", None), ("bbc-world", None)]
)
def test_what_leads_to_files_is_looked_for_before_a_run(word: str, path: str | None) -> None:
    assert path_of(word, all_named(None)) == path
