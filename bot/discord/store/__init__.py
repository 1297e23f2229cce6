"""The bot's own small memory: settings of servers, questions taken, answers posted, feedback."""

from bot.discord.store.database import Database
from bot.discord.store.feedback import Feedback, FeedbackStore
from bot.discord.store.places import PlaceStore
from bot.discord.store.posted import PostedAnswer, PostedStore
from bot.discord.store.questions import QuestionStore, TakenQuestion

__all__ = [
    "Database",
    "Feedback",
    "FeedbackStore",
    "PlaceStore",
    "PostedAnswer",
    "PostedStore",
    "QuestionStore",
    "TakenQuestion",
]
