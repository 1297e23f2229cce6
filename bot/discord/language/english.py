"""The bot's sentences in English; `SPANISH` has the same keys and placeholders."""

ENGLISH: dict[str, str] = {
    # --- an answer -------------------------------------------------------------------------------
    "thinking": "Looking through the articles…",
    "waiting": "Waiting: number {place} in line…",
    "more_coming": "…still reading",
    "refused": "The articles do not answer that.",
    "closest": "Closest in the library (not an answer):",
    "open_link": "open",
    "undated": "no date",
    "place_page": "page {number}",
    "place_line": "line {number}",
    "place_paragraph": "paragraph {number}",
    "warning": "Note: {text}",
    "no_question": "Ask me something: mention me together with your question.",
    "question_too_long": "That question has {length} characters; I read up to {limit}.",
    # --- buttons ---------------------------------------------------------------------------------
    "more_button": "More like this",
    "ask_again_button": "Ask again",
    "passage_gone": "That passage is no longer in the library: its article was changed or removed.",
    "nothing_similar": "Nothing else in the library is close to that.",
    "similar": "More like this:",
    "thanks_up": "Thank you, noted.",
    "thanks_down": "Thank you. It is stored for whoever runs this bot, without your name.",
    "form_title": "What should it have said?",
    "form_answer": "The right answer, or - for none",
    "form_evidence": "Where does it say so? (link or quote)",
    "question_gone": "I cannot find the question that belongs to this answer any more.",
    # --- corrections -----------------------------------------------------------------------------
    "corrected": "An article this answer rests on was corrected on {day}.",
    "removed": "An article this answer rests on was removed on {day}.",
    # --- manners ---------------------------------------------------------------------------------
    "slow_down": "One moment: you can ask again in {seconds} s.",
    "server_busy": "This server has asked a lot just now; please try again in {seconds} s.",
    "too_many_waiting": "You already have {count} questions waiting; one of them first, please.",
    "queue_full": "I have my hands full just now. Please ask again in a minute.",
    "stopping": "I am being restarted and could not finish this. Please ask again in a minute.",
    "not_allowed": "You may not ask me here; a server operator decides who may.",
    "operators_only": "Only operators of this server may do that.",
    "no_direct": "I do not answer direct messages here.",
    "switched_off": "I am switched off in this channel.",
    # --- failures --------------------------------------------------------------------------------
    "failed": "Something went wrong on my side. Please try again in a while (error {id}).",
    "failed_known": "{reason} (error {id})",
    "too_slow": "That took too long and I gave up (error {id}).",
    "no_permission": "I cannot answer in {channel}: I lack the permission “{permission}” there.",
    "channel_gone": "The channel you asked in is gone, so your answer has no place to go.",
    # --- library ---------------------------------------------------------------------------------
    "library_read_only": "“{library}” is shared by several servers and is changed only by whoever "
    "runs this bot. Choose a library of your own with /settings.",
    "library_added": "Done: {added} added, {changed} changed, {unchanged} unchanged.",
    "library_nothing": "Give me a file or a link.",
    "library_no_address": "{text}: is not a web address (http or https)",
    "library_missing": "There are no articles here yet; an operator adds some with /library add.",
    "library_empty": "This library is empty.",
    "library_list": "Articles in “{library}”: {count}",
    "library_more": "…and {count} more.",
    "library_forgot": "Forgotten for good: {title}",
    "library_unknown": "There is no article “{id}” in this library.",
    "library_status": "Library “{library}” · articles: {articles} · passages: {passages} · newest: "
    "{newest}",
    # --- settings --------------------------------------------------------------------------------
    "settings_saved": "Saved.",
    "settings_server": "Settings of this server:",
    "settings_channel": "Settings of {channel}, over those of the server:",
    "settings_none": "nothing set",
    "settings_bad_date": "“{value}” is not a date; write it as 2026-03-31.",
    "settings_bad_library": "This server may not use “{library}”. It may use: {libraries}.",
    # --- about -----------------------------------------------------------------------------------
    "about": "I answer from the articles in this server's library and footnote every statement to "
    "the exact words it stands on. When the articles do not answer, I say so.",
    "about_library": "Library here: “{library}”.",
    "privacy": "What I store: which of my messages answered which question (ids only), so that I "
    "answer nothing twice and can mark answers whose articles change; what you write into the 👎 "
    "form, together with the question it is about; this server's settings. Ids are deleted after "
    "{days} days. I store no other messages. /forget-me deletes what belongs to you.",
    "forgot_me": "Done. Records about you that are deleted: {count}",
}
