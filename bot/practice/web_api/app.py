"""The methods about the app itself, its workspace and its connection; and reactions."""

from bot.practice.payloads import domain
from bot.practice.refusal import Refusal
from bot.practice.web_api.call import JSON, SPECIAL, TIER_3, TIER_4, Call, Method


def auth_test(call: Call) -> JSON:
    """auth.test: whose token this is."""
    plan = call.workspace.plan
    return {
        "url": f"{call.workspace.base_url}/",
        "team": plan.name,
        "user": plan.bot_name.lower(),
        "team_id": plan.team_id,
        "user_id": plan.bot_user_id,
        "bot_id": plan.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> JSON:
    """api.test: gives the arguments back, or the error asked for."""
    error = call.get("error")
    if error:
        raise Refusal(error, args=dict(call.arguments))
    return {"args": dict(call.arguments)}


def connections_open(call: Call) -> JSON:
    """apps.connections.open: an address for one WebSocket."""
    workspace = call.workspace
    host = workspace.base_url.removeprefix("http://")
    ticket = workspace.tickets.socket()
    return {"url": f"ws://{host}/socket?ticket={ticket}&app_id={workspace.plan.app_id}"}


def team_info(call: Call) -> JSON:
    """team.info: the workspace."""
    plan = call.workspace.plan
    name = domain(plan)
    return {"team": {"id": plan.team_id, "name": plan.name, "domain": name, "email_domain": ""}}


def add_reaction(call: Call) -> JSON:
    """reactions.add: one of each name a person and message."""
    place = call.conversation()
    message = place.find(call.need("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    people = message.reactions.setdefault(call.need("name").strip(":"), [])
    bot = call.workspace.plan.bot_user_id
    if bot in people:
        raise Refusal("already_reacted")
    people.append(bot)
    call.workspace.tell_messages(place)
    return {}


METHODS = {
    "auth.test": Method(auth_test, None, SPECIAL),
    "api.test": Method(api_test, None, TIER_4, token="none"),
    # Slack counts this as Tier 1, yet lets an app reconnect many times a minute.
    "apps.connections.open": Method(connections_open, "connections:write", SPECIAL, token="app"),
    "team.info": Method(team_info, "team:read", TIER_3),
    "reactions.add": Method(add_reaction, "reactions:write", TIER_3),
}
