"""Where, when and by whom an article is dated, and what only looks like it."""

from datetime import date

import pytest

from transforms.annotation.datelines import find_datelines
from transforms.annotation.legible import legible
from transforms.annotation.protocol import Document
from transforms.annotation.spacy_annotator import SpacyAnnotator

REST = "The ferry was towed into the harbour, and the mayor thanked the crew."

DATELINES: tuple[tuple[str, list[str], str | None, str | None, str | None], ...] = (
    ("BAGHDAD (Reuters) – ", ["BAGHDAD"], None, "Reuters", None),
    ("BAGHDAD, Nov 5 (Reuters) - ", ["BAGHDAD"], None, "Reuters", "Nov 5"),
    ("MEXICO CITY (AP) — ", ["MEXICO CITY"], None, "Associated Press", None),
    ("LONDON, England (CNN) -- ", ["LONDON"], "England", None, None),
    ("Washington (CNN) ", ["Washington"], None, None, None),
    ("Kent, Ohio (CNN) ", ["Kent"], "Ohio", None, None),
    ("(CNN) ", [], None, None, None),
    ("(CNN) -- ", [], None, None, None),
    ("(Reuters) - ", [], None, "Reuters", None),
    ("NEW DELHI: ", ["NEW DELHI"], None, None, None),
    ("KABUL, Afghanistan — ", ["KABUL"], "Afghanistan", None, None),
    ("KABUL, Afghanistan -- ", ["KABUL"], "Afghanistan", None, None),
    ("Jan 3 (Reuters) - ", [], None, "Reuters", "Jan 3"),
    ("Aug. 27 (UPI) -- ", [], None, "United Press International", "Aug. 27"),
    ("BEIRUT/AMMAN (Reuters) - ", ["BEIRUT", "AMMAN"], None, "Reuters", None),
    ("BEIRUT / AMMAN (Reuters) - ", ["BEIRUT", "AMMAN"], None, "Reuters", None),
    ("PARIS, June 3 — ", ["PARIS"], None, None, "June 3"),
    ("BEIJING, Aug. 3 (Xinhua) -- ", ["BEIJING"], None, "Xinhua", "Aug. 3"),
    ("RIO DE JANEIRO (AFP) - ", ["RIO DE JANEIRO"], None, "Agence France-Presse", None),
    ("ST. LOUIS (AP) — ", ["ST. LOUIS"], None, "Associated Press", None),
    ("PORT-AU-PRINCE, Haiti (AP) — ", ["PORT-AU-PRINCE"], "Haiti", "Associated Press", None),
    ("CASPER, Wyo. - ", ["CASPER"], "Wyo.", None, None),
    ("MYRTLE BEACH, SC (WXYZ) – ", ["MYRTLE BEACH"], "SC", None, None),
    ("MIAMI (WSNX) -- ", ["MIAMI"], None, None, None),
    ("MIAMI (CBSMiami) — ", ["MIAMI"], None, None, None),
    ("McLEAN, Va. (AP) — ", ["McLEAN"], "Va.", "Associated Press", None),
    ("HARLAN COUNTY, Ky. (Aug. 28, 2015) – ", ["HARLAN COUNTY"], "Ky.", None, None),
    ("Suffolk, Va. - ", ["Suffolk"], "Va.", None, None),
    ("CHICAGO — ", ["CHICAGO"], None, None, None),
    ("CHICAGO-- ", ["CHICAGO"], None, None, None),
    ("BURLINGTON, Iowa—", ["BURLINGTON"], "Iowa", None, None),
    ("Beirut — ", ["Beirut"], None, None, None),
    ("Lima (AFP) – ", ["Lima"], None, "Agence France-Presse", None),
    ("LIMA (AP) ", ["LIMA"], None, "Associated Press", None),
    ("SINGAPORE — ", ["SINGAPORE"], None, None, None),
    ("TEGUCIGALPA, 12 JAN 90 (ACAN-EFE) -- [TEXT] ", ["TEGUCIGALPA"], None, "EFE", "12 JAN 90"),
    ("bogota, 3 apr 89 (domestic service) -- [text] ", ["bogota"], None, None, "3 apr 89"),
)

NONE = (
    "GENEVA TALKS: The ferry was towed into the harbour of the town.",
    "WASHINGTON POST — The newspaper said that the ferry was safe in the harbour.",
    "ASSOCIATED PRESS — The agency said that the ferry was safe in the harbour.",
    "Obama: The ferry was towed into the harbour of the town today.",
    "OBAMA — The president said that the ferry was safe in the harbour.",
    "KING: The ferry was towed into the harbour of the town today.",
    "BLITZER: Was the ferry towed into the harbour of the town today?",
    "(Reuters) said the ferry was safe.",
    "Agence France-Presse (AFP) said that the ferry was safe.",
    "British Broadcasting Corporation (BBC) The ferry was safe.",
    "Paris (the city) is on the Seine.",
    "Paris (Texas) is a town of 25,000.",
    "UN - The ferry was towed into the harbour of the town today.",
    "IMF (International Monetary Fund) officials met the mayor.",
    "International Monetary Fund (IMF) — The lender said that it would help the town.",
    "LIBERAL DEMOCRATIC PARTY (LDP) — The party said that it would help the town.",
    "ANALYSIS — The ferry was towed into the harbour of the town today.",
    "BREAKING NEWS - The ferry was towed into the harbour of the town.",
    "UPDATE: The ferry was towed into the harbour of the town today.",
    "WATCH LIVE — The ferry was towed into the harbour of the town.",
    "MAYOR — The ferry was towed into the harbour of the town today.",
    "LIMA: 15C",
    "LONDON: A GUIDE TO THE CITY FOR VISITORS FROM ABROAD",
    "CHINA — The ferry was towed into the harbour of the town today.",
    "The mayor – Helen Clark – thanked the crew of the ferry today.",
    "Lima – the capital – was calm when the ferry was towed into the harbour.",
    "Washington - Moscow talks will begin in May, the mayor told the crew.",
    "The London-Paris train was late.",
    "On Jan 3 (Friday) the ferry sank.",
    "In Baghdad (Reuters reported) the ferry was safe.",
    "Two men - 20 and 30 years old - were held.",
    "May 5 — The ferry was towed into the harbour of the town today.",
)


@pytest.mark.parametrize(("line", "places", "within", "agency", "day"), DATELINES)
def test_a_dateline_says_where_when_and_by_whom(line: str, places: list[str], within: str | None, agency: str | None, day: str | None) -> None:
    for before in ("", "By Helen Clark\n\n"):
        text = before + line + REST
        (found,) = find_datelines(text)
        assert [text[a:b] for a, b in found.places] == places
        assert (found.within, found.agency, found.day) == (within, agency, day)
        assert text[found.start : found.end] == line


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    assert find_datelines(text) == []
    assert find_datelines(f"{REST}\n\n{text}") == []


def test_a_dateline_stands_behind_its_headline_too() -> None:
    for line in ("SEVIERVILLE, Tenn. (AP) ", "ST. PAUL -- "):
        text = f"Ferry towed into harbour. {line}{REST}"
        assert [text[d.start : d.end] for d in find_datelines(text)] == [line]


def test_an_unknown_town_is_one_at_the_top_only() -> None:
    line = f"QUARRYVALE — {REST}"
    assert len(find_datelines(line)) == 1
    assert find_datelines("\n".join([*[REST] * 6, line])) == []


def test_lower_case_is_no_hindrance() -> None:
    text = f"san salvador, 12 jan 90 (acan-efe) -- [text] {REST}".lower()
    (found,) = find_datelines(legible(text))
    assert text[slice(*found.places[0])] == "san salvador"


def test_the_place_is_where_it_happened_and_no_actor(annotator: SpacyAnnotator) -> None:
    text = f"KABUL, Afghanistan (AP) — Police arrested two men.\n\n{REST}\n\nLIMA (AP) — Police arrested a teacher."
    found = next(iter(annotator.annotate([Document("art_" + "0" * 20, text, 0, date(2015, 5, 12))])))
    assert [(row["trigger"], row["place_text"], row["place_source"]) for row in found.event_mentions if row["trigger"] == "arrested"] == [
        ("arrested", "KABUL, Afghanistan", "dateline"),
        ("arrested", "LIMA", "dateline"),
    ]
    places = [row for row in found.mentions if row["rule_id"] == "mentions.dateline"]
    assert [(row["text"], row["place_name"], row["place_within"], row["chain_id"]) for row in places] == [
        ("KABUL", "Kabul", "Afghanistan", None),
        ("LIMA", "Lima", None, None),
    ]
    assert [row["text"] for row in found.sentences if row["is_dateline"]] == ["KABUL", "LIMA"]
    assert not {row["text"] for row in found.mentions} & {"AP", "Afghanistan"}


def test_of_two_places_neither_is_known_to_be_the_one(annotator: SpacyAnnotator) -> None:
    text = "BEIRUT/AMMAN (Reuters) - Police arrested two men."
    found = next(iter(annotator.annotate([Document("art_" + "0" * 20, text, 0, date(2015, 5, 12))])))
    assert [row["place_text"] for row in found.event_mentions] == [None]
    assert [row["text"] for row in found.mentions if row["rule_id"] == "mentions.dateline"] == ["BEIRUT", "AMMAN"]
