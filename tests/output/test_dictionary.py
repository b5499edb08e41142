"""The dictionary and the data package say what the contract says."""

import re
from datetime import UTC, datetime
from pathlib import Path

import output.dictionary
from output.datapackage import datapackage
from output.dictionary import dictionary_markdown
from output.manifest import FileEntry, TableEntry
from seeds import reader
from transforms.tables import TABLES

COMMITTED = Path(output.dictionary.__file__).with_name("DICTIONARY.md")


def package() -> dict[str, dict[str, object]]:
    """Resources by name, of a release in which claims have two files."""
    files: dict[str, tuple[FileEntry, ...]] = {name: (FileEntry(f"tables/{name}/part-0.parquet", "ab", 10, 1),) for name in TABLES}
    files["claims"] = tuple(FileEntry(f"tables/claims/published_month={month}/part-0.parquet", "ab", 10, 1) for month in ("2024-01", "unknown"))
    tables = {name: TableEntry(len(entries), entries) for name, entries in files.items()}
    whole = datapackage(tables, version="2026.11.22-k7f", created_at=datetime(2026, 11, 22, tzinfo=UTC))
    return {resource["name"]: resource for resource in whole["resources"]}


def field(table: str, name: str) -> dict[str, object]:
    """A field of a resource."""
    schema = package()[table]["schema"]
    assert isinstance(schema, dict)
    (found,) = (field for field in schema["fields"] if field["name"] == name)
    assert isinstance(found, dict)
    return found


def test_the_dictionary_in_the_repository_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == dictionary_markdown(), "run: python -m output.dictionary"


def test_every_table_column_and_code_list_is_explained() -> None:
    text = dictionary_markdown()

    for name, table in TABLES.items():
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(table.columns)
        for column in table.columns.values():
            assert column.codes in (None, "countries") or f"\n## codes: {column.codes}\n" in text
    assert "`AFG`" not in text, "countries are only named"


def test_every_link_leads_to_a_heading() -> None:
    text = dictionary_markdown()
    headings = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}

    assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= headings


def test_every_row_of_a_table_has_as_many_cells_as_its_header() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", dictionary_markdown(), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, block


def test_the_package_names_the_files_of_each_table() -> None:
    resources = package()

    assert list(resources) == list(TABLES)
    assert resources["events"]["path"] == "tables/events/part-0.parquet"
    assert resources["claims"]["path"] == [f"tables/claims/published_month={month}/part-0.parquet" for month in ("2024-01", "unknown")]


def test_keys_and_references_of_the_contract_are_those_of_the_package() -> None:
    schema = package()["event_mention_actors"]["schema"]
    assert isinstance(schema, dict)

    assert schema["primaryKey"] == ["event_mention_id", "role", "position"]
    assert {"fields": ["actor_id"], "reference": {"resource": "actors", "fields": ["actor_id"]}} in schema["foreignKeys"]
    own = package()["claims"]["schema"]
    assert isinstance(own, dict)
    assert {"fields": ["parent_claim_id"], "reference": {"resource": "", "fields": ["claim_id"]}} in own["foreignKeys"]


def test_rules_of_a_column_are_constraints_of_its_field() -> None:
    assert field("events", "quad_code")["constraints"] == {"required": True, "minimum": 1, "maximum": 4, "enum": [1, 2, 3, 4]}
    assert field("articles", "article_id")["constraints"] == {"required": True, "pattern": "art_[0-9a-f]{20}"}
    assert field("articles", "url")["constraints"] == {"pattern": r"[a-z][a-z0-9+.-]*:[\s\S]*"}
    assert field("event_mentions", "killed_count") == {
        "name": "killed_count",
        "type": "integer",
        "description": "People said to have been killed.",
        "unit": "people",
        "constraints": {"minimum": 0},
    }
    assert "enum" not in field("actors", "country_code"), "countries are in the table codes"
    assert field("events", "event_type")["constraints"] == {"required": True, "enum": list(reader.code_list("event_types"))}
