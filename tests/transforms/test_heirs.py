"""That an event keeps its id when its article is read no longer and another says the same words."""

import polars as pl

from transforms import tables
from transforms.heirs import heirs, inherited, told


def mentions(*rows: tuple[str, str, str, int, str]) -> pl.DataFrame:
    """Mentions out of (event_mention_id, article_id, sentence, offset in it, trigger), as `told` gives them."""
    spans = [
        {
            "event_mention_id": m,
            "article_id": a,
            "sentence_id": f"{a} {s}",
            "char_start": 100 + o,
            "char_end": 101 + o,
            "trigger": t,
            "event_type": "PROTEST",
        }
        for m, a, s, o, t in rows
    ]
    sentences = [{"sentence_id": f"{a} {s}", "text": s, "char_start": 100} for _, a, s, _, _ in rows]
    return told(pl.DataFrame(spans), pl.DataFrame(sentences).unique("sentence_id"))


HEIRS = pl.DataFrame({"article_id": ["old"], "heir_id": ["new"]})
KNOWN = pl.DataFrame({"event_mention_id": ["m1", "m2", "m3"], "event_id": ["e1", "e2", "e3"]})


def test_the_same_words_in_the_same_sentence_are_the_same_mention() -> None:
    before = mentions(
        ("m1", "old", "They marched.", 5, "marched"), ("m2", "old", "Two marched.", 4, "marched"), ("m3", "other", "They marched.", 5, "marched")
    )
    now = mentions(("n1", "new", "They marched.", 5, "marched"), ("n2", "new", "Three marched.", 6, "marched"))
    assert inherited(KNOWN, before, now, HEIRS).rows() == [("n1", "e1"), ("m2", "e2"), ("m3", "e3")]


def test_a_sentence_that_stands_twice_gives_its_mentions_in_order() -> None:
    before = mentions(("m1", "old", "They marched.", 5, "marched"), ("m2", "old", "They marched.", 5, "marched"))
    now = mentions(
        ("n1", "new", "They marched.", 5, "marched"), ("n2", "new", "They marched.", 5, "marched"), ("n3", "new", "They marched.", 5, "marched")
    )
    assert inherited(KNOWN, before, now, HEIRS).rows() == [("n1", "e1"), ("n2", "e2"), ("m3", "e3")]


def test_without_heirs_all_is_as_it_was() -> None:
    nothing = mentions(("m1", "old", "They marched.", 5, "marched")).clear()
    assert inherited(KNOWN, nothing, nothing, HEIRS.clear()).equals(KNOWN)


def test_the_heir_of_a_superseded_text_is_what_is_read_in_the_end() -> None:
    rows = [
        ("first", None, 1, None, "superseded"),
        ("second", "first", 2, None, "superseded"),
        ("third", "first", 3, "wire", "duplicate"),
        ("wire", None, 1, None, None),
    ]
    columns = ("article_id", "revision_of", "revision_number", "duplicate_of", "skipped_reason")
    found = heirs(pl.DataFrame(rows, schema={name: tables.articles.schema[name] for name in columns}, orient="row"))
    assert sorted(found.rows()) == [("first", "wire"), ("second", "wire"), ("third", "wire")]
