"""What the layers found in a document, written as rows of the stage tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.circumstances import Nearby, circumstances, date_spans, happenings
from transforms.annotation.claim import DIRECT, MIXED, Claim
from transforms.annotation.coreference import Chain
from transforms.annotation.dates import resolve
from transforms.annotation.event import Event
from transforms.annotation.grammar import chars
from transforms.annotation.harm import dead_chains
from transforms.annotation.mention import Mention
from transforms.annotation.protocol import Annotations, Document, Row
from transforms.annotation.quotes import Quote
from transforms.ids import make_id

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NUMBER = re.compile(r"\d")


def unbroken(sentences: Iterable[tuple[int, int]], mentions: Iterable[Mention]) -> list[tuple[int, int]]:
    """Token ranges of sentences, those joined between which the parser broke a mention: `Liu | He`, `BATON | ROUGE`."""
    inner = {i for mention in mentions for i in range(mention.start + 1, mention.end)}
    whole: list[tuple[int, int]] = []
    for start, end in sentences:
        if whole and start in inner:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


class Writer:
    """Gives every thing found its identifier and writes it as rows; spans are trimmed to what they say."""

    def __init__(
        self,
        doc: Doc,
        document: Document,
        quotes: list[Quote],
        mentions: list[Mention],
        chains: list[Chain],
        claims: list[Claim],
        events: list[Event],
    ) -> None:
        self.doc, self.document, self.quotes = doc, document, quotes
        self.mentions, self.chains, self.claims, self.events = mentions, chains, claims, events
        self.article_id = document.article_id
        self.sentence_ids: dict[int, str] = {}
        numbers = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
        self.near = Nearby(
            [m for m in mentions if m.is_dateline],
            sentence_of=numbers,
            happened=happenings(doc, document.published_date),
            dead=dead_chains(doc, mentions),
        )
        self.mention_ids = {id(m): make_id("men", self.article_id, *chars(doc, m.start, m.end), m.head) for m in mentions}
        self.chain_ids = {n: make_id("chn", self.article_id, n) for n in range(len(chains))}
        self.claim_ids = {
            id(c): make_id("clm", self.article_id, c.rule, c.attribution.cue_start if c.attribution else None, c.content) for c in claims
        }
        self.event_ids = {id(e): make_id("evm", self.article_id, e.start, e.end, e.event_type) for e in events}
        self.cue_heads = {c.attribution.verb.i for c in claims if c.attribution is not None and c.attribution.verb is not None}

    def write(self) -> Annotations:
        """The rows of the document."""
        sentences = self.sentences()
        spans = [row for claim in self.claims for row in self.claim_spans(claim)]
        return Annotations(
            self.article_id,
            sentences,
            [self.mention(m) for m in self.mentions],
            [self.chain(n, chain) for n, chain in enumerate(self.chains) if chain.mentions],
            [self.claim(claim) for claim in self.claims],
            spans,
            [self.event(event) for event in self.events],
            [row for event in self.events for row in self.participants(event)],
        )

    def sentences(self) -> list[Row]:
        """Sentences that hold a word, and the sentence of every token."""
        rows: list[Row] = []
        for first_token, past_last in unbroken(((sent.start, sent.end) for sent in self.doc.sents), self.mentions):
            start, end = first_token, past_last
            while start < end and self.doc[start].is_space:
                start += 1
            while end > start and self.doc[end - 1].is_space:
                end -= 1
            if start == end:
                continue
            first, last = chars(self.doc, start, end)
            sentence_id = make_id("sen", self.article_id, first, last)
            self.sentence_ids.update(dict.fromkeys(range(first_token, past_last), sentence_id))
            rows.append(
                {
                    "sentence_id": sentence_id,
                    "article_id": self.article_id,
                    "sentence_index": len(rows),
                    "char_start": first,
                    "char_end": last,
                    "text": self.document.text[first:last],
                    "is_headline": last <= self.document.headline_end,
                    "is_quoted": self.all_quoted(start, end),
                    "is_dateline": any(m.rule == "dateline" and first_token <= m.start and m.end <= past_last for m in self.mentions),
                }
            )
        return rows

    def all_quoted(self, start: int, end: int) -> bool:
        """Whether every word of a token range stands inside quotation marks."""
        words = [t for t in self.doc[start:end] if t.is_alpha]
        return bool(words) and all(any(q.start <= t.idx < q.end for q in self.quotes) for t in words)

    def mention(self, m: Mention) -> Row:
        """Row of a mention."""
        first, last = chars(self.doc, m.start, m.end)
        return {
            "mention_id": self.mention_ids[id(m)],
            "article_id": self.article_id,
            "sentence_id": self.sentence_ids[m.head],
            "char_start": first,
            "char_end": last,
            "text": self.document.text[first:last],
            "mention_type": m.mention_type,
            "entity_type": m.entity_type,
            "resolution": m.resolution if m.chain is not None or m.place_name else "unresolved",
            "confidence": m.confidence,
            "rule_id": f"mentions.{m.rule}",
            "chain_id": None if m.chain is None else self.chain_ids[m.chain],
            "name": m.name,
            "place_name": m.place_name or (m.name if m.entity_type == "country" else None),
            "place_within": m.place_within,
            "role": m.role,
            "role_country_code": m.country if m.role else None,
            "role_sector_code": m.sector if m.role else None,
        }

    def chain(self, number: int, chain: Chain) -> Row:
        """Row of an actor within the article."""
        return {
            "chain_id": self.chain_ids[number],
            "article_id": self.article_id,
            "name": chain.name,
            "is_named": chain.is_named,
            "actor_type": chain.actor_type,
            "country_code": chain.country,
            "sector_code": chain.sector,
            "entity_key": chain.key or leader_key(chain),
        }

    def claim(self, claim: Claim) -> Row:
        """Row of a claim."""
        found, text = claim.attribution, self.document.text
        cue = chars(self.doc, found.cue_start, found.cue_end) if found else None
        speaker = chars(self.doc, *claim.speaker_span) if claim.speaker_span else None
        anchor = found.cue_start if found else self.token_at(claim.start)
        mention = claim.speaker_mention
        chain = mention.chain if mention is not None else None
        said = self.said(claim, anchor)
        return {
            "claim_id": self.claim_ids[id(claim)],
            "article_id": self.article_id,
            "sentence_id": self.sentence_ids[anchor],
            "parent_claim_id": self.claim_ids[id(claim.parent)] if claim.parent else None,
            "nesting_depth": claim.depth,
            "speaker_text": text[slice(*speaker)] if speaker else None,
            "speaker_char_start": speaker[0] if speaker else None,
            "speaker_char_end": speaker[1] if speaker else None,
            "speaker_mention_id": self.mention_ids[id(mention)] if mention else None,
            "speaker_mention_type": mention.mention_type if mention else None,
            "speaker_resolution": mention.resolution if mention and chain is not None else "unresolved",
            "cue_text": text[slice(*cue)] if cue else None,
            "cue_char_start": cue[0] if cue else None,
            "cue_char_end": cue[1] if cue else None,
            "cue_lemma": " ".join(filter(None, (found.cue.lemma, found.cue.particle))) if found else None,
            "cue_class": found.cue.cue_class if found else "communication",
            "content_text": text[claim.start : claim.end],
            "content_char_start": claim.start,
            "content_char_end": claim.end,
            "quotation_type": "direct" if claim.quoted_share >= DIRECT else "mixed" if claim.quoted_share > MIXED else "indirect",
            "quoted_share": round(claim.quoted_share, 4),
            "claim_type": claim_type(claim, text),
            "attribution_polarity": "negative" if claim.negative else "positive",
            "is_hedged": is_hedged(self.doc, claim),
            "is_hearsay": bool(found and found.hearsay),
            "addressee_text": phrase(claim.addressee),
            "medium_text": self.doc[slice(*claim.medium)].text if claim.medium else None,
            "said_date_start": said[0],
            "said_date_end": said[1],
            "check_worthiness": check_worthiness(self.doc, claim),
            "confidence": claim.confidence,
            "rule_id": claim.rule,
            "speaker_chain_id": None if chain is None else self.chain_ids[chain],
            "addressee_mention_id": next(
                (self.mention_ids[id(m)] for m in self.mentions if claim.addressee is not None and m.head == claim.addressee.i), None
            ),
        }

    def said(self, claim: Claim, anchor: int) -> tuple[object, object]:
        """Days between which the cue's sentence says it was said, where a time expression hangs on the cue."""
        verb = claim.attribution.verb if claim.attribution else None
        if verb is None:
            return None, None
        sentence = self.doc[anchor].sent
        text = sentence.text
        for start, end in date_spans(text):
            span = self.doc.char_span(sentence.start_char + start, sentence.start_char + end, alignment_mode="expand")
            if span is not None and (span.root.head.i == verb.i or (span.root.head.pos_ == "ADP" and span.root.head.head.i == verb.i)):
                when = resolve(text[start:end], self.document.published_date)
                return when.start, when.end
        return None, None

    def token_at(self, char: int) -> int:
        """Index of the token that holds a character."""
        span = self.doc.char_span(char, char + 1, alignment_mode="expand")
        return span.start if span is not None else 0

    def claim_spans(self, claim: Claim) -> list[Row]:
        """Rows of the pieces of a claim's content."""
        return [
            {"claim_id": self.claim_ids[id(claim)], "span_index": i, "char_start": a, "char_end": b, "text": self.document.text[a:b]}
            for i, (a, b) in enumerate(claim.content)
        ]

    def event(self, event: Event) -> Row:
        """Row of an event mention."""
        first, last = chars(self.doc, event.start, event.end)
        told = circumstances(self.doc, event, self.mentions, self.cue_heads, self.document.published_date, near=self.near)
        when, published = told.when, self.document.published_date
        assumed = when is None and published is not None and event.status in ("occurred", "ongoing")
        place = self.mention_ids[id(told.place)] if told.place else None
        return {
            "event_mention_id": self.event_ids[id(event)],
            "article_id": self.article_id,
            "sentence_id": self.sentence_ids[event.head],
            "char_start": first,
            "char_end": last,
            "trigger": self.document.text[first:last],
            "trigger_lemma": event.lemma,
            "event_type": event.event_type,
            "event_mode": event.event_mode,
            "event_status": event.status,
            "is_background": told.is_background,
            "claim_id": self.innermost_claim(first, last),
            "date_text": (when.text or None) if when else None,
            "date_start": when.start if when else published if assumed else None,
            "date_end": when.end if when else published if assumed else None,
            "date_granularity": when.granularity if when else "day" if assumed else "unknown",
            "date_source": when.source if when else "publication" if assumed else "unknown",
            "date_edtf": when.edtf if when else published.isoformat() if assumed and published else None,
            "place_text": place_text(self.doc, told.place),
            "place_source": told.place_source,
            "killed_count": told.killed,
            "injured_count": told.injured,
            "arrested_count": told.arrested,
            "participant_count": told.participants,
            "confidence": event.confidence,
            "rule_id": event.rule,
            "place_mention_id": place,
            "contexts": "|".join(event.contexts) or None,
            "cameo_root_code": event.cameo_root or None,
        }

    def innermost_claim(self, first: int, last: int) -> str | None:
        """The smallest claim whose content holds a span."""
        holders = [c for c in self.claims if any(a <= first and last <= b for a, b in c.content)]
        smallest = min(holders, key=lambda c: (sum(b - a for a, b in c.content), -c.depth), default=None)
        return self.claim_ids[id(smallest)] if smallest else None

    def participants(self, event: Event) -> list[Row]:
        """Rows of the participants of an event mention."""
        rows: list[Row] = []
        for role, side in (("actor", event.actors), ("recipient", event.recipients)):
            for position, m in enumerate(side):
                first, last = chars(self.doc, m.start, m.end)
                rows.append(
                    {
                        "event_mention_id": self.event_ids[id(event)],
                        "role": role,
                        "position": position,
                        "mention_id": self.mention_ids.get(id(m)),
                        "text": self.document.text[first:last],
                        "char_start": first,
                        "char_end": last,
                        "chain_id": None if m.chain is None else self.chain_ids[m.chain],
                    }
                )
        return rows


def leader_key(chain: Chain) -> str | None:
    """Key of a person in public office, one for all spellings of the name; the country must be that of the office."""
    leader = lex.leaders().get(lex.plain(chain.name)) if chain.actor_type == "person" and chain.country else None
    return f"leader:{leader.name}" if leader is not None and leader.country == chain.country else None


def phrase(head: Token | None) -> str | None:
    """The noun phrase of a head, without what follows it."""
    if head is None:
        return None
    return str(head.doc[head.left_edge.i : head.i + 1].text)


def place_text(doc: Doc, place: Mention | None) -> str | None:
    """Words of the place, with the larger place named behind it."""
    if place is None:
        return None
    text = doc[place.start : place.end].text
    return f"{text}, {place.place_within}" if place.place_within else text


def claim_type(claim: Claim, text: str) -> str:
    """The cue's type, but a question where the content ends in a question mark."""
    if text[claim.start : claim.end].rstrip().rstrip("”\"’'").endswith("?"):
        return "question"
    return claim.attribution.cue.claim_type if claim.attribution else "statement"


def tokens_of(doc: Doc, claim: Claim) -> list[Token]:
    """Tokens of the content."""
    return [t for a, b in claim.content if (span := doc.char_span(a, b, alignment_mode="contract")) is not None for t in span]


def is_hedged(doc: Doc, claim: Claim) -> bool:
    """Whether a word of the content or an adverb of the cue hedges."""
    hedges = lex.hedges()
    verb = claim.attribution.verb if claim.attribution else None
    around = [c for c in verb.children if c.dep_ == "advmod"] if verb is not None else []
    return any(t.lower_ in hedges and t.pos_ in ("AUX", "ADV", "ADJ") for t in (*tokens_of(doc, claim), *around))


def check_worthiness(doc: Doc, claim: Claim) -> float:
    """How much there is to check, 0 to 1: figures, names, dates and told facts raise it; opinion, questions and wishes lower it.

    A sum of rules in the spirit of ClaimBuster's features (Hassan et al. 2017): figures, entities and past-tense verbs
    were the best of them; the weights here are ours and not fitted.
    """
    tokens = tokens_of(doc, claim)
    score = 0.2
    score += 0.25 * any(t.like_num or NUMBER.search(t.text) for t in tokens)
    score += 0.15 * any(t.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") for t in tokens)
    score += 0.1 * any(t.ent_type_ == "DATE" for t in tokens)
    score += 0.2 * any(t.tag_ in ("VBD", "VBN") for t in tokens)
    score += 0.1 * (len(tokens) >= 8)
    kind = claim.attribution.cue.claim_type if claim.attribution else "statement"
    score -= {"opinion": 0.2, "question": 0.3, "demand": 0.2, "promise": 0.15, "prediction": 0.1}.get(kind, 0.0)
    return round(min(1.0, max(0.0, score)), 2)
