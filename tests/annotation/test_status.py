"""Did it happen: occurred, ongoing, negated, future or hypothetical, as the sentence tells it."""

from tests.annotation.reading import Case, parametrized, reading


def check(case: Case) -> None:
    """The event with this trigger has this status."""
    trigger, status = case.parts[0]
    found = {row["trigger"].lower(): row["event_status"] for row in reading(case.text).found.event_mentions}
    have = next((value for text, value in found.items() if trigger.lower() in text.split() or trigger.lower() == text), None)
    assert have == status, f"{trigger} is {have}, not {status}, in {found}"


@parametrized("status")
def test_an_event_has_the_status_the_sentence_gives_it(case: Case) -> None:
    check(case)
