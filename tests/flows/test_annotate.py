"""Batches of annotations: kept whole, read once, and put together the same whatever they were read in."""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from flows import annotate
from flows.annotate import Work, documents, finished, folder_of, key, load, pending
from transforms.annotation.model import ModelError
from transforms.annotation.protocol import Annotations, Annotator, AnnotatorFacts, Document
from transforms.annotation.stages import STAGES
from transforms.ids import make_id
from transforms.tables import articles

FACTS = AnnotatorFacts("one-sentence", "1", "none", "1", "0", "0")


class OneSentence:
    """Finds one sentence in every document, and counts the documents. Cannot read a document of the letter X."""

    facts = FACTS

    def __init__(self) -> None:
        self.given: list[str] = []

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotations]:
        for document in documents:
            self.given.append(document.text)
            if document.text == "X":
                raise ValueError("no X, please")
            row = {
                "sentence_id": make_id("sen", document.article_id),
                "article_id": document.article_id,
                "sentence_index": 0,
                "char_start": 0,
                "char_end": len(document.text),
                "text": document.text,
                "is_headline": False,
                "is_quoted": False,
            }
            yield Annotations(document.article_id, [row], [], [], [], [], [], [])


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> OneSentence:
    """Stands in for every model."""
    made = OneSentence()
    monkeypatch.setattr(annotate, "annotator", lambda model: made)
    return made


def told(*texts: str) -> list[Document]:
    """Documents with these texts."""
    return [Document(make_id("art", text), text, published_date=date(2026, 1, 1)) for text in texts]


def read(texts: Iterable[str], folder: Path, *, batch_articles: int = 2) -> Work:
    """What there was to read; it has been read."""
    work = pending(told(*texts), folder, batch_articles=batch_articles)
    assert sum(finished(work, model="any", workers=1)) == work.size
    return work


def sentences(folder: Path, *texts: str) -> list[str]:
    """Sentences of these documents, in alphabetical order."""
    return sorted(load(folder, told(*texts)).stages["sentences"]["text"])


def test_documents_are_read_once(counting: OneSentence, tmp_path: Path) -> None:
    read("ABC", tmp_path)
    assert [[document.text for document in batch] for batch in read("ABCD", tmp_path).batches] == [["D"]]
    assert counting.given == ["A", "B", "C", "D"]


@pytest.mark.parametrize("changed", [{"text": "B"}, {"headline_end": 1}, {"published_date": None}, {"article_id": make_id("art", "other")}])
def test_a_document_of_which_anything_changed_is_read_again(changed: dict[str, object]) -> None:
    plain = {"article_id": make_id("art", "A"), "text": "A", "headline_end": 0, "published_date": date(2026, 1, 1)}
    assert key(Document(**plain)) != key(Document(**plain | changed))  # type: ignore[arg-type]


def test_only_the_documents_asked_for_are_put_together(counting: OneSentence, tmp_path: Path) -> None:
    read("ABCDE", tmp_path)
    assert sentences(tmp_path, "E", "B") == ["B", "E"]


@pytest.mark.parametrize("batch_articles", [1, 2, 5])
def test_the_size_of_batches_does_not_show(counting: OneSentence, tmp_path: Path, batch_articles: int) -> None:
    read("ABCDE", tmp_path / "two", batch_articles=2)
    read("EDCBA", tmp_path / "some", batch_articles=batch_articles)
    one, other = (load(tmp_path / name, told(*"ABCDE")).stages for name in ("two", "some"))
    assert all(one[name].equals(other[name]) for name in STAGES)


def test_an_article_the_annotator_fails_on_costs_the_others_nothing(counting: OneSentence, tmp_path: Path) -> None:
    read("AXB", tmp_path, batch_articles=3)
    found = load(tmp_path, told(*"AXB"))
    assert sorted(found.stages["sentences"]["text"]) == ["A", "B"]
    assert found.errors.rows() == [(make_id("art", "X"), "ValueError: no X, please")]


def test_a_batch_half_written_does_not_count(counting: OneSentence, tmp_path: Path) -> None:
    read("AB", tmp_path, batch_articles=1)
    kept = sorted(tmp_path.iterdir())
    kept[0].rename(tmp_path / f".{kept[0].name}-1234")
    assert pending(told(*"AB"), tmp_path, batch_articles=1).size == 1


def test_annotations_that_are_missing_are_said_and_not_left_out(counting: OneSentence, tmp_path: Path) -> None:
    read("A", tmp_path)
    with pytest.raises(RuntimeError, match=r"annotations of 1 articles are missing .* run again"):
        load(tmp_path, told(*"AB"))


def test_no_documents_make_empty_tables(tmp_path: Path) -> None:
    found = load(tmp_path, [])
    assert {name: frame.schema for name, frame in found.stages.items()} == {name: table.schema for name, table in STAGES.items()}


def test_skipped_articles_are_not_read() -> None:
    frame = pl.DataFrame({"article_id": ["a", "b"], "text": ["A", "B"], "published_at": [None, None], "skipped_reason": [None, "language"]}).cast(
        {name: articles.schema[name] for name in ("article_id", "text", "published_at", "skipped_reason")}
    )
    assert documents(frame, pl.Series([0, 0])) == [Document("a", "A", 0, None)]


def test_annotations_of_different_annotators_are_kept_apart(tmp_path: Path) -> None:
    other = AnnotatorFacts("one-sentence", "2", "none", "1", "0", "0")
    assert folder_of(tmp_path, FACTS) != folder_of(tmp_path, other)


def test_an_annotator_comes_through_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("mine", f"{__name__}:OneSentence", "tidings.annotators")
    monkeypatch.setattr(annotate, "entry_points", lambda group: [point] if group == "tidings.annotators" else [])
    found = annotate.annotator.__wrapped__("mine")
    assert isinstance(found, OneSentence) and isinstance(found, Annotator)


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelError, match="model xx_no_such_model is not installed"):
        annotate.annotator.__wrapped__("xx_no_such_model")


def test_few_documents_are_not_worth_processes(counting: OneSentence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "ProcessPoolExecutor", SimpleNamespace)  # would raise
    work = pending(told(*"ABCD"), tmp_path, batch_articles=1)
    assert list(finished(work, model="any", workers=8)) == [1, 1, 1, 1]
