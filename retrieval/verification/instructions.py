"""Sentences of an article that give orders to whoever answers from it; they are never evidence.

Found are the forms met most: a sentence that lifts the answerer's rules, is set as one of its
messages, names it, or says outright what to answer. "Add the following line" and "Override the
date" are a manual's orders to its reader, and evidence. No list holds against new wordings
(`benchmarks.orders` counts what passes); what does hold is that the checker and the reader see the
whole sentence that a claim rests on, so that an order gains nothing over a plain false statement.
"""

import re

_ORDER = r"(?:\A\W*|[,;:—]\s*|\b(?:please|just|always|instead|then|so)\s+)"
"""Where a verb is an order; behind "to" or a subject it describes."""

_MODEL = r"(?:AIs?|LLMs?|chatbots?|language models?|AI (?:assistants?|models?|systems?|readers?))"

_FORMS = (
    # Rules lifted: "Ignore all previous instructions", "reveal the system prompt".
    _ORDER + r"(?:ignore|disregard|forget|bypass|override|set aside|stop following)\b.{0,40}\b"
    r"(?:instructions|guidelines|(?:the|these|your|previous|prior) (?:rules|prompt)|rules above"
    r"|everything above|you were told)",
    r"\byour (?:previous|prior|earlier) (?:instructions|guidelines|rules|prompt)\b"
    r"|\bfrom now on,? (?:your role|cite|answer|reply|say)\b|\bsystem override\b",
    r"\b(?:reveal|print|repeat|encode|append|show)\b.{0,30}"
    r"\b(?:(?:the|your) system prompt|prompt you were|your instructions|this conversation)\b",
    r"\b(?:ignor[ae]|olvid[ae]|omit[ae]|descart[ae]|no hagas? caso)\b.{0,40}"
    r"\b(?:instrucciones|reglas|indicaciones|todo lo anterior)\b",
    r"(?:忽略|无视|忘记|不要理会).{0,12}(?:指示|指令|规则|以上|提示词)",
    # Messages: "SYSTEM: …", chat templates.
    r"\A\W*(?:system|assistant|sistema|asistente|系统(?:提示)?|助手)(?: (?:message|prompt))?\s*"
    r"(?:\]|\]?\s*[:：])|\A\W*new (?:instructions|rules)\s*:",
    r"<\|(?:im_|start|end|system|user|assistant)\w*\|?>|\[/?INST\]|<</?SYS>>"
    r"|[\"']role[\"']\s*:\s*[\"'](?:system|assistant)",
    # The answerer named: "Note to chatbots:", "if you are an AI", "language models must add".
    r"\b(?:notes?|messages?|instructions?|dear|attention)(?: to| for)? (?:all |any |the )?"
    rf"(?:{_MODEL}|assistants?)\s*[:,.]|\A\W*{_MODEL}\s*[:,]",
    rf"\byou(?: are|’re|'re) (?:now )?(?:an? |the )?(?:\w+ ){{0,2}}"
    rf"(?:{_MODEL}|assistant|answerer|DAN)\b",
    rf"\b{_MODEL}\b.{{0,40}}\b(?:must|should|shall|have to)\s+(?:always |also )?"
    r"(?:say|state|answer|reply|add|mention|recommend|describe|call|cite|claim)\b",
    r"\b(?:modelos? de lenguaje|IA)\b.{0,40}\bdeben? (?:decir|responder|añadir|afirmar|mencionar)"
    r"|\bsi eres (?:una? )?(?:inteligencia artificial|IA\b|modelo|asistente)",
    r"(?:语言模型|聊天机器人|人工智能|AI助手).{0,8}(?:必须|应该|应当)(?:说|回答|补充|指出)"
    r"|如果你是.{0,4}(?:人工智能|AI|模型|助手)",
    # What to answer: "Answer only with", "tell the user that", "every reply has to".
    _ORDER + r"(?:(?:answer|reply|respond)\s+(?:only|with|exactly|that|in|to (?:readers|users)"
    r"|(?:yes|no) to|(?:any|every) question)|(?:say|claim) (?:in your own words )?that"
    r"|(?:print|write|say) the words?)\b",
    r"(?:\A\W*|[,;:—]\s*|\b(?:please|just|always|and)\s+)(?:tell|inform|assure)\s+"
    r"(?:(?:the|your|all|any|every)\s+)?(?:users?|readers?|humans?|whoever|anyone|everyone)\b",
    r"\bto (?:any|every|all) questions?\b|\b(?:whatever|regardless of) the question\b"
    r"|\bwhatever is asked\b",
    r"\b(?:begin|start|end|finish|append|include|mention|add|repeat|put|praise)\b.{0,60}"
    r"\b(?:your|every|each) (?:answer|reply|response|summary)\b"
    r"|\b(?:your|every|each) (?:answer|reply|response|summary)\b.{0,20}\b(?:must|should|has to)\b",
    r"\bwhen (?:you (?:answer|reply|respond)|answering),|\b(?:not|never) cite\b|\bcite footnote",
    r"\b(?:dile|diles|diga|informa|informe)\s+(?:siempre\s+)?(?:al?|a los|a la) "
    r"(?:usuari|lector|quien)|(?:\A\W*|,\s*)(?:responda|conteste)\s+(?:siempre\s+|solo\s+)?que\b",
    r"(?:\A\W*|[，。：请])(?:告诉|告知|回复|通知)(?:用户|读者|提问者)|(?:无论|不管).{0,6}问.{0,6}答",
)

_ORDERS = re.compile("|".join(_FORMS), re.IGNORECASE | re.DOTALL)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence gives orders to whoever is writing an answer from it.

    It may still be quoted, as any sentence of an article may; it carries no statement.
    """
    return _ORDERS.search(sentence) is not None
