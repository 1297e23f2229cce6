"""Slash commands and the context menu."""

import discord
from discord import app_commands

from bot.discord.commands.about import about_commands
from bot.discord.commands.ask import ask_command
from bot.discord.commands.find import find_menu
from bot.discord.commands.library import LibraryCommands
from bot.discord.commands.settings import SettingsCommands


def add_commands(tree: app_commands.CommandTree[discord.Client]) -> None:
    """Put every command of the bot into a tree."""
    for command in (ask_command(), *about_commands()):
        tree.add_command(command)
    tree.add_command(find_menu())
    tree.add_command(LibraryCommands())
    tree.add_command(SettingsCommands())
