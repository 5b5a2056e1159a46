"""The users methods, and bots.info: who somebody is."""

from bot.practice.plan import PracticeUser
from bot.practice.refusal import Refusal
from bot.practice.slack_shapes import user_shape
from bot.practice.web_api.call import JSON, TIER_2, TIER_3, TIER_4, Call, Method


def _shape(call: Call, user: PracticeUser) -> JSON:
    plan = call.workspace.plan
    email = "users:read.email" in plan.scopes
    return user_shape(user, plan, email=email, now=call.workspace.now())


def info(call: Call) -> JSON:
    """users.info; the email only with users:read.email, and never a stranger's."""
    return {"user": _shape(call, call.user())}


def list_(call: Call) -> JSON:
    """users.list: everybody of this workspace, deactivated accounts included."""
    people = [_shape(call, user) for user in call.workspace.users.values() if not user.is_stranger]
    page, cursor = call.page(people, len(people), 1000)
    return {"members": page, "response_metadata": cursor}


def lookup_by_email(call: Call) -> JSON:
    """users.lookupByEmail: somebody active of this workspace, whatever the case of the letters."""
    wanted = call.need("email").casefold()
    for user in call.workspace.users.values():
        known = user.email is not None and user.email.casefold() == wanted
        if known and not user.deleted and not user.is_stranger:
            return {"user": _shape(call, user)}
    raise Refusal("users_not_found")


def bot_info(call: Call) -> JSON:
    """bots.info: which app a bot is of; the only bot here is the app's own."""
    plan = call.workspace.plan
    if call.get("bot") != plan.bot_id:
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": plan.bot_id,
            "deleted": False,
            "name": plan.bot_name,
            "updated": 0,
            "app_id": plan.app_id,
            "user_id": plan.bot_user_id,
        }
    }


METHODS = {
    "bots.info": Method(bot_info, "users:read", TIER_3),
    "users.info": Method(info, "users:read", TIER_4),
    "users.list": Method(list_, "users:read", TIER_2),
    "users.lookupByEmail": Method(lookup_by_email, "users:read.email", TIER_3),
}
