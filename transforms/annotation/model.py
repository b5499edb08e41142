"""The language model: found, checked against its known hash, loaded, and described."""

from __future__ import annotations

import importlib.util
import warnings
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from seeds.reader import rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_md"


class ModelError(RuntimeError):
    """A model is not installed, or its files are not the ones that were reviewed."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which model was loaded."""

    name: str
    version: str
    tree_hash: str
    is_reviewed: bool
    """Whether the hash is one that `seeds/models.csv` knows."""


def load(name: str = DEFAULT_MODEL) -> tuple[Language, ModelFacts]:
    """The spaCy pipeline of that name, ready to annotate, and what it is.

    The default model must have the hash that was reviewed; any other installed pipeline is taken as it is and its
    hash recorded. Raises ModelError saying what to install or reinstall.
    """
    import spacy

    folder = model_folder(name)
    tree_hash = hash_tree(folder)
    known = {row["tree_sha256"] for row in rows("models") if row["name"] == name}
    if known and tree_hash not in known:
        raise ModelError(f"model {name}: its files have hash {tree_hash[:16]}…, not the reviewed one; reinstall it from requirements.lock")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained with spaCy 3.7: its scores on 3.8 are the same, measured
        nlp = spacy.load(folder)
    add_paragraphs(nlp)
    return nlp, ModelFacts(name, str(nlp.meta["version"]), tree_hash, bool(known))


def model_folder(name: str) -> Path:
    """Folder of an installed pipeline, by its own name or through the package that carries it."""
    for package, folder in [(row["package"], row["folder"]) for row in rows("models") if row["name"] == name] + [(name, "*")]:
        found = importlib.util.find_spec(package)
        inner = sorted(Path(found.origin).parent.glob(f"{folder}/config.cfg")) if found is not None and found.origin else []
        if inner:
            return inner[0].parent
    raise ModelError(f"model {name} is not installed; the default is {DEFAULT_MODEL}, installed by `make install`")


@cache
def hash_tree(folder: Path) -> str:
    """SHA-256 over the paths and contents of all files below a folder."""
    digest = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def add_paragraphs(nlp: Language) -> None:
    """Make every paragraph begin a sentence: the parser may split further, but never joins across."""
    from spacy.language import Language

    if not Language.has_factory("tidings_paragraphs"):

        @Language.component("tidings_paragraphs")
        def paragraphs(doc: Doc) -> Doc:
            for token in doc[:-1]:
                if "\n" in token.text:
                    doc[token.i + 1].is_sent_start = True
            return doc

    nlp.add_pipe("tidings_paragraphs", first=True)
