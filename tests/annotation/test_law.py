"""The law every annotator keeps: what its rows say stands in the text, and its neighbours change nothing."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from transforms.annotation.protocol import Annotations, Annotator, Document
from transforms.annotation.spacy_annotator import SpacyAnnotator
from transforms.annotation.stages import STAGES
from transforms.ids import make_id

TEXTS = {
    "plain": "Police arrested 12 protesters in Nairobi on Tuesday. The opposition leader, Grace Wambui, called them illegal.",
    "headline": "Minister resigns after strike\n\nThe energy minister of Freedonia, Karl Ott, resigned on Monday. “I have no choice,” he told reporters.",
    "quotes that do not match": "\"We stay, said Ana Silva. ‘They can't make us,\" she added. “No one asked us. 'Nobody.'",
    "quotes of other lands": "«Nous sommes prêts», said Marc Petit. „Wir gehen“, said Uwe Brand. 「行きます」, Kenji Mori said.",
    "speech over paragraphs": "“The dam was unsafe,” said Lena Hart.\n\n“We wrote to the ministry twice.\n\n“Nobody answered,” she said.",
    "emoji": "🔥🔥 Workers at the 🏭 plant went on strike 😡. “Enough 👨‍👩‍👧‍👦!” said Tomás Ríos 🇵🇪. Café owners joined them.",
    "right to left": "The movement, known as حركة الفجر, attacked a convoy near Aden. Its speaker said: “النصر قريب”. Men shouted שלום.",
    "combining marks": "Zoe\u0308 Ku\u0308hn accused the mayor of Sa\u0303o Jose\u0301 of fraud. “He lied\u200b,” she said.",
    "reported by another": "The newspaper reported that the general had said that his troops would withdraw from Aden by 3 March. He denied it.",
    "no words": "***",
    "one word": "Strike",
    "white space inside": "The  president \n of   Freedonia\tmet his   counterpart\n\n\n\nThey agreed to  a ceasefire .",
    "unfinished": "According to the ministry, 40 people were killed and",
    "capitals": "TROOPS SHELL PORT CITY, KILLING 14\n\nGOVERNMENT TROOPS SHELLED THE PORT OF ADEN, A RESIDENT SAID.",
    "empty": "",
    "furniture": "By Helen Clark\n\nLIMA, Peru, May 3 (Agency) – Police arrested a teacher. (Photo: Ana Silva) “Let us go,” she said.\n\nRead more: Teacher freed",
    "nothing but furniture": "Read more\n\nAdvertisement",
}
NAMED = {
    "sentences": [""],
    "mentions": [""],
    "claims": ["speaker_", "cue_", "content_"],
    "claim_spans": [""],
    "event_mentions": [""],
    "event_mention_actors": [""],
}
"""Spans of each table, by what stands before `char_start`."""


def document(name: str) -> Document:
    """The text of that name as an article."""
    text = TEXTS[name]
    headline_end = len(text.partition("\n\n")[0]) if name in ("headline", "capitals") else 0
    return Document(make_id("art", name), text, headline_end, date(2026, 3, 4))


DOCUMENTS = [document(name) for name in TEXTS]


@pytest.fixture(scope="session")
def together(annotator: SpacyAnnotator) -> dict[str, Annotations]:
    """Annotations of all texts, read in one go."""
    return dict(zip(TEXTS, annotator.annotate(DOCUMENTS), strict=True))


def spans(found: Annotations) -> Iterator[tuple[str, int, int, str]]:
    """Table, start, end and text of every span of every row."""
    for table, prefixes in NAMED.items():
        for row in getattr(found, table):
            for prefix in prefixes:
                said = row["trigger" if table == "event_mentions" else f"{prefix}text"]
                if row[f"{prefix}char_start"] is not None or said is not None:
                    yield f"{table}.{prefix}", row[f"{prefix}char_start"], row[f"{prefix}char_end"], said


def test_it_is_an_annotator(annotator: SpacyAnnotator) -> None:
    assert isinstance(annotator, Annotator)
    assert len(annotator.facts.fingerprint) == 12


@pytest.mark.parametrize("name", TEXTS)
def test_spans_lie_in_the_text_and_say_what_stands_there(name: str, together: dict[str, Annotations]) -> None:
    text = TEXTS[name]
    for table, start, end, said in spans(together[name]):
        assert 0 <= start < end <= len(text), table
        assert text[start:end] == said, table


def test_there_is_something_to_say_of_them(together: dict[str, Annotations]) -> None:
    found = {table for annotations in together.values() for table, *_ in spans(annotations)}
    assert found == {f"{table}.{prefix}" for table, prefixes in NAMED.items() for prefix in prefixes}


@pytest.mark.parametrize("name", TEXTS)
def test_rows_conform_to_the_stages(name: str, together: dict[str, Annotations]) -> None:
    for table in STAGES.values():
        frame = table.conform(table.frame(getattr(together[name], table.name)))
        empty = [column for column, declared in table.columns.items() if not declared.nullable and frame[column].null_count()]
        assert empty == [], table.name


def test_results_come_in_the_order_of_the_documents(together: dict[str, Annotations]) -> None:
    assert [found.article_id for found in together.values()] == [document.article_id for document in DOCUMENTS]


def test_keys_are_unique(together: dict[str, Annotations]) -> None:
    for table in STAGES.values():
        frame = table.frame([row for found in together.values() for row in getattr(found, table.name)])
        assert frame.filter(frame.select(table.key).is_duplicated()).select(table.key).rows() == [], table.name


@pytest.mark.parametrize("name", TEXTS)
def test_a_document_alone_is_read_as_among_others(name: str, annotator: SpacyAnnotator, together: dict[str, Annotations]) -> None:
    assert list(annotator.annotate([document(name)])) == [together[name]]


def test_the_order_of_the_documents_does_not_show(annotator: SpacyAnnotator, together: dict[str, Annotations]) -> None:
    assert list(annotator.annotate(reversed(DOCUMENTS))) == list(reversed(together.values()))


def test_documents_are_taken_as_they_come(annotator: SpacyAnnotator) -> None:
    assert next(annotator.annotate(iter(DOCUMENTS[:1]))).article_id == DOCUMENTS[0].article_id
    assert list(annotator.annotate([])) == []


def test_rows_refer_to_rows_of_their_own_document(together: dict[str, Annotations]) -> None:
    references = (
        ("mentions", "sentence_id", "sentences"),
        ("mentions", "chain_id", "chains"),
        ("claims", "sentence_id", "sentences"),
        ("claims", "parent_claim_id", "claims"),
        ("claims", "speaker_mention_id", "mentions"),
        ("claims", "speaker_chain_id", "chains"),
        ("claims", "addressee_mention_id", "mentions"),
        ("claim_spans", "claim_id", "claims"),
        ("event_mentions", "sentence_id", "sentences"),
        ("event_mentions", "claim_id", "claims"),
        ("event_mentions", "place_mention_id", "mentions"),
        ("event_mention_actors", "event_mention_id", "event_mentions"),
        ("event_mention_actors", "mention_id", "mentions"),
        ("event_mention_actors", "chain_id", "chains"),
    )
    for found in together.values():
        for table, column, target in references:
            known = {row[STAGES[target].key[0]] for row in getattr(found, target)} | {None}
            assert {row[column] for row in getattr(found, table)} <= known, f"{table}.{column}"


def test_every_chain_has_a_mention(together: dict[str, Annotations]) -> None:
    chains = pl.concat([STAGES["chains"].frame(found.chains) for found in together.values()])
    mentions = pl.concat([STAGES["mentions"].frame(found.mentions) for found in together.values()])
    assert chains.join(mentions, on="chain_id", how="anti").rows() == []
