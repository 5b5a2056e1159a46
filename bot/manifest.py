"""What the app asks of Slack: its command, and each scope and event with its reason.

`deploy/slack-manifest.json` is written from this by hand and held to it by a test.
"""

from bot import ids

SCOPES: dict[str, str] = {
    "app_mentions:read": "to answer when it is mentioned in a channel",
    "channels:history": "to look whether a notice arrived before it is sent a second time",
    "channels:read": "to see who can read a public channel before names are shared there",
    "chat:write": "to answer, and to post what somebody shares",
    "commands": f"for {ids.COMMAND} and {ids.STAFFING_COMMAND}",
    "files:read": "to see when Slack has processed a picture, so that a message can show it",
    "files:write": "to bring exported registers, and the digest's pictures",
    "groups:history": "the same in a private channel",
    "groups:read": "to see who can read a private channel before names are shared there",
    "im:history": "to read the questions written to it in a direct message",
    "im:read": "to tell a direct message from a channel",
    "im:write": "to tell people what is for them alone",
    "users:read": "to tell full members from guests, bots and deactivated accounts",
    "users:read.email": "to know people by the email in the workforce list",
}

EVENTS: dict[str, str] = {
    "app_home_opened": "to draw the Home when it is opened",
    "app_mention": "to answer when it is mentioned",
    "channel_shared": "to take names out of its messages where another organisation may read them",
    "channel_unshared": "to put names back once a channel is the authority's own again",
    "member_joined_channel": "to say what it will post where it joins, and to take out names that "
    "others who join may not see",
    "message.im": "to answer direct messages",
}

COMMANDS: dict[str, tuple[str, str]] = {
    ids.COMMAND: (
        "team, service or worker; me; who is over; who has room; compare; help",
        "Caseloads against their limits",
    ),
    ids.STAFFING_COMMAND: (
        "team or service; agency; vacancies; posts; turnover; experience; targets",
        "Staffing against its targets",
    ),
}
"""Each command with the hint and the description that Slack shows."""
