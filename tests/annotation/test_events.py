"""Who did what to whom: sentences with type, mode, actors, recipients and status, and false friends that tell no event."""

from tests.annotation.reading import Case, Reading, ends, parametrized, reading


def events(read: Reading) -> list[tuple[str, list[str], list[str], str]]:
    """Type with mode, actors, recipients and status of every event."""
    found = []
    for row in read.found.event_mentions:
        people = [p for p in read.found.event_mention_actors if p["event_mention_id"] == row["event_mention_id"]]
        actors, recipients = ([p["text"] for p in people if p["role"] == role] for role in ("actor", "recipient"))
        found.append((f"{row['event_type']}/{row['event_mode'] or '-'}", actors, recipients, row["event_status"]))
    return found


def same_people(found: list[str], expected: str) -> bool:
    """Whether the participants are those of `A & B`, in whatever order."""
    names = [] if expected == "-" else expected.split(" & ")
    return expected == "*" or (len(found) == len(names) and all(any(ends(f, n) for f in found) for n in names))


def same_event(found: tuple[str, list[str], list[str], str], expected: list[str]) -> bool:
    """Whether type, mode, both sides and status are those expected; the status is `occurred` where the case does not say."""
    kind, actors, recipients, status = (*expected, "occurred")[:4]
    event_type, _, mode = kind.partition("/")
    fits = found[0] == kind or (mode == "*" and found[0].startswith(f"{event_type}/"))
    return fits and same_people(found[1], actors) and same_people(found[2], recipients) and found[3] == status


def check(case: Case) -> None:
    """The events are those expected."""
    found = events(reading(case.text))
    missing = [expected for expected in case.parts if not any(same_event(event, expected) for event in found)]
    assert not missing, f"{found} lacks {missing}"
    assert case.is_open or len(found) == len(case.parts), f"{found} is more than {case.parts}"


@parametrized("events")
def test_a_sentence_tells_these_events(case: Case) -> None:
    check(case)
