"""The settings of the Discord front end, as one section of the bot's settings."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from footnote.bot.discord.language import LANGUAGES, LanguageName


class DiscordSettings(BaseModel):
    """How the bot reaches Discord, what it may do there and how much it takes on at once.

    `libraries` binds servers (by id) to the libraries their operators may choose from and change;
    `shared_libraries` may be read, never changed, from every server. A server bound to nothing
    also owns a library of its own, named `server-<id>`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr | None = Field(default=None, description="the bot's token")
    rest_base: str | None = Field(default=None, description="another base for REST, for tests")
    gateway_url: str | None = Field(default=None, description="another gateway, for tests")
    sharded: bool = Field(default=False, description="one connection for every thousand servers")
    shards: int = Field(
        default=1, ge=1, description="with catalog.url: so many processes serve one each, more wait"
    )
    message_content: bool = Field(
        default=False,
        description="ask for the privileged intent that forum posts and pingless replies need",
    )
    guild_ready_timeout_s: float = Field(default=2.0, gt=0, description="wait for server lists")
    backoff_s: float = Field(default=1.0, gt=0, description="first wait before reconnecting")
    backoff_max_s: float = Field(default=60.0, gt=0, description="longest such wait")
    catch_up_minutes: int = Field(default=60, ge=0, description="0 switches catching up off")
    shutdown_grace_s: float = Field(default=20.0, ge=0, description="for answers under way")

    libraries: dict[int, tuple[str, ...]] = Field(
        default_factory=dict, description="server id to the libraries it may choose and change"
    )
    servers: tuple[int, ...] = Field(
        default=(), description="ids of the servers that are let in; empty: all"
    )
    shared_libraries: tuple[str, ...] = Field(
        default=("default",), description="readable from every server"
    )
    direct_library: str | None = Field(default="default", description="None: no direct messages")
    language: LanguageName = Field(default="en", description="where Discord does not tell")

    edit_interval_s: float = Field(default=1.2, ge=0.1, description="least time between two edits")
    answers_at_once: int = Field(default=2, ge=1, le=64, description="worked on at a time")
    queue_limit: int = Field(default=50, ge=1, description="questions that may wait")
    questions_waiting_per_user: int = Field(default=2, ge=1, description="of them, one person's")
    questions_per_user_per_minute: int = Field(default=6, ge=1, description="then told to wait")
    questions_per_server_per_minute: int = Field(default=60, ge=1, description="of all its people")
    questions_per_server_per_day: int | None = Field(
        default=5_000, ge=1, description="None: no limit"
    )
    question_max_chars: int = Field(default=600, ge=20, le=1800, description="of one question")
    answer_timeout_s: float = Field(default=120.0, gt=0, description="then given up")

    helper_ping_minutes: float = Field(
        default=10.0, ge=0, description="a role of helpers is pinged once in so long; 0: always"
    )

    corrections_days: int = Field(default=7, ge=0, description="0 never marks old answers")
    corrections_poll_s: float = Field(
        default=60.0, gt=0, description="how often that is looked for"
    )
    attachment_max_mb: float = Field(
        default=10.0, gt=0, description="of a file given to the library"
    )

    articles_per_server: int = Field(
        default=20_000, ge=1, description="in a library that a server's operators fill"
    )
    megabytes_per_server: int = Field(
        default=500, ge=1, description="of files a server's operators have given, in all"
    )
    additions_at_once: int = Field(default=2, ge=1, le=16, description="files and links being read")

    health_host: str = Field(default="127.0.0.1", description="address of `/health` and `/metrics`")
    health_port: int | None = Field(default=None, description="None: no health endpoint")
    log_text: bool = Field(default=False, description="also log what people write")

    @field_validator("language")
    @classmethod
    def _known(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(f"there is no catalogue for it; there are {', '.join(LANGUAGES)}")
        return language

    @model_validator(mode="after")
    def _one_way_of_sharding(self) -> Self:
        if self.sharded and self.shards > 1:
            raise ValueError("either sharded or shards: one process has all shards, or one each")
        return self

    @property
    def asked_libraries(self) -> tuple[str, ...]:
        """The libraries that are asked unless a server's operators choose another."""
        bound = (names[0] for names in self.libraries.values() if names)
        direct = (self.direct_library,) if self.direct_library else ()
        return tuple(dict.fromkeys((*direct, *self.shared_libraries[:1], *bound)))
