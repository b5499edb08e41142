"""Texts without case get it back without a character moving."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.annotation.casing import with_case

CASES = (
    (
        "in lima on monday, president elena quispe said that the fmln mission would leave peru. will she resign?",
        "In Lima on Monday, President Elena Quispe said that the FMLN mission would leave Peru. Will she resign?",
    ),
    (
        "NAIROBI - THE KENYAN ARMY SAID ON FRIDAY THAT TWO SOLDIERS HAD DIED NEAR SOMALIA'S BORDER.",
        "Nairobi - the Kenyan army said on Friday that two soldiers had died near Somalia's border.",
    ),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_names_and_sentences_get_their_capitals(text: str, expected: str) -> None:
    assert with_case(text) == expected


@pytest.mark.parametrize("text", ["Police in Lima said on Monday that the march was over, and thanked everybody.", "OK", "iPhone prices fell", ""])
def test_a_text_that_uses_case_or_is_too_short_stays_as_it_is(text: str) -> None:
    assert with_case(text) == text


@given(st.text(min_size=0, max_size=300))
def test_no_character_moves(text: str) -> None:
    cased = with_case(text)

    assert len(cased) == len(text)
    assert [c.lower() for c in cased] == [c.lower() for c in text]
