"""Who said what: attributions of a document put together from cues, quotation marks and syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation.attribution import Attribution
from transforms.annotation.claim import Claim, describe, merged
from transforms.annotation.cues import attributions
from transforms.annotation.grammar import trimmed
from transforms.annotation.mention import Mention
from transforms.annotation.quotes import Quote, quoted_share
from transforms.annotation.speakers import mention_of, plausible, speaker_of, speaker_range
from transforms.annotation.speech import attach_quotes, is_speech, labelled, signed, tokens_in_quotes

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_claims(doc: Doc, text: str, quotes: list[Quote], mentions: list[Mention]) -> list[Claim]:
    """Claims of the document in order of their contents, nested ones linked to what they are reported in.

    `text` is the document's text, handed in because spaCy makes `doc.text` anew at every asking.
    """
    by_head = {mention.head: mention for mention in mentions}
    speech = {number for number, quote in enumerate(quotes) if is_speech(doc, text, quote)}
    quote_of = tokens_in_quotes(doc, quotes)
    claims = [claim for attribution in attributions(doc) if (claim := from_attribution(doc, text, attribution, quotes, speech, by_head))]
    claims += labelled(doc, text, by_head) + signed(doc, text, quotes, speech, by_head)
    attach_quotes(doc, text, claims, quotes, speech, quote_of, by_head)
    claims = without_repeats(claims)
    for claim in claims:
        claim.quoted_share = sum(quoted_share(text, quotes, a, b) * (b - a) for a, b in claim.content) / sum(b - a for a, b in claim.content)
    nest(doc, claims)
    return sorted(claims, key=lambda claim: (claim.start, -claim.end))


def from_attribution(doc: Doc, text: str, found: Attribution, quotes: list[Quote], speech: set[int], by_head: dict[int, Mention]) -> Claim | None:
    """The claim an attribution makes, or None where nobody can have said it."""
    speaker = speaker_of(found)
    if not plausible(found, speaker, by_head):
        return None
    content = [r for range_ in found.content if (r := content_chars(doc, range_)) is not None]
    content = within_quotation(doc[found.cue_start].idx, content, quotes)
    if not any(has_words(text, *piece) for piece in content):
        return None
    claim = Claim(
        found,
        speaker,
        speaker_range(speaker, found.cue_start) if speaker is not None else None,
        content,
        f"claims.{found.frame}:{found.cue.lemma}",
        round(found.cue.strength * 0.9, 2),
    )
    claim.speaker_mention = mention_of(speaker, claim.speaker_span, by_head)
    describe(doc, claim)
    widen_to_quotes(text, claim, quotes, speech)
    return claim


def content_chars(doc: Doc, tokens: tuple[int, int]) -> tuple[int, int] | None:
    """Characters of a content without stops and commas at its ends; None if no word is left."""
    start, end = trimmed(doc, *tokens)
    while start < end and doc[start].dep_ == "cc" and tokens[0] == start:
        start += 1
    if start >= end or not any(doc[i].is_alpha or doc[i].like_num for i in range(start, end)):
        return None
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)


def within_quotation(cue: int, content: list[tuple[int, int]], quotes: list[Quote]) -> list[tuple[int, int]]:
    """The parts of a content that its cue can have: for a cue inside a quotation those inside it."""
    quote = next((q for q in quotes if q.start <= cue < q.end), None)
    if quote is None:
        return content
    clipped = [(max(start, quote.start), min(end, quote.end)) for start, end in content]
    return [(start, end) for start, end in clipped if start < end]


def has_words(text: str, start: int, end: int) -> bool:
    """Whether there is a letter or digit in the range."""
    return any(char.isalnum() for char in text[start:end])


def widen_to_quotes(text: str, claim: Claim, quotes: list[Quote], speech: set[int]) -> None:
    """Let a content that begins or ends inside a quotation of speech take the whole of it."""
    pieces = []
    for start, end in claim.content:
        for number in speech:
            quote = quotes[number]
            if quote.start < end and start < quote.end and not (start < quote.outer_start and quote.outer_end < end):
                if claim.attribution and claim.attribution.verb is not None and quote.start <= claim.attribution.verb.idx < quote.end:
                    continue
                lead = text[start : quote.outer_start].strip() if start < quote.outer_start else ""
                whole = len(lead) < 3
                start = quote.start if whole else start
                end = (
                    max(quote.end, end)
                    if end - quote.outer_end > 2 and not text[quote.outer_end : end].lstrip().startswith((",", "."))
                    else quote.end
                    if whole
                    else quote.outer_end
                )
                claim.quotes.append(number)
        pieces.append((start, end))
    claim.content = merged(pieces)


def without_repeats(claims: list[Claim]) -> list[Claim]:
    """Claims of which none has the same content, or the same cue, as a surer one."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-((c.attribution is not None and c.attribution.cue.strength) or 0.0), c.start)):
        same = [
            k
            for k in kept
            if k.content == claim.content
            or (claim.attribution is not None and k.attribution is not None and k.attribution.cue_start == claim.attribution.cue_start)
        ]
        if not same:
            kept.append(claim)
    return kept


def nest(doc: Doc, claims: list[Claim]) -> None:
    """Link every claim whose cue stands in the content of another to the smallest such."""
    for claim in claims:
        at = doc[claim.attribution.cue_start].idx if claim.attribution is not None else claim.start
        holders = [
            other
            for other in claims
            if other is not claim
            and any(a <= at < b for a, b in other.content)
            and not any(a <= at < b for a, b in claim.content)
            and any(a <= claim.start < b for a, b in other.content)
            and (other.end - other.start) > 0
        ]
        claim.parent = min(holders, key=lambda other: sum(b - a for a, b in other.content), default=None)
    for claim in claims:
        above, seen = claim.parent, {id(claim)}
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            claim.depth += 1
            above = above.parent
        if above is not None:
            claim.parent, claim.depth = None, 0
