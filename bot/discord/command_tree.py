"""Slash commands and the context menu."""

import discord
from discord import app_commands

from bot.discord.about import about_commands
from bot.discord.asking.ask_command import ask_command
from bot.discord.asking.find_menu import find_menu
from bot.discord.library.commands import LibraryCommands
from bot.discord.settings.commands import SettingsCommands


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    """Put every command of the bot into a tree."""
    for command in (ask_command(), *about_commands()):
        tree.add_command(command)
    tree.add_command(find_menu())
    tree.add_command(LibraryCommands())
    tree.add_command(SettingsCommands())
