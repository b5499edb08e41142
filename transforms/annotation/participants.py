"""Who can take part in an event: the mention that a word stands for, as one that acts or as what an event concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import noun_start, prepositional_objects
from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Participants:
    """The mentions of a document by their heads, asked by the words of an event."""

    by_head: dict[int, Mention]
    things: dict[int, Mention]
    """Buildings, vehicles and the like that were attacked or taken: they are no mentions of actors."""

    @classmethod
    def of(cls, mentions: list[Mention]) -> Participants:
        """Those of a document."""
        return cls({mention.head: mention for mention in mentions}, {})

    def __call__(self, token: Token) -> Mention | None:
        """The mention that stands for an actor there, seen through `a group of` and the like."""
        mention = self.by_head.get(token.i)
        if token.lemma_.lower() in lex.word_set("quantifiers"):
            inner = next((self.by_head[noun.i] for noun in prepositional_objects(token, "of") if noun.i in self.by_head), None)
            if inner is not None and inner.is_actor:
                return inner
        if mention is not None and (mention.is_actor or (mention.country and acts_like_state(token, mention))):
            return mention
        return None

    def concerned(self, token: Token) -> Mention | None:
        """The actor or the place that an event can concern there."""
        mention = self(token)
        if mention is not None:
            return mention
        place = self.by_head.get(token.i)
        return place if place is not None and (place.place_name or place.entity_type == "facility") else None

    def thing(self, token: Token) -> Mention | None:
        """What can be attacked or taken and is no mention of an actor: `the bridge`, `three buses`, `the 2-year-old`."""
        known = self.by_head.get(token.i)
        if known is not None:
            return known
        is_person = token.lower_ == "old" and token.i > 1 and token.doc[token.i - 2].lower_ in ("year", "month")
        is_person = is_person or (
            token.tag_ == "CD" and token.dep_ in ("dobj", "nsubjpass", "nsubj") and token.ent_type_ not in ("DATE", "TIME", "MONEY")
        )
        if not is_person and (token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in lex.word_set("targets")):
            return None
        if token.i not in self.things:
            start, end = min(noun_start(token), token.left_edge.i if is_person else token.i), token.i + 1
            kind = "person" if is_person else "facility"
            self.things[token.i] = Mention(start, end, token.i, "nominal", kind, token.doc[start:end].text, is_actor=False, rule="thing")
        return self.things[token.i]

    def role(self, token: Token) -> Mention | None:
        """What a token stands for as a participant: actor before place before thing."""
        return self(token) or self.concerned(token) or self.thing(token)


def acts_like_state(token: Token, mention: Mention) -> bool:
    """Whether a capital stands for its state: `Baghdad rejected the plan`, `talks with Tehran`."""
    if not mention.name or lex.capitals().get(lex.fold(mention.name)) != mention.country:
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "conj", "poss") or (token.dep_ == "dobj" and token.head.lemma_.lower() in lex.cue_verbs()):
        return True
    return token.dep_ == "pobj" and token.head.lower_ in ("by", "with", "against", "between", "from")
