"""What Ollama's and Anthropic's servers send, for the scripted server to say."""

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.scripted_model_server import Reply


def says_as_ollama(text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/x-ndjson")
        handler.end_headers()
        base: dict[str, Any] = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
        for word in text.split(" "):
            message = {"role": "assistant", "content": word + " "}
            _line(handler, base | {"message": message, "done": False})
        end = {"done": True, "done_reason": "stop", "prompt_eval_count": 1000, "eval_count": 50}
        _line(handler, base | {"message": {"role": "assistant", "content": ""}} | end)

    return reply


def says_as_anthropic(text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        message = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "scripted",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 1000, "output_tokens": 1},
        }
        block = {"type": "text", "text": ""}
        _event(handler, "message_start", message=message)
        _event(handler, "content_block_start", index=0, content_block=block)
        for word in text.split(" "):
            delta = {"type": "text_delta", "text": word + " "}
            _event(handler, "content_block_delta", index=0, delta=delta)
        _event(handler, "content_block_stop", index=0)
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        _event(
            handler, "message_delta", delta=stop, usage={"input_tokens": 1000, "output_tokens": 50}
        )
        _event(handler, "message_stop")

    return reply


def _line(handler: BaseHTTPRequestHandler, item: dict[str, Any]) -> None:
    handler.wfile.write((json.dumps(item) + "\n").encode())


def _event(handler: BaseHTTPRequestHandler, name: str, **fields: Any) -> None:
    body = json.dumps({"type": name} | fields)
    handler.wfile.write(f"event: {name}\ndata: {body}\n\n".encode())


def says_cited_as_anthropic(*blocks: tuple[str, Sequence[tuple[int, str]]]) -> Reply:
    """Blocks of text, each with what it cites: a document's number from 0, and its words."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        usage = {"input_tokens": 900, "output_tokens": 1, "cache_read_input_tokens": 100}
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "scripted"}
        message |= {"content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
        _event(handler, "message_start", message=message)
        for index, (text, cited) in enumerate(blocks):
            block = {"type": "text", "text": "", "citations": []}
            _event(handler, "content_block_start", index=index, content_block=block)
            for words, number in [(words, number) for number, words in cited]:
                citation = {"type": "char_location", "cited_text": words, "document_title": None}
                citation |= {"document_index": number, "start_char_index": 0, "end_char_index": 1}
                delta = {"type": "citations_delta", "citation": citation}
                _event(handler, "content_block_delta", index=index, delta=delta)
            delta = {"type": "text_delta", "text": text}
            _event(handler, "content_block_delta", index=index, delta=delta)
            _event(handler, "content_block_stop", index=index)
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        _event(handler, "message_delta", delta=stop, usage={"output_tokens": 50})
        _event(handler, "message_stop")

    return reply
