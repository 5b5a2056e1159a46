"""What a practice workspace starts with: its people, channels and the app installed in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PracticeUser:
    """One person of the workspace; `persona` says whether the page lets one be this person."""

    id: str
    name: str
    real_name: str
    email: str | None
    title: str
    note: str
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    team_id: str | None = None
    persona: bool = True

    @property
    def is_guest(self) -> bool:
        """Whether this is a guest account or somebody from another organisation."""
        return self.is_restricted or self.is_ultra_restricted or self.is_stranger


@dataclass(frozen=True)
class PracticeChannel:
    """One channel, with the ids of its human members."""

    id: str
    name: str
    is_private: bool = False
    members: tuple[str, ...] = ()
    topic: str = ""
    is_ext_shared: bool = False


@dataclass(frozen=True)
class PracticeCommand:
    """One slash command of the app's manifest; `command` starts with a slash."""

    command: str
    usage_hint: str
    description: str


@dataclass(frozen=True)
class WorkspacePlan:
    """Everything a practice workspace needs to start; `channels_of_bot` are the ids it is in."""

    team_id: str
    name: str
    users: tuple[PracticeUser, ...]
    channels: tuple[PracticeChannel, ...]
    scopes: frozenset[str]
    commands: tuple[PracticeCommand, ...]
    bot_token: str = "xoxb-practice-bot"
    app_token: str = "xapp-practice-app"
    signing_secret: str = "practice-signing-secret"
    bot_name: str = "Caseload"
    bot_user_id: str = "U0CASELOAD"
    app_id: str = "A0CASELOAD"
    channels_of_bot: tuple[str, ...] = ()

    @property
    def bot_id(self) -> str:
        """The id Slack gives the app's bot, beside the id of its bot user."""
        return "B" + self.app_id[1:]


@dataclass(frozen=True)
class Timing:
    """How long things last and how often they may happen; all times in seconds.

    The defaults are Slack's documented values, not verified against Slack.
    `event_retries` are the pauses before an unacknowledged event is sent again. A connection told
    to leave is closed after `refresh_grace`; `leaving_is_used` says whether requests still come
    over it when there is a new one.
    """

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 30 * 60.0
    response_url_uses: int = 5
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    posts_per_second: float = 1.0
    post_burst: int = 5
    heartbeat: float = 15.0
    socket_ping: float = 10.0
    refresh_grace: float = 10.0
    leaving_is_used: bool = False
