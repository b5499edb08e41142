"""Which words stand inside quotation marks, whatever the marks."""

from tests.annotation.reading import Case, parametrized
from transforms.annotation.quotes import find_quotes


def check(case: Case) -> None:
    """The quotations are those expected, in order."""
    found = [case.text[quote.start : quote.end].strip() for quote in find_quotes(case.text)]
    assert found == (case.parts[0] if case.parts else [])


@parametrized("quotes")
def test_marks_hold_these_words(case: Case) -> None:
    check(case)
