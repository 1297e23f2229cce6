"""The words given to language models: one Markdown file each, and the loader that checks them."""

from prompts.loading import (
    PROMPT_VARIABLES,
    FilledPrompt,
    Prompt,
    PromptError,
    SourceDocument,
    load_prompt,
    prompt_versions,
)

__all__ = [
    "PROMPT_VARIABLES",
    "FilledPrompt",
    "Prompt",
    "PromptError",
    "SourceDocument",
    "load_prompt",
    "prompt_versions",
]
