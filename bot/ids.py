"""The names that Slack sends back: commands, buttons and dialogs."""

import re

COMMAND = "/caseload"
STAFFING_COMMAND = "/staffing"

ASK = "ask"  # ask_0, ask_1, …: a button that asks the question in its value
COUNTED = "counted"  # "How is this counted?" of the question in its value
SHARE = "share"  # "Share here" of the question in its value
EXPORT = "export"  # "Export" of the question about the register in its value
ACCEPT = "accept_held"  # accept_held_7: "Load it" of held load 7
REFUSE = "refuse_held"
DIFFERENCES = "show_held"
ACKNOWLEDGE = "acknowledge_alert"  # of the alert whose id is its value, as the next two
CHANGE_DECISION = "change_decision"
ALERT_COUNTED = "count_alert"
SNOOZE = "snooze_alert"  # a select: "7 5" snoozes alert 7 for five working days
UNTIL = "until"  # "7 until" asks for the day first
DECIDE = "decide_alert"  # the dialog behind Acknowledge
SNOOZE_UNTIL = "snooze_alert_until"  # the dialog behind "until a date"
CHANGE_RULE = "change_rule"  # change_rule_0, …: "Change" of the rule whose name is its value
RULE = "rule"  # the dialog behind it
PREVIEW_RULE = "preview_rule"  # in it: what the rule as filled in would have told
SAVE_PLAN = "save_plan"  # "Save this plan" of the question in its value
KEEP_PLAN = "keep_plan"  # the dialog behind it
DROP_PLAN = "drop_plan"  # drop_plan_7: "Drop" of the saved plan whose id is its value
HOME_ALL = "home_all"  # in the Home: every row of the answer to the question in its value
HOME_LIST = "home_list"  # home_list_rules: a list of the Home in a dialog, named by its value
CHANGE_DIGEST = "change_digest"  # change_digest_0, …: of the schedule that its value names
DIGEST_TIME = "digest_time"  # the dialog behind it
PREVIEW_DIGEST = "preview_digest"  # of the scope in its value: "authority" or "service:3"
SETTINGS = "settings"  # in the Home: every step of setting up, in a dialog
FINISH_SET_UP = "finish_set_up"
SET_UP = "set_up"  # set_up_channels: the step of setting up that its value names
SET_UP_CHANNELS = "choose_channels"  # the dialog in which channels are chosen
SET_UP_PAGE = "channels_page"  # channels_page_1: other teams in it, by the page in its value
SET_UP_HOURS = "choose_hours"
SET_UP_TEST = "send_test"
SET_UP_CAME = "came_of_test"  # "What came of it" of the test in its value

ANY_ASK = re.compile(rf"^{ASK}_\d+$")
ANY_ACCEPT = re.compile(rf"^{ACCEPT}_\d+$")
ANY_REFUSE = re.compile(rf"^{REFUSE}_\d+$")
ANY_DIFFERENCES = re.compile(rf"^{DIFFERENCES}_\d+$")
ANY_CHANGE_RULE = re.compile(rf"^{CHANGE_RULE}_\d+$")
ANY_DROP_PLAN = re.compile(rf"^{DROP_PLAN}_\d+$")
ANY_HOME_LIST = re.compile(rf"^{HOME_LIST}_\w+$")
ANY_CHANGE_DIGEST = re.compile(rf"^{CHANGE_DIGEST}_\d+$")
ANY_SET_UP = re.compile(rf"^{SET_UP}_\w+$")
ANY_SET_UP_PAGE = re.compile(rf"^{SET_UP_PAGE}_\d+$")
ANYTHING = re.compile(r".*")


def ask_id(number: int) -> str:
    """Slack wants every button of a message to have an id of its own."""
    return f"{ASK}_{number}"


def change_rule_id(number: int) -> str:
    """Each rule of the list has a button of its own."""
    return f"{CHANGE_RULE}_{number}"


def drop_plan_id(plan_id: int) -> str:
    """Each saved plan of the list has a button of its own."""
    return f"{DROP_PLAN}_{plan_id}"


def home_list_id(name: str) -> str:
    """Several lists can be opened from one row of buttons."""
    return f"{HOME_LIST}_{name}"


def change_digest_id(number: int) -> str:
    """Each schedule of a digest has a button of its own."""
    return f"{CHANGE_DIGEST}_{number}"


def set_up_id(step: str) -> str:
    """Each step of setting up has a button of its own."""
    return f"{SET_UP}_{step}"


def set_up_page_id(page: int) -> str:
    """The teams of a large authority do not fit into one dialog."""
    return f"{SET_UP_PAGE}_{page}"


def held_id(deed: str, load_id: int) -> str:
    """Several held loads stand in one Home, each with its own buttons."""
    return f"{deed}_{load_id}"
