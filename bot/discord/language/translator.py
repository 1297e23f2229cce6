"""The command menu in other languages, through discord.py's translator."""

from discord import Locale, app_commands

from footnote.bot.discord.language import LANGUAGES, menu_word


class CommandTranslator(app_commands.Translator):
    """Knows the menu's words in every language that has a catalogue; others see English."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a word of the command menu in a locale."""
        language = locale.value.split("-")[0]
        return menu_word(language, string.message) if language in LANGUAGES else None
