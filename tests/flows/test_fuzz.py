"""That damaged inputs are accounted for: a small part of what `python -m tests.quality.fuzz` does."""

import time

import pytest

from flows.sources.collect import Collected
from tests.quality import fuzz
from tests.quality.fuzz_seeds import SEEDS


def test_damaged_inputs_of_every_kind_are_read_or_refused_with_a_reason():
    tallies, faults = fuzz.run(range(200), seed=2, seconds=60)
    assert faults == []
    assert {tally.inputs for tally in tallies.values()} == {200 // len(SEEDS)}
    assert sum(tally.articles for tally in tallies.values()) > 100
    assert len(list(fuzz.shown(tallies))) == len(SEEDS) + 1


def test_an_input_is_the_same_for_the_same_number():
    assert [fuzz.made(number, 7) for number in range(60)] == [fuzz.made(number, 7) for number in range(60)]


def without_rejects(found: Collected) -> Collected:
    return Collected(found.records.clear(), found.rejects.clear(), found.inputs)


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        (lambda sources: without_rejects(fuzz_collect(sources)), "neither a record nor a reject"),
        (lambda sources: {}["text"], "KeyError: 'text'"),
        (lambda sources: time.sleep(5), "more than 0.2 seconds"),
        (lambda sources: (fuzz.Path(fuzz.tempfile.gettempdir(), "left").touch(), fuzz_collect(sources))[1], "files left in the temporary folder"),
    ],
)
def test_a_reader_that_loses_breaks_hangs_or_leaves_something_is_found(monkeypatch, broken, what):
    monkeypatch.setattr(fuzz, "collect", broken)
    _, faults = fuzz.run(range(1), seed=1, seconds=0.2)
    assert what in "".join(fault.what for fault in faults)


fuzz_collect = fuzz.collect
