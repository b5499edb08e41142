"""What stands around an article is no sentence of it, and what only looks like it stays."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds import reader
from transforms.annotation.furniture import find_furniture, without
from transforms.annotation.furniture_phrases import phrases
from transforms.annotation.legible import legible
from transforms.annotation.protocol import Annotations, Document
from transforms.annotation.spacy_annotator import SpacyAnnotator

BODY = "Tugs towed the ferry into the harbour, and the mayor thanked the crew."

LINES = (
    # bylines
    ("By Bernard Kouchner", "byline"),
    ("By MARGARET CHAN, Staff Writer", "byline"),
    ("BY MARGARET CHAN", "byline"),
    ("By Ban Ki-moon and Helen Clark", "byline"),
    ("By Kofi Annan, Gro Harlem Brundtland and Helen Clark", "byline"),
    ("By Helen Clark, diplomatic correspondent", "byline"),
    ("By Helen Clark | Reuters", "byline"),
    ("Helen Clark | Reuters", "byline"),
    ("Helen Clark, Associated Press", "byline"),
    ("Helen Clark - BBC News", "byline"),
    ("Written by Helen Clark", "byline"),
    ("Posted by Helen Clark on 3 May 2015", "byline"),
    ("By Helen Clark of The Associated Press", "byline"),
    ("The Associated Press", "byline"),
    ("By The Associated Press", "byline"),
    ("By Associated Press reporters", "byline"),
    ("Staff Reports", "byline"),
    # who else worked on it
    ("Reporting by Helen Clark in Wellington; Editing by Kofi Annan", "contributors"),
    ("(Reporting by Helen Clark; editing by Kofi Annan)", "contributors"),
    ("(Additional reporting by Helen Clark in Auckland)", "contributors"),
    ("Additional reporting by Helen Clark", "contributors"),
    ("— Helen Clark contributed to this report.", "contributors"),
    ("Associated Press writers Helen Clark in Wellington and Kofi Annan in Geneva contributed to this report.", "contributors"),
    ("The Associated Press contributed to this story.", "contributors"),
    ("Helen Clark contributed reporting from Wellington.", "contributors"),
    ("Helen Clark and Kofi Annan contributed.", "contributors"),
    ("Clark reported from Wellington; Annan reported from Geneva.", "contributors"),
    ("Helen Clark can be reached at helen.clark@news.example.org", "contact"),
    ("Write to Helen Clark at helen.clark@news.example.org", "contact"),
    ("Email: desk@news.example.org", "contact"),
    ("Contact us at desk@news.example.org.", "contact"),
    # times
    ("Published: 12 May 2015 10:31 GMT", "time"),
    ("Posted: Friday, July 12, 2013 1:16 PM EDT", "time"),
    ("Updated 7:39 p.m. ET, February 12, 2014", "time"),
    ("Updated: Jul 1, 2016 - 12:02 PM", "time"),
    ("Last modified on Tue 4 Mar 2014 09.12 GMT", "time"),
    ("First published on Mon 3 Mar 2014", "time"),
    ("4 min read", "time"),
    ("Reading time: 4 minutes", "time"),
    ("6 years ago", "time"),
    # links
    ("Read more", "link"),
    ("READ MORE:", "link"),
    ("Read more: Five harbours that silt up", "link"),
    ("READ MORE: Mayor opens harbour", "link"),
    ("Read more about the harbour works", "link"),
    ("Related: Harbour works begin", "link"),
    ("RELATED STORIES", "link"),
    ("See also: How ferries are built", "link"),
    ("SEE ALSO: How ferries are built", "link"),
    ("Watch: Ferry towed into the harbour", "link"),
    ("VIDEO: Mayor thanks the crew", "link"),
    ("More: How ferries are built", "link"),
    ("More on this story", "link"),
    ("Click here to see the chart.", "link"),
    ("CLICK HERE FOR MORE HARBOUR NEWS", "link"),
    ("Scroll down for video", "link"),
    ("https://example.org/harbour", "link"),
    ("Read or Share this story: https://example.org/1", "link"),
    ("Crew of the ferry tell of their night Read more", "link"),
    ("(Related: Ferries to be rebuilt)", "link"),
    # subscriptions, accounts, sharing
    ("Sign up for our newsletter", "subscribe"),
    ("Sign up for the Harbour Weekly newsletter and never miss a story.", "subscribe"),
    ("Subscribe to our podcast", "subscribe"),
    ("By signing up, you agree to our Privacy Policy", "subscribe"),
    ("Download our free app for harbour news", "subscribe"),
    ("Follow Helen Clark on Twitter @example", "follow"),
    ("Follow Helen Clark on Twitter: @example.", "follow"),
    ("Follow us on Facebook and Twitter", "follow"),
    ("Follow @example", "follow"),
    ("Like us on Facebook", "follow"),
    ("Share this", "share"),
    ("SHARE THIS ARTICLE Share Tweet Post Email", "share"),
    ("Share on Facebook", "share"),
    ("Facebook Twitter Pinterest", "share"),
    ("Email this article", "share"),
    ("Advertisement", "advertisement"),
    ("ADVERTISEMENT:", "advertisement"),
    ("Story continues below", "advertisement"),
    ("Article continues below advertisement", "advertisement"),
    ("Advertisement Continue reading the main story", "advertisement"),
    # pictures
    ("Image: Helen Clark.", "credit"),
    ("Photo: Helen Clark/Getty Images", "credit"),
    ("Photo by Helen Clark", "credit"),
    ("(Photo by Helen Clark/Getty Images)", "credit"),
    ("(AP Photo/Helen Clark)", "credit"),
    ("(Reuters photo: Helen Clark)", "credit"),
    ("Image caption The ferry was towed into the harbour", "credit"),
    ("Image copyright Getty Images Image caption The ferry", "credit"),
    ("Media caption The mayor thanks the crew", "credit"),
    ("Getty Images", "credit"),
    ("Helen Clark/Getty Images", "credit"),
    ("File photo", "credit"),
    ("FILE PHOTO: The ferry leaves the harbour. REUTERS/Helen Clark/File Photo", "credit"),
    ("Photo courtesy of Helen Clark", "credit"),
    ("Hide caption", "credit"),
    # rights and notices
    ("Copyright 2015 The Associated Press.", "copyright"),
    ("Copyright © 2019 The Harbour Times, LLC.", "copyright"),
    ("© 2016", "copyright"),
    ("©2016 Harbour Media Group", "copyright"),
    ("All rights reserved.", "copyright"),
    ("This material may not be published or redistributed.", "copyright"),
    ("The views expressed in this article are those of the author.", "notice"),
    ("The opinions expressed here are the author's own.", "notice"),
    ("The views expressed by contributors do not necessarily reflect those of the newspaper.", "notice"),
    ("This story has been updated.", "notice"),
    ("This article has been updated with details of the rescue.", "notice"),
    ("This is a developing story.", "notice"),
    ("ANALYSIS/OPINION:", "label"),
    ("Reuter", "byline"),
)

SENTENCES = (
    "Share prices fell.",
    "Shares fell on Monday.",
    "Related parties said that they had sold the ferry.",
    "Related work will begin in May.",
    "By Monday, all tugs had left.",
    "By Monday morning the ferry was safe.",
    "By all accounts, the crew was tired.",
    "By 2015, the harbour was in decline.",
    "By Helen Clark's account, nobody was hurt.",
    "By Kofi Annan's side stood the mayor, who thanked him.",
    "By law, ferries carry boats.",
    "Image matters to the mayor.",
    "Image is everything, he said.",
    "Image: it is everything, he said.",
    "Photo ID laws were struck down.",
    "Photo editors went on strike.",
    "Photographs of the ferry were shown in court.",
    "Watch: he will win.",
    "Watch: We will win.",
    "Watch officers saw the ferry list.",
    "Video of the rescue was shown on Tuesday.",
    "Read the treaty, the mayor told them.",
    "Read more carefully, the judge told the lawyers.",
    "Readers wrote to the mayor.",
    "More than 40 people were rescued.",
    "More: this is what he wanted.",
    "See also what he did to the harbour, the mayor said.",
    "Click beetles ate the crops.",
    "Click here, the email said, and the thieves had his password.",
    "Sign up for classes by Friday, the school told parents.",
    "Subscribers of the paper sued it.",
    "Subscribe to that theory and you will be poor, he said.",
    "Follow the money, the judge said.",
    "Follow him on Twitter, she told the crowd, and you will see.",
    "Followers of the mayor on Twitter called for calm.",
    "Advertisements for the ferry were banned.",
    "Advertisement spending fell in May.",
    "Story writers struck for a week.",
    "Getty Images sued the company in London.",
    "Getty bought the painting.",
    "File photos of the ferry were shown in court.",
    "Copyright law was changed in 2015.",
    "Copyright holders sued the company.",
    "All rights reserved for citizens were taken from them.",
    "All rights are reserved to the people, the court ruled.",
    "The views expressed by the minister angered farmers.",
    "The views were wide from the tower.",
    "This story has shocked the town.",
    "This report was updated by the committee in May.",
    "This article of the treaty has been updated by the states.",
    "Poor repairs contributed to this disaster.",
    "Heavy rain contributed to this report being late.",
    "The company contributed to his campaign.",
    "Reporting by journalists in the harbour has been hampered, the union said.",
    "Editing genes may cure the disease.",
    "Published research says so.",
    "Posted prices for oil rose by a dollar.",
    "Updated figures show that 12 people died.",
    "Updated at the harbour, the lists named 40 passengers.",
    "Contact with the ferry was lost at noon.",
    "Email servers were seized by the police.",
    "Correction: The ferry carries 40 people, not 400.",
    "Editor's note: Names of children have been changed.",
    "Reuters said the ferry was safe.",
    "Reuter was born in Kassel.",
    "The Associated Press reported that the ferry was safe.",
    "Comment was not available from the mayor.",
    "Comments by the mayor angered the crew.",
    "Credit rating agencies lowered the city's rating.",
    "Source: an officer who was on the ferry told the court that it had listed.",
    "Opinion polls show that the mayor will win.",
    "Live fire was used on the quay.",
    "Download speeds rose.",
    "Loading the ferry took two hours.",
    "He told them to read more.",
    "Media reports said that the ferry was safe.",
    "Caption writers were dismissed.",
    "Get out of the harbour, the captain told them.",
    "Stay with us, the mayor told the crew.",
    "Written by hand, the will was valid.",
    "Twelve cases were reported from Lima.",
    "The mayor can be reached at his office.",
    "Compiled by the ministry, the list named 40 people.",
)


def kinds(text: str) -> list[str]:
    return [piece.kind for piece in find_furniture(legible(text)).pieces]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_line_that_is_no_part_of_the_article_is_blank(line: str, kind: str) -> None:
    text = f"{line}\n\n{BODY}"
    assert kinds(text) == [kind]
    assert without(text, find_furniture(legible(text))).strip(" \n-—") == BODY


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_that_begins_like_one_stays(line: str) -> None:
    assert kinds(f"{line}\n\n{BODY}") == []
    assert kinds(f"{BODY} {line} {BODY}") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{BODY} (Photo by Helen Clark/Getty Images) The ferry is old.", f"{BODY} The ferry is old."),
        (f"{BODY} Follow Helen Clark on Twitter @example.", BODY),
        (f"Posted: Friday, July 12, 2013 1:16 PM EDT {BODY}", BODY),
        (f"{BODY} Copyright 2015 The Associated Press. All rights reserved.", BODY),
        (f"{BODY} Click here to see the chart. The ferry is old.", f"{BODY} The ferry is old."),
        (f"“{BODY} Follow us on Twitter,” said the mayor.", f"“{BODY} Follow us on Twitter,” said the mayor."),
        (f"{BODY}\nAdvertisement\nThe ferry is old.", f"{BODY} The ferry is old."),
        (f"{BODY} Correction: This story has been updated.", f"{BODY} Correction: This story has been updated."),
    ],
)
def test_what_stands_beside_a_sentence_goes_and_the_sentence_stays(text: str, left: str) -> None:
    assert " ".join(without(text, find_furniture(legible(text))).split()) == left


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Helen Clark", "Helen Clark"),
        ("BY HELEN CLARK, STAFF WRITER", "HELEN CLARK"),
        ("By Helen Clark and Kofi Annan", "Helen Clark and Kofi Annan"),
        ("Helen Clark | Reuters", "Helen Clark"),
        ("By Helen Clark, Reuters", "Helen Clark"),
        ("Helen Clark\nAssociated Press", "Helen Clark"),
        ("Helen Clark and Kofi Annan\n\nUSA TODAY", "Helen Clark and Kofi Annan"),
        ("By The Associated Press", None),
        ("Grain Prices\n\nReuters", None),
        ("By Popular Demand", None),
        ("By Land And Sea", None),
        ("New York, CNN", None),
        ("By Monday Evening", None),
        ("By Accident", None),
    ],
)
def test_the_byline_names_the_author(line: str, author: str | None) -> None:
    assert find_furniture(f"{line}\n\n{BODY}").byline == author


def test_whom_a_paragraph_quotes_is_not_the_author() -> None:
    found = find_furniture(f"“{BODY} {BODY} {BODY}”\n\nHelen Clark, The Guardian\n\n{BODY}")
    assert (found.byline, found.pieces) == (None, [])


def test_a_name_far_down_is_not_the_author() -> None:
    assert find_furniture("\n".join([*[BODY] * 12, "By Helen Clark"])).byline is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 12 May 2015 10:31 GMT", "12 May 2015"),
        ("Posted on July 3, 2014", "July 3 2014"),
        ("Updated: 12 May 2015", None),
        ("Published: 12 May", None),
        ("lima, 12 jan 90 (efe) -- [text] " + BODY, "12 jan 1990"),
        ("LIMA, Jan 12 (Reuters) - " + BODY, None),
    ],
)
def test_a_day_of_publication_has_its_year(line: str, day: str | None) -> None:
    assert find_furniture(f"{line}\n\n{BODY}").dated == day


def test_a_headline_is_left_alone() -> None:
    text = f"Watch: Ferry towed into the harbour\n\n{BODY}"
    assert find_furniture(text, len("Watch: Ferry towed into the harbour")).pieces == []


def read(annotator: SpacyAnnotator, text: str) -> Annotations:
    return next(iter(annotator.annotate([Document("art_" + "0" * 20, text, 0, date(2015, 5, 12))])))


def test_no_row_comes_from_what_stands_around(annotator: SpacyAnnotator) -> None:
    text = (
        "By Helen Clark\nPublished: 12 May 2015 10:31 GMT\nImage: Kofi Annan.\n\nPolice arrested two men in Lima.\n\n"
        "Watch: Police kill man in Lima\n\n(Photo by Kofi Annan/Getty Images)\n\nThe Associated Press contributed to this report. All rights reserved."
    )
    found = read(annotator, text)
    assert [row["text"] for row in found.sentences] == ["Police arrested two men in Lima."]
    assert [row["trigger"] for row in found.event_mentions] == ["arrested"]
    assert found.claims == []
    assert {row["text"] for row in found.mentions} == {"Police", "two men", "Lima"}


def test_rows_are_where_they_were(annotator: SpacyAnnotator) -> None:
    text = f"By Helen Clark\n\nLIMA (Reuters) – {BODY} (Photo by Kofi Annan) “We are safe,” the captain told reporters. Follow us on Twitter"
    found = read(annotator, text)
    assert [row["text"] for row in found.sentences] == ["LIMA", BODY, "“We are safe,” the captain told reporters."]
    assert [row["is_dateline"] for row in found.sentences] == [True, False, False]
    assert all(text[row["char_start"] : row["char_end"]] == row["text"] for row in (*found.sentences, *found.mentions))
    assert "the captain" in [row["speaker_text"] for row in found.claims]


@given(st.text(alphabet="By Rn(RutersAP)—-: .|/@\n©0125,’“”[]", max_size=400))
def test_the_text_stays_in_its_place(text: str) -> None:
    found = find_furniture(text)
    left = without(text, found)
    assert len(left) == len(text)
    assert all(a == b or b in " \n" or (a, b) == (" ", "\n") for a, b in zip(text, left, strict=True))
    assert all(a.end <= b.start for a, b in zip(found.pieces, found.pieces[1:], strict=False))


@pytest.mark.parametrize(
    "unit",
    [
        "By Ann ",
        "A, ",
        "a ",
        "A.",
        "(",
        "[x",
        "Photo: ",
        "Updated ",
        "Ann/",
        "Read more ",
        "1:1",
        "@a",
        "x@x.",
        "Follow a ",
        "Copyright © ",
        "A-",
        "Share ",
        "—",
        "A and ",
        "Follow @a. ",
        "LIMA (AP) - Ann.\n",
    ],
)
def test_no_text_holds_up_a_run(unit: str) -> None:
    find_furniture(BODY)
    text = unit * (60_000 // len(unit))
    started = process_time()
    find_furniture(text)
    find_furniture(text.replace(" ", "\n"))
    find_furniture(". ".join([text[:20_000]] * 3))
    assert process_time() - started < 10


def test_every_row_of_the_lexicon_is_read() -> None:
    rows = reader.rows("lexicons/furniture_phrases")
    positions = {row["position"] for row in rows}
    assert positions == {"top", "line", "sentence", "brackets", "inside"}
    read = {phrase.pattern.pattern for position in positions for found in (*phrases(position)[0].values(), phrases(position)[1]) for phrase in found}
    assert len(read) == len(rows)
