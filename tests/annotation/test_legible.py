"""The model reads what it can read, and every character stays in its place."""

from transforms.annotation.legible import LONGEST_WORD, legible
from transforms.annotation.protocol import Document
from transforms.annotation.spacy_annotator import SpacyAnnotator

QUOTES = '"' * 50_000


def test_a_run_that_is_no_word_becomes_blank() -> None:
    text = f"Police said so. {QUOTES[:LONGEST_WORD]} Nobody knew why."

    assert legible(text) == f"Police said so. {' ' * LONGEST_WORD} Nobody knew why."


def test_a_long_word_stays() -> None:
    text = f"See https://example.org/{'a' * (LONGEST_WORD - 30)} for more."

    assert legible(text) == text


def test_a_page_of_quotation_marks_does_not_hold_up_a_run(annotator: SpacyAnnotator) -> None:
    text = f"Police arrested two men in Lima. {QUOTES}{'(' * 20_000}"

    found = next(iter(annotator.annotate([Document("art_" + "0" * 20, text)])))

    assert [row["trigger"] for row in found.event_mentions] == ["arrested"]
