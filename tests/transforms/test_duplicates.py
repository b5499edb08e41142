"""That copies and updates of a report are one report, and that pages which only look alike are not."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import valid_row
from transforms import articles, near_duplicates, tables
from transforms.near_duplicates import stars

DAY = datetime(2024, 5, 6, tzinfo=UTC)
WORDS = [f"{a}{b}{c}" for a in ("ba", "de", "ki", "lo", "mu", "ra", "su") for b in ("n", "l", "r", "st", "v") for c in ("a", "or", "ine", "ek", "ul")]


def prose(seed: int, words: int = 200) -> str:
    """A body of made-up words, another one for each seed."""
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(words))


def changed(text: str, every: int) -> str:
    """The text with another word in each so-many-th place."""
    return " ".join("other" if number % every == 0 else word for number, word in enumerate(text.split(), 1))


def dated(*rows: tuple[str, int | None, str], **values: object) -> pl.DataFrame:
    """Articles out of (name, days after the first, text); the name is `source_ref` and the outlet."""
    made = [
        valid_row(
            tables.articles,
            row_number=number,
            source_ref=name,
            source_name=name.split("-")[0],
            published_at=None if days is None else DAY + timedelta(days=days),
            text=text,
            **values,
        )
        for number, (name, days, text) in enumerate(rows)
    ]
    return tables.articles.frame(made)


def linked(found: pl.DataFrame, *, annotate: bool = False) -> dict[str, str]:
    """Name of each copy: name of the article it is a copy of."""
    links = articles.link_duplicates(found, annotate_duplicates=annotate)
    names = dict(links.select("article_id", "source_ref").iter_rows())
    return {name: names[of] for name, of in links.select("source_ref", "duplicate_of").iter_rows() if of is not None}


LINK = ("duplicate_of", "duplicate_similarity", "skipped_reason")
SAME = (
    ("later", 1, "THE DAM — was opened."),
    ("undated", None, "The dam was opened!"),
    ("first", 0, "The dam was opened."),
    ("other", -5, "The dam was closed."),
    ("dots", -5, "..."),
    ("dashes", -4, "---"),
)


@pytest.mark.parametrize(("annotate", "skipped"), [(True, None), (False, "duplicate")])
def test_the_same_words_are_linked_to_the_earliest(annotate: bool, skipped: str | None) -> None:
    found = articles.link_duplicates(dated(*SAME), annotate_duplicates=annotate)
    names = dict(found.select("article_id", "source_ref").rows())
    shown = [(ref, names.get(earliest), similarity, why) for ref, earliest, similarity, why in found.select("source_ref", *LINK).rows()]
    assert shown == [
        ("later", "first", 1.0, skipped),
        ("undated", "first", 1.0, skipped),
        *((ref, None, None, None) for ref in ("first", "other", "dots", "dashes")),
    ]
    assert found.schema == tables.articles.schema


def test_copies_and_their_outlets_are_counted() -> None:
    found = articles.link_duplicates(
        dated(("post-1", 0, prose(1)), ("post-2", 0, prose(1)), ("mail-1", 1, prose(1)), ("mail-2", 1, prose(2))), annotate_duplicates=False
    )
    assert found.select("source_ref", "copy_count", "source_count").rows() == [("post-1", 2, 2), ("post-2", 0, 1), ("mail-1", 0, 1), ("mail-2", 0, 1)]


@pytest.mark.parametrize(
    ("copy", "days", "title", "is_copy"),
    [
        (changed(prose(1), 25), 1, None, True),
        (prose(1, 190) + " " + prose(9, 10), 1, None, True),
        (changed(prose(1), 25), -1, None, True),
        (changed(prose(1), 10), 1, None, False),
        (prose(1, 120), 1, None, False),
        (prose(1) + " " + prose(2), 1, None, False),
        (prose(2), 1, None, False),
        (changed(prose(1), 25), 8, None, False),
        (changed(prose(1), 150), 8, None, True),
        (changed(prose(1), 25), None, None, True),
    ],
)
def test_what_is_a_copy_of_a_text_of_200_words(copy: str, days: int | None, title: str | None, is_copy: bool) -> None:
    assert bool(linked(dated(("post", 0, prose(1)), ("mail", days, copy)))) == is_copy


def test_a_copy_says_how_alike_it_is() -> None:
    found = articles.link_duplicates(dated(("post", 0, prose(1)), ("mail", 1, changed(prose(1), 50))), annotate_duplicates=False)
    # four words changed, the last of them the last of all: ten of 198 shingles are others
    assert found["duplicate_similarity"].to_list() == [None, pytest.approx((198 - 10) / (198 + 10), abs=0.01)]


def test_the_same_report_under_two_headlines_is_one() -> None:
    body = "The harbour bridge of the old town was closed on Friday. " + prose(1)
    first = dated(("post", 0, f"Harbour bridge closed\n\n{body}"), title="Harbour bridge closed")
    second = dated(
        ("-", 0, "-"), ("mail", 1, f"Old town bridge shut on Friday - Mail Online\n\n{body}"), title="Old town bridge shut on Friday - Mail Online"
    )
    assert linked(pl.concat([first, second[1:]])) == {"mail": "post"}


def test_pages_that_do_not_tell_their_headlines_are_no_copies() -> None:
    notice = "We and our partners store cookies on your device. " + prose(1)
    pages = [("-", 0, "-")] * 2
    titles = ("Harbour bridge closed", "Minister leaves for Geneva")
    found = pl.concat([dated(*pages[:n], (f"post-{n}", n, f"{title}\n\n{notice}"), title=title)[n:] for n, title in enumerate(titles)])
    assert linked(found) == {}


def test_short_texts_are_copies_only_to_the_letter() -> None:
    assert linked(dated(("post", 0, prose(1, 50)), ("mail", 0, prose(1, 50) + " now"), ("wire", 1, prose(1, 50).upper()))) == {"wire": "post"}


def test_the_same_form_with_other_numbers_is_another_text() -> None:
    form = prose(1).split()
    weeks = [" ".join(f"{word} {week * 7 + number}" if number % 20 == 0 else word for number, word in enumerate(form)) for week in (1, 2)]
    assert linked(dated(("post", 0, weeks[0]), ("post", 7, weeks[1]))) == {}


def test_what_many_texts_of_an_outlet_share_counts_for_nothing() -> None:
    menu = prose(0, 400)
    pages = [(f"post-{n}", n, f"{menu} {prose(n, 80)}") for n in range(1, 6)]
    assert linked(dated(*pages)) == {}
    assert linked(dated(*pages, ("mail", 2, f"{prose(7, 10)} {prose(1, 80)}"))) == {"mail": "post-1"}, "without its menu it is the same report"


def test_a_report_in_many_outlets_is_no_boilerplate() -> None:
    copies = [(f"outlet{n}", n % 3, changed(prose(1), 40 + n)) for n in range(30)]
    assert set(linked(dated(*copies)).values()) == {"outlet0"}


def test_copies_of_copies_are_copies_of_the_first_or_reports_of_their_own() -> None:
    first = prose(1)
    second, third = changed(first, 22), changed(changed(first, 22), 21)
    found = dated(("a", 0, first), ("b", 1, second), ("c", 2, third))
    assert linked(found) == {"b": "a"}, "the third is alike to the second, and not enough to the first"
    assert linked(found[1:]) == {"c": "b"}


@given(pairs=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0.7, 1)).filter(lambda pair: pair[0] < pair[1]), max_size=15))
def test_links_are_stars(pairs: list[tuple[int, int, float]]) -> None:
    links = stars(pairs, {})
    alike = {(first, later) for first, later, _ in pairs}
    assert all(first not in links and (first, later) in alike for later, (first, _) in links.items())
    assert all(later in links or first in links for first, later in alike), "what is alike to one that is no copy is a copy"


def test_a_link_stays_until_an_earlier_copy_arrives() -> None:
    # the middle one is alike to both others, which are not alike to each other
    left, middle, right = changed(prose(1), 22), prose(1), changed(prose(1), 21)
    old = dated(("a", 1, left), ("m", 5, middle))
    known = articles.link_duplicates(old, annotate_duplicates=False)
    rows = dated(("-", 0, "-"), ("-", 0, "-"), ("b", 0, right))
    assert linked(pl.concat([known, rows[2:]])) == {"m": "a"}, "the earlier copy of m is no copy of a; m stays with a"
    assert linked(pl.concat([old, rows[2:]])) == {"m": "b"}, "without a link the earliest is taken"
    earlier = dated(*[("-", 0, "-")] * 3, ("e", -1, left))
    assert linked(pl.concat([known, earlier[3:]])) == {"a": "e", "m": "e"}


@settings(max_examples=10, deadline=None)
@given(order=st.permutations(range(8)))
def test_links_do_not_depend_on_order_or_on_an_earlier_run(order: list[int]) -> None:
    rows = [("a", 0, prose(1)), ("b", 1, changed(prose(1), 30)), ("c", 1, changed(prose(1), 40)), ("d", 0, prose(2)), ("e", None, prose(2).upper())]
    found = dated(*rows, *SAME[:3])
    once = articles.link_duplicates(found, annotate_duplicates=False)
    again = articles.link_duplicates(articles.link_duplicates(found[order], annotate_duplicates=True), annotate_duplicates=False)
    assert again.sort("article_id").equals(once.sort("article_id"))


def test_superseded_texts_are_neither_copies_nor_copied() -> None:
    found = dated(("a", 0, prose(1)), ("b", 1, prose(1)), ("c", 2, prose(1))).with_columns(
        skipped_reason=pl.when(pl.col("source_ref") == "a").then(pl.lit("superseded"))
    )
    assert linked(found) == {"c": "b"}


def test_no_articles_have_no_copies() -> None:
    assert articles.link_duplicates(tables.articles.empty(), annotate_duplicates=False).equals(tables.articles.empty())
    assert near_duplicates.alike(
        pl.DataFrame(
            schema={"number": pl.UInt32, "title": pl.String, "text": pl.String, "headline_end": pl.Int64, "outlet": pl.String, "day": pl.Date}
        )
    ).is_empty()
