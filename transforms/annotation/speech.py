"""Which claim a quotation belongs to."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import Attribution, cue_range, is_hearsay, verb_cue
from transforms.annotation.claim import Claim, describe, merged
from transforms.annotation.grammar import own_subjects
from transforms.annotation.mention import Mention
from transforms.annotation.quotes import Quote
from transforms.annotation.speakers import mention_of, speaker_of, speaker_range

if TYPE_CHECKING:
    from spacy.tokens import Doc


SPEECH_WORDS = 3
"""Words from which a quotation is taken for speech; shorter ones are names, titles and scare quotes."""

CUE_REACH = 14
"""Tokens between a quotation and the cue that belongs to it: `..., Mr X, the chairman of the Y committee, said`."""

LONGEST_TURN = 60
"""Words of the longest description of a speaker between two parts of what he says."""
SENTENCE_BREAK = re.compile(r"(?<=[a-z\d)])[.!?]\s+[A-Z]")

DASH = lex.Cue("―", "", "communication", "statement", frozenset({"quote"}), frozenset(), frozenset(), 0.8)
COLON = lex.Cue(":", "", "communication", "statement", frozenset({"quote"}), frozenset(), frozenset(), 0.8)


def is_speech(doc: Doc, text: str, quote: Quote) -> bool:
    """Whether a quotation is long enough and sentence-like enough to be speech of its own."""
    span = doc.char_span(quote.start, quote.end, alignment_mode="contract")
    if span is None:
        return False
    words = sum(t.is_alpha for t in span)
    if (
        words < 9
        and all(t.text[:1].isupper() for t in span if t.is_alpha and len(t) > 3)
        and text[quote.end - 1] not in ".!?,"
        and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in span)
    ):
        return False
    ends = text[quote.end - 1] in ".,!?…—" or text[quote.outer_end : quote.outer_end + 1] in (",", ".")
    return words >= 5 or (
        words >= SPEECH_WORDS - 2 and ends and (any(t.pos_ in ("VERB", "AUX", "INTJ") for t in span) or (words > 1 and text[quote.end - 1] in ",!?"))
    )


LABEL = re.compile(r"(?m)^[ ]*((?:[A-Z][\w.'’-]*[ ]){0,4}[A-Z][\w.'’-]*)[ ]?:[ ]+(\S[^\n]*)")


def labelled(doc: Doc, text: str, by_head: dict[int, Mention]) -> list[Claim]:
    """Speech behind a speaker's label: in transcripts (`OKAFOR: We disagree`) and headlines (`Okafor: No deal before May`).

    A label is a person the document knows, or is in capitals and stands before several paragraphs.
    """
    found = list(LABEL.finditer(text))
    counts = Counter(m.group(1) for m in found)
    claims = []
    for match in found:
        span = doc.char_span(*match.span(1), alignment_mode="contract")
        body = doc.char_span(*match.span(2), alignment_mode="contract")
        if span is None or body is None or len(match.group(2).split()) < SPEECH_WORDS:
            continue
        mention = next((by_head[t.i] for t in reversed(list(span)) if t.i in by_head), None)
        is_person = mention is not None and mention.entity_type == "person" and mention.mention_type == "named"
        in_headline = match.start() == 0 and mention is not None and mention.is_actor
        if not is_person and not in_headline and not (match.group(1).isupper() and counts[match.group(1)] > 1):
            continue
        colon = doc.char_span(match.end(1), match.end(1) + 1, alignment_mode="expand")
        at = colon.start if colon is not None else span.end
        label = Attribution(COLON, None, at, at + 1, [(body.start, body.end)], "label", speakers=[span.root])
        claims.append(Claim(label, span.root, (span.start, span.end), [(body.start_char, body.end_char)], "claims.label", 0.7, mention))
    return claims


SIGNATURE = re.compile(r"[ ]?[―—–-]{1,2}[ ]?(?P<name>[A-Z][\w.'’-]*(?:[ ](?:[A-Z][\w.'’-]*|de|da|van|von|al|bin|el)){0,4})")
"""A name behind a quotation and a dash, as under an epigraph."""


def signed(doc: Doc, text: str, quotes: list[Quote], speech: set[int], by_head: dict[int, Mention]) -> list[Claim]:
    """Quotations that a name signs: `“Nothing about us without us.” — Thabo Mbeki`."""
    claims = []
    for number in sorted(speech):
        quote = quotes[number]
        match = SIGNATURE.match(text, quote.outer_end)
        span = doc.char_span(*match.span("name"), alignment_mode="contract") if match else None
        if match is None or span is None or text[match.end() : match.end() + 1] not in ("", "\n", ",", ".", ";"):
            continue
        mention = next((by_head[t.i] for t in reversed(list(span)) if t.i in by_head), None)
        if mention is None and not all(t.tag_ in ("NNP", "NNPS") for t in span if t.is_alpha):
            continue
        dash = Attribution(DASH, None, span.start - 1, span.start, [], "signed", speakers=[span.root])
        claims.append(Claim(dash, span.root, (span.start, span.end), [(quote.start, quote.end)], "claims.signed", 0.7, mention, quotes=[number]))
    return claims


def tokens_in_quotes(doc: Doc, quotes: list[Quote]) -> dict[int, int]:
    """Number of the quotation each token stands in, for those that stand in one."""
    inside: dict[int, int] = {}
    for number, quote in enumerate(quotes):
        span = doc.char_span(quote.outer_start, quote.outer_end, alignment_mode="expand")
        if span is not None:
            inside.update(dict.fromkeys(range(span.start, span.end), number))
    return inside


def attach_quotes(
    doc: Doc, text: str, claims: list[Claim], quotes: list[Quote], speech: set[int], quote_of: dict[int, int], by_head: dict[int, Mention]
) -> None:
    """Give every quotation of speech that no claim holds to the claim it continues, to a cue near it, or to the last speaker."""
    last: Claim | None = None
    for number in sorted(speech):
        quote = quotes[number]
        holders = [c for c in claims if any(a < quote.end and quote.start < b for a, b in c.content) and not cue_in(c, quote)]
        if holders:
            last = max(holders, key=lambda c: c.end - c.start) if any(c.quotes for c in holders) else last
            last = next((c for c in holders if number in c.quotes), last)
            continue
        split = continued(text, claims, quote, quotes)
        if split is not None:
            split.content = merged([*split.content, (quote.start, quote.end)])
            split.quotes.append(number)
            last = split
            continue
        cue = nearest_cue(doc, quote, quote_of)
        if cue is not None:
            claim = quoted_claim(cue, quote, number, by_head)
            describe(doc, claim)
            claims.append(claim)
            last = claim
        elif last is not None and last.quotes and goes_on(text[last.end : quote.outer_start]):
            last.content = merged([*last.content, (quote.start, quote.end)])
            last.quotes.append(number)
        elif last is not None and follows(text, last, quote) and len(text[quote.start : quote.end].split()) > SPEECH_WORDS:
            claims.append(Claim(None, last.speaker, None, [(quote.start, quote.end)], "claims.carried", 0.4, last.speaker_mention, quotes=[number]))
            last = claims[-1]
        elif (before := named_before(doc, text, quote, quote_of, by_head)) is not None:
            claims.append(Claim(None, doc[before.head], None, [(quote.start, quote.end)], "claims.before", 0.4, before, quotes=[number]))
            last = claims[-1]


def named_before(doc: Doc, text: str, quote: Quote, quote_of: dict[int, int], by_head: dict[int, Mention]) -> Mention | None:
    """The person whom the sentence before a quotation of the same paragraph is about: `Ana Silva shook her head. “It is over.”`"""
    span = doc.char_span(quote.outer_start, quote.outer_end, alignment_mode="expand")
    if span is None or span.start < 2 or "\n" in text[doc[span.start - 1].idx : quote.outer_start] or text[quote.end - 1] not in ".!?…":
        return None
    behind = text[quote.outer_end : quote.outer_end + 2].strip(" ")
    sentence = doc[span.start - 1].sent
    if (behind not in ("", "\n") and behind[0].islower()) or any(t.i in quote_of for t in sentence) or sentence.end != span.start:
        return None
    about = own_subjects(sentence.root)
    mention = by_head.get(about[0].i) if len(about) == 1 else None
    return mention if mention is not None and mention.entity_type == "person" else None


def cue_in(claim: Claim, quote: Quote) -> bool:
    """Whether a claim's cue stands inside a quotation, so that it is said in it and not about it."""
    return claim.attribution is not None and cue_offset(claim.attribution) in range(quote.start, quote.end)


def cue_offset(found: Attribution) -> int:
    """First character of the cue, or -1 if it has no verb."""
    return found.verb.idx if found.verb is not None else -1


def continued(text: str, claims: list[Claim], quote: Quote, quotes: list[Quote]) -> Claim | None:
    """The claim whose cue stands between an earlier quotation of the same paragraph and this one."""
    for claim in reversed(claims):
        verb = claim.attribution.verb if claim.attribution else None
        if verb is None or not claim.quotes:
            continue
        before = quotes[claim.quotes[-1]]
        gap = text[before.outer_end : quote.outer_start]
        if before.end <= quote.start and "\n" not in gap and before.outer_end <= verb.idx < quote.outer_start and is_one_turn(gap):
            if not any(q.outer_start >= before.outer_end and q.outer_end <= quote.outer_start for q in quotes):
                return claim
    return None


def goes_on(gap: str) -> bool:
    """Whether a quotation goes on behind a gap: in the same paragraph, or as the next one."""
    return ("\n" not in gap and len(gap.split()) <= CUE_REACH + 6) or not any(char.isalnum() for char in gap)


def is_one_turn(gap: str) -> bool:
    """Whether what stands between two quotations only says who speaks: it is short, or all one sentence."""
    return len(gap.split()) <= CUE_REACH + 6 or (len(gap.split()) <= LONGEST_TURN and not SENTENCE_BREAK.search(gap.rstrip(" .,:")))


def nearest_cue(doc: Doc, quote: Quote, quote_of: dict[int, int]) -> Attribution | None:
    """The cue right after or right before a quotation, in its own paragraph and outside every quotation."""
    span = doc.char_span(quote.outer_start, quote.outer_end, alignment_mode="expand")
    if span is None:
        return None
    after = reach(doc, range(span.end, min(len(doc), span.end + CUE_REACH)), quote_of)
    before = reach(doc, range(span.start - 1, max(-1, span.start - CUE_REACH - 1), -1), quote_of)
    for index in (*after, *before):
        cue = verb_cue(doc[index])
        if cue is None or not cue.frames & {"quote", "that", "bare"} or cue.strength < 0.5:
            continue
        start, end = cue_range(doc[index], cue)
        if index > span.end and doc[span.end - 1].text in ".!?" and index - span.end > 4:
            continue
        return Attribution(cue, doc[index], start, end, [], "quote", hearsay=is_hearsay(doc[index]))
    return None


def reach(doc: Doc, indices: range, quote_of: dict[int, int]) -> list[int]:
    """Indices up to the end of the paragraph, the next quotation, or the end of a sentence."""
    found: list[int] = []
    for i in indices:
        if i in quote_of or "\n" in doc[i].text:
            break
        if doc[i].text in (".", "!", "?", ";") and (found or indices.step < 0):
            break
        found.append(i)
    return found


def quoted_claim(found: Attribution, quote: Quote, number: int, by_head: dict[int, Mention]) -> Claim:
    """A claim whose content is a quotation."""
    speaker = speaker_of(found)
    if speaker is not None and quote.start <= speaker.idx < quote.end:
        speaker = None  # the parser took a word of the quotation for the subject of its cue
    claim = Claim(
        found,
        speaker,
        speaker_range(speaker, found.cue_start) if speaker is not None else None,
        [(quote.start, quote.end)],
        f"claims.quote:{found.cue.lemma}",
        round(found.cue.strength * 0.9, 2),
        quotes=[number],
    )
    claim.speaker_mention = mention_of(speaker, claim.speaker_span, by_head)
    return claim


def follows(text: str, last: Claim, quote: Quote) -> bool:
    """Whether a quotation without a cue goes on where the last speaker left off: in the same or the next paragraph."""
    gap = text[last.end : quote.outer_start]
    return gap.count("\n\n") + gap.count("\n") <= 3 and len(gap.split()) <= 25
