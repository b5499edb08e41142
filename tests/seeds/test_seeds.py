"""The reviewed knowledge: every file reads, nothing stands in it twice, and every code it uses is one there is."""

import csv
from pathlib import Path

import pytest

from seeds import reader
from transforms.annotation.stages import STAGES
from transforms.tables import TABLES

FILES = sorted(path.relative_to(reader.ROOT).with_suffix("").as_posix() for path in reader.ROOT.rglob("*.csv"))
KEYS = {  # columns that tell the rows of a file apart; the first column is enough for the others
    "gazetteers/leaders": ("name", "country_code", "sector_code"),
    "gazetteers/cities_manual": ("iso2", "name"),
    "lexicons/boilerplate_phrases": ("phrase", "where"),
    "lexicons/cue_verbs": ("lemma", "particle"),
    "lexicons/false_friends": ("word", "pos", "slot", "nouns"),
    "lexicons/light_verbs": ("lemma", "particle", "subject_role"),
    "lexicons/number_words": ("kind", "word"),
    "lexicons/page_lines": ("phrase", "where"),
    "lexicons/time_words": ("kind", "word"),
    "lexicons/word_sets": ("word_set", "word"),
    "lexicons/furniture_phrases": ("phrase", "position"),
    "lexicons/news_agencies": ("form", "kind"),
    **dict.fromkeys(
        (f"lexicons/verb_frames_{name}" for name in ("cooperation", "material_conflict", "verbal_conflict")),
        ("lemma", "particle", "object_nouns", "event_type"),
    ),
}
CODES = {  # a column of this name, in whatever file, holds codes of this list
    "event_type": "event_types",
    "event_mode": "event_modes",
    "cameo_root": "cameo_roots",
    "cameo_root_code": "cameo_roots",
    "context": "contexts",
    "contexts": "contexts",
    "sector_code": "sectors",
    "actor_type": "actor_types",
    "cue_class": "cue_classes",
    "claim_type": "claim_types",
    "country_code": "countries",
    "sovereign_code": "countries",
}
CODED = [(name, column) for name in FILES for column in reader.table(name).columns if column in CODES]
LISTS = sorted({column.codes for table in (*TABLES.values(), *STAGES.values()) for column in table.columns.values() if column.codes})


def modes() -> dict[str, tuple[list[str], list[str]]]:
    """Types and intensities of every mode."""
    return {row["code"]: (row["parent_code"].split(), row["intensities"].split()) for row in reader.rows("codes/event_modes")}


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_and_its_rows_are_all_of_one_width(name: str) -> None:
    with (reader.ROOT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert rows
    assert [number for number, row in enumerate(rows, 2) if len(row) != len(head)] == []
    assert [cell for row in rows for cell in row if cell != cell.strip()][:3] == [], "cells with white space at an end"
    assert reader.table(name).height == len(rows)


@pytest.mark.parametrize("name", FILES)
def test_nothing_stands_in_a_file_twice(name: str) -> None:
    frame = reader.table(name)
    key = list(KEYS.get(name, frame.columns[:1]))
    assert frame.filter(frame.select(key).is_duplicated()).select(key).rows() == []


@pytest.mark.parametrize(("name", "column"), CODED)
def test_codes_in_a_file_are_codes_of_their_list(name: str, column: str) -> None:
    used = {code for cell in reader.table(name)[column].drop_nulls() for code in reader.cell(cell)}
    assert used - set(reader.code_list(CODES[column])) == set()


@pytest.mark.parametrize("name", [name for name, column in CODED if column == "event_mode" and "event_type" in reader.table(name).columns])
def test_a_mode_stands_with_a_type_it_belongs_to(name: str) -> None:
    belongs = {mode: set(types) for mode, (types, _) in modes().items()}
    wrong = [row for row in reader.rows(name) if row["event_mode"] and row["event_type"] not in belongs[row["event_mode"]]]
    assert wrong == []


def test_a_mode_has_an_intensity_for_each_of_its_types() -> None:
    types = set(reader.code_list("event_types"))
    for mode, (parents, intensities) in modes().items():
        assert len(parents) == len(intensities) and set(parents) <= types, f"{mode}: types {parents}, intensities {intensities}"
        assert all(-10 <= float(number) <= 10 for number in intensities), mode


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_that_a_column_names_is_there(name: str) -> None:
    assert reader.code_list(name), f"no codes in seeds/codes/{name}.csv"


def test_codes_of_one_list_differ() -> None:
    assert reader.codes().select("code_list", "code").is_duplicated().sum() == 0


def test_a_code_belongs_under_a_code_there_is() -> None:
    above = {"event_types": "quad_codes", "event_modes": "event_types", "cameo_goldstein": "cameo_roots", "cameo_roots": "quad_codes"}
    for below, list_ in above.items():
        parents = {code for cell in reader.table(f"codes/{below}")["parent_code"].drop_nulls() for code in cell.split()}
        assert parents <= set(reader.code_list(list_)), below


def test_a_city_lies_in_a_first_level_region_there_is() -> None:
    regions = set(reader.table("gazetteers/admin1")["admin1_code"])
    lost = set(reader.table("gazetteers/cities")["admin1_code"].drop_nulls()) - regions
    assert lost == set()


@pytest.mark.parametrize("name", [name for name in FILES if "latitude" in reader.table(name).columns])
def test_places_lie_on_the_globe(name: str) -> None:
    for row in reader.rows(name):
        if row["latitude"] or row["longitude"]:
            assert abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180, row


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_where_it_comes_from(name: str) -> None:
    page: Path = reader.ROOT / Path(name).parent / "README.md"
    frame = reader.table(name)
    if "source" in frame.columns:
        assert frame["source"].null_count() == 0
    else:
        assert page.is_file() and f"{Path(name).name}.csv" in page.read_text(encoding="utf-8"), (
            f"give {name}.csv a source column, or name it in {page.name}"
        )


def test_a_list_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(reader.SeedError, match=r"no file codes/event_typs\.csv; there are .*event_types"):
        reader.table("codes/event_typs")
