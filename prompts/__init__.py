"""The words given to language models: one Markdown file each, and the loader that checks them."""

from footnote.prompts.loading import (
    PROMPT_VARIABLES,
    FilledPrompt,
    Prompt,
    PromptError,
    SourceDocument,
    load_prompt,
    prompt_versions,
)

if __name__ == "prompts":  # the old name of this folder, in a checkout
    from footnote.old_names import stand_in

    stand_in(__name__)

__all__ = [
    "PROMPT_VARIABLES",
    "FilledPrompt",
    "Prompt",
    "PromptError",
    "SourceDocument",
    "load_prompt",
    "prompt_versions",
]
