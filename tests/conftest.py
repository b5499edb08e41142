"""What tests of several rooms share: the annotator, because a language model takes seconds to load."""

import pytest

from transforms.annotation.spacy_annotator import SpacyAnnotator


@pytest.fixture(scope="session")
def annotator() -> SpacyAnnotator:
    return SpacyAnnotator()
