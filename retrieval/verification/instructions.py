"""Sentences of an article that address a language model; they are never evidence.

English in the main, with the commonest phrases in Spanish and Chinese. This is a second wall: the
first is the prompt's fence, the last that every sentence must be carried by the article at all.
"""

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|rule|prompt|previous|"
    r"above|prior|guideline|passage|question)"
    r"|\b(?:you are|you're|act as|pretend to be|roleplay|from now on|your new)\b.{0,60}"
    r"\b(?:assistant|ai|bot|model|dan|mode|role|persona|answerer|instruction|rule)"
    r"|\b(?:answer|reply|respond|output|print|write|say|state|repeat|append|include|add|end|begin|"
    r"start|cite|tell|insist|summari[sz]e)\b.{0,30}"
    r"\b(?:with|only|exactly|following|yes|users?|readers?|always|every|question|footnote|word|"
    r"response|answer|verbatim|reply)\b.{0,200}?[:\"“'‘]"
    r"|\b(?:always|must|should|only|please|never|instead)\s+(?:answer|reply|respond|output|say|print|"
    r"cite|append|write|include|refuse|state)\b"
    r"|\b(?:system|developer|admin(?:istrator)?|root)\s*(?:message|prompt|note|override|notice)\b"
    r"|\b(?:language model|chatbot|\bLLM\b|\bAI (?:assistant|model|system|reader)|the assistant)\b"
    r"|\bprompt\b.{0,20}\binjection|\bjailbreak"
    r"|^\W*(?:system|assistant|user|developer|human|ai|instructions?|note to (?:the )?\w+)\s*[:>\]]"
    r"|^\W*answer\s*:"
    r"|^\W*(?:reply|respond|answer)\s+(?:only|with|exactly|yes|no|in)\b|^\W*override\b|\bcite\s+footnote"
    r"|\bto\s+(?:any|every|all)\s+questions?\b|\b(?:correct|right|only)\s+(?:response|answer)\s+is\b"
    r"|[\"']role[\"']\s*:|<\|\w*|\[/?INST\]|<<SYS>>|!\[[^\]]*\]\("
    r"|\b(?:ignora|olvida|omite)\b.{0,40}\b(?:instrucci|regla|anterior)|\bresponde\s+que\b"
    r"|忽略.{0,12}(?:指示|指令|规则)|^\W*(?:回答|系统|助手)\s*[:：]",
    re.IGNORECASE | re.DOTALL,
)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence gives orders to whoever is writing an answer from it.

    It may still be quoted, as any sentence of an article may; it carries no statement.
    """
    return _ORDERS.search(sentence) is not None
