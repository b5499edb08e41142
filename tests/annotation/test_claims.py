"""Who said what: sentences with speaker, cue and content, and their near misses."""

from tests.annotation.reading import Case, Reading, parametrized, plain, reading, says


def claims(read: Reading) -> list[tuple[str, str, str]]:
    """Speaker, cue and content of every claim; a carried speaker in brackets, the pieces of a split content joined by `…`."""
    found = []
    for row in read.found.claims:
        speaker = row["speaker_text"]
        if speaker is None and row["speaker_chain_id"]:
            speaker = f"({read.chains[row['speaker_chain_id']]['name']})"
        pieces = [span["text"] for span in read.found.claim_spans if span["claim_id"] == row["claim_id"]]
        found.append((speaker or "-", row["cue_text"] or "-", " … ".join(piece.strip(' ,“”"') for piece in pieces)))
    return found


def check(case: Case) -> None:
    """The claims are those expected; further columns of the claims, in order, hold what is to be checked."""
    read = reading(case.text)
    found, rows = claims(read), list(read.found.claims)
    at = [next((n for n, claim in enumerate(found) if all(map(says, claim, expected))), None) for expected in case.parts]
    assert None not in at, f"{found} lacks {case.parts}"
    assert case.is_open or len(found) == len(case.parts), f"{found} is more than {case.parts}"
    for column, values in case.checks:
        wanted = values.split() if len(case.parts) > 1 else [values]
        for number, value in zip([n for n in at if n is not None], wanted, strict=False):
            assert plain(str(rows[number][column if column != "depth" else "nesting_depth"])) == plain(value), column


@parametrized("claims")
def test_a_sentence_makes_these_claims(case: Case) -> None:
    check(case)
