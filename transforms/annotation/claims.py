"""Who said what: attributions of a document put together from cues, quotation marks and syntax."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.annotation import cues as cue_layer
from transforms.annotation import lexicons as lex
from transforms.annotation.cues import Attribution
from transforms.annotation.grammar import agents, has_to, is_negated, is_passive, own_subjects, prepositional_objects, subjects, trimmed
from transforms.annotation.mentions import Mention
from transforms.annotation.quotes import Quote, quoted_share
from transforms.annotation.status import status_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPEECH_WORDS = 3
"""Words from which a quotation is taken for speech; shorter ones are names, titles and scare quotes."""
CUE_REACH = 14
"""Tokens between a quotation and the cue that belongs to it: `..., Mr X, the chairman of the Y committee, said`."""
COLON = lex.Cue(":", "", "communication", "statement", frozenset({"quote"}), frozenset(), frozenset(), 0.8)
DIRECT, MIXED = 0.9, 0.02


@dataclass(slots=True)
class Claim:
    """An attributed statement; token ranges half open, content in characters."""

    attribution: Attribution | None
    speaker: Token | None
    speaker_span: tuple[int, int] | None
    content: list[tuple[int, int]]
    rule: str
    confidence: float
    speaker_mention: Mention | None = None
    carried: bool = False
    addressee: Token | None = None
    medium: tuple[int, int] | None = None
    negative: bool = False
    parent: Claim | None = None
    depth: int = 0
    quoted_share: float = 0.0
    quotes: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Character after the last of the content."""
        return self.content[-1][1]


def find_claims(doc: Doc, text: str, quotes: list[Quote], mentions: list[Mention]) -> list[Claim]:
    """Claims of the document in order of their contents, nested ones linked to what they are reported in.

    `text` is the document's text, handed in because spaCy makes `doc.text` anew at every asking.
    """
    by_head = {mention.head: mention for mention in mentions}
    speech = {number for number, quote in enumerate(quotes) if is_speech(doc, text, quote)}
    quote_of = tokens_in_quotes(doc, quotes)
    claims = [claim for attribution in cue_layer.attributions(doc) if (claim := from_attribution(doc, text, attribution, quotes, speech, by_head))]
    claims += labelled(doc, text, by_head)
    attach_quotes(doc, text, claims, quotes, speech, quote_of, by_head)
    claims = without_repeats(claims)
    for claim in claims:
        claim.quoted_share = sum(quoted_share(text, quotes, a, b) * (b - a) for a, b in claim.content) / sum(b - a for a, b in claim.content)
    nest(doc, claims)
    return sorted(claims, key=lambda claim: (claim.start, -claim.end))


def is_speech(doc: Doc, text: str, quote: Quote) -> bool:
    """Whether a quotation is long enough and sentence-like enough to be speech of its own."""
    span = doc.char_span(quote.start, quote.end, alignment_mode="contract")
    if span is None:
        return False
    words = sum(t.is_alpha for t in span)
    if (
        words < 9
        and all(t.text[:1].isupper() for t in span if t.is_alpha and len(t) > 3)
        and text[quote.end - 1] not in ".!?"
        and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in span)
    ):
        return False
    ends = text[quote.end - 1] in ".,!?…—" or text[quote.outer_end : quote.outer_end + 1] in (",", ".")
    return words >= 5 or (
        words >= SPEECH_WORDS - 2 and ends and (any(t.pos_ in ("VERB", "AUX", "INTJ") for t in span) or (words > 1 and text[quote.end - 1] in ",!?"))
    )


LABEL = re.compile(r"(?m)^[ ]*((?:[A-Z][\w.'’-]*[ ]){0,4}[A-Z][\w.'’-]*)[ ]?:[ ]+(\S[^\n]*)")


def labelled(doc: Doc, text: str, by_head: dict[int, Mention]) -> list[Claim]:
    """Speech behind a speaker's label: in transcripts (`PENCE: Well, look`) and headlines (`Merkel: No new talks`).

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


def tokens_in_quotes(doc: Doc, quotes: list[Quote]) -> dict[int, int]:
    """Number of the quotation each token stands in, for those that stand in one."""
    inside: dict[int, int] = {}
    for number, quote in enumerate(quotes):
        span = doc.char_span(quote.outer_start, quote.outer_end, alignment_mode="expand")
        if span is not None:
            inside.update(dict.fromkeys(range(span.start, span.end), number))
    return inside


def from_attribution(doc: Doc, text: str, found: Attribution, quotes: list[Quote], speech: set[int], by_head: dict[int, Mention]) -> Claim | None:
    """The claim an attribution makes, or None where nobody can have said it."""
    speaker = speaker_of(found)
    if not plausible(found, speaker, by_head):
        return None
    content = [r for range_ in found.content if (r := content_chars(doc, range_)) is not None]
    if not content:
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


def speaker_of(found: Attribution) -> Token | None:
    """Head of who speaks: the agent of a passive, else the subject; None where the sentence does not say."""
    if found.speakers is not None:
        return found.speakers[0] if found.speakers else None
    verb = found.verb
    if verb is None:
        return None
    if found.frame == "raised":
        return None
    if is_passive(verb):
        by = agents(verb)
        return by[0] if by else None
    heads = own_subjects(verb) or inverted(verb) or subjects(verb)
    return heads[0] if heads else None


def inverted(verb: Token) -> list[Token]:
    """Subject behind the verb that the parser took for its object: `“Out,” shouted the guard`."""
    before = verb.doc[verb.i - 1].text if verb.i else ""
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.left_edge.i == verb.i + 1]
    return objects if before in ("”", '"', "''", "’", ",") and verb.tag_ in ("VBD", "VBZ", "VBN") else []


PHRASAL = {"obj", "prep", "as", "small_clause", "gerund", "accuse_of"}
REFUSING = {"decline", "refuse"}
SPEAKING = {"comment", "say", "elaborate", "discuss", "answer", "respond", "speak", "talk", "identify", "name", "specify", "disclose"}
"""Verbs that, declined, leave nothing said: `declined to comment`."""
UNSPEAKING = {"it", "this", "that", "which", "there", "what", "these", "those"}


def plausible(found: Attribution, speaker: Token | None, by_head: dict[int, Mention]) -> bool:
    """Whether the cue can attribute here: a phrase as content needs somebody who speaks, a weak cue too."""
    if (
        found.verb is not None
        and found.verb.tag_ == "VB"
        and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in found.verb.children)
        and speaker is None
    ):
        return False
    if speaker is None:
        return found.hearsay or (
            found.verb is not None
            and is_passive(found.verb)
            and found.frame in ("accuse_of", "that", "quote", "raised")
            and found.cue.strength >= 0.6
        )
    if speaker.lower_ in UNSPEAKING and speaker.i not in by_head:
        return False
    if found.verb is not None and found.frame in PHRASAL and status_of(found.verb) not in ("occurred", "ongoing", "negated"):
        return False
    if found.verb is not None and found.verb.dep_ in ("advcl", "acl", "relcl") and has_to(found.verb) and found.cue.strength < 0.9:
        return False  # `a bill to decide who may vote`: what a thing is for is nobody's word
    if found.frame == "obj" and found.cue.cue_class == "document" and speaker.lemma_.lower() not in lex.speech_media():
        return False
    if (
        found.frame in ("to_inf", "obj_inf")
        and found.cue.lemma in REFUSING
        and any(speaker.doc[i].lemma_ in SPEAKING for i in range(*found.content[0]) if speaker.doc[i].tag_ == "VB")
    ):
        return False
    known = speaker.i in by_head or speaker.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or speaker.tag_ in ("PRP", "WP", "NNP", "NNPS")
    document = speaker.lemma_.lower() in lex.speech_media()
    if found.frame in ("that", "bare", "quote", "wh", "parenthetical", "according", "light_verb"):
        return known or document or found.cue.strength >= 0.7
    return known or (document and found.cue.strength >= 0.7)


def speaker_range(head: Token, cue: int) -> tuple[int, int]:
    """Token range of the speaker: the noun phrase with appositions and phrases, without relative clauses.

    Where the cue stands in the noun's relative clause the range ends with the pronoun (`the mayor, who`).
    """
    start, end = head.left_edge.i, head.right_edge.i + 1
    relative = next(
        (
            c.left_edge
            for c in head.rights
            if c.dep_ == "relcl" and c.left_edge.lower_ in ("who", "which", "that") and any(t.i == cue for t in c.subtree)
        ),
        None,
    )
    if relative is not None and relative.i - head.i <= 12:
        return start, relative.i + 1
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "ccomp", "advcl", "parataxis", "punct") and child.dep_ != "punct" and child.left_edge.i > head.i:
            end = min(end, child.left_edge.i)
        if child.dep_ == "cc":
            break
    start, end = trimmed(head.doc, start, max(end, head.i + 1))
    return (start, end) if start <= head.i < end else (head.i, head.i + 1)


def content_chars(doc: Doc, tokens: tuple[int, int]) -> tuple[int, int] | None:
    """Characters of a content without stops and commas at its ends; None if no word is left."""
    start, end = trimmed(doc, *tokens)
    while start < end and doc[start].dep_ == "cc" and tokens[0] == start:
        start += 1
    if start >= end or not any(doc[i].is_alpha or doc[i].like_num for i in range(start, end)):
        return None
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)


def denies(speaker: Token) -> bool:
    """Whether the speaker is nobody: `nobody said`, `neither side confirmed`."""
    return speaker.lower_ in ("nobody", "none", "neither") or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in speaker.children
    )


def describe(doc: Doc, claim: Claim) -> None:
    """Fill in polarity, addressee and medium from the cue's verb."""
    verb = claim.attribution.verb if claim.attribution else None
    if verb is None or claim.attribution is None:
        return
    claim.negative = is_negated(verb) or (claim.speaker is not None and denies(claim.speaker))
    hearers = cue_layer.addressees(verb, claim.attribution.cue)
    outside = [h for h in hearers if not any(a <= h.idx < b for a, b in claim.content)]
    claim.addressee = outside[0] if outside else None
    for preposition in ("in", "during", "at", "on", "via", "through"):
        for noun in prepositional_objects(verb, preposition):
            if noun.lemma_.lower() in lex.speech_media() and not any(a <= noun.idx < b for a, b in claim.content):
                claim.medium = trimmed(doc, noun.head.i, noun.right_edge.i + 1)
                return


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


def merged(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


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
        elif (
            last is not None
            and last.quotes
            and "\n" not in text[last.end : quote.outer_start]
            and len(text[last.end : quote.outer_start].split()) <= CUE_REACH + 6
        ):
            last.content = merged([*last.content, (quote.start, quote.end)])
            last.quotes.append(number)
        elif last is not None and follows(text, last, quote) and len(text[quote.start : quote.end].split()) > SPEECH_WORDS:
            claims.append(
                Claim(
                    None, last.speaker, None, [(quote.start, quote.end)], "claims.carried", 0.4, last.speaker_mention, carried=True, quotes=[number]
                )
            )
            last = claims[-1]


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
        if before.end <= quote.start and "\n" not in gap and before.outer_end <= verb.idx < quote.outer_start and len(gap.split()) <= CUE_REACH + 6:
            if not any(q.outer_start >= before.outer_end and q.outer_end <= quote.outer_start for q in quotes):
                return claim
    return None


def nearest_cue(doc: Doc, quote: Quote, quote_of: dict[int, int]) -> Attribution | None:
    """The cue right after or right before a quotation, in its own paragraph and outside every quotation."""
    span = doc.char_span(quote.outer_start, quote.outer_end, alignment_mode="expand")
    if span is None:
        return None
    after = reach(doc, range(span.end, min(len(doc), span.end + CUE_REACH)), quote_of)
    before = reach(doc, range(span.start - 1, max(-1, span.start - CUE_REACH - 1), -1), quote_of)
    for index in (*after, *before):
        cue = cue_layer.verb_cue(doc[index])
        if cue is None or not cue.frames & {"quote", "that", "bare"} or cue.strength < 0.5:
            continue
        start, end = cue_layer.cue_range(doc[index], cue)
        if index > span.end and doc[span.end - 1].text in ".!?" and index - span.end > 4:
            continue
        return Attribution(cue, doc[index], start, end, [], "quote", hearsay=cue_layer.is_hearsay(doc[index]))
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


def mention_of(speaker: Token | None, span: tuple[int, int] | None, by_head: dict[int, Mention]) -> Mention | None:
    """The mention that heads a speaker: a name in apposition, or at the end of a title, before a description."""
    if speaker is None or span is None:
        return None
    own = by_head.get(speaker.i)
    if own is not None and own.mention_type == "named":
        return own
    people = [m for i in range(*span) if (m := by_head.get(i)) is not None and m.mention_type == "named" and m.entity_type == "person"]
    apposed = next((m for m in people if speaker.doc[m.head].dep_ == "appos" and speaker.doc[m.head].head.i == speaker.i), None)
    titled = next((m for m in people if m.end == span[1] and not any(c.dep_ == "det" for c in speaker.children)), None)
    return apposed or titled or own


def follows(text: str, last: Claim, quote: Quote) -> bool:
    """Whether a quotation without a cue goes on where the last speaker left off: in the same or the next paragraph."""
    gap = text[last.end : quote.outer_start]
    return gap.count("\n\n") + gap.count("\n") <= 3 and len(gap.split()) <= 25


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
