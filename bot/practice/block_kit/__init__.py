"""Block Kit as Slack documents it: what may be sent, and what is refused."""

from bot.practice.block_kit.blocks import Surface
from bot.practice.block_kit.check import VIEW_CHARACTERS, check_blocks, check_view
from bot.practice.block_kit.rules import Fault

__all__ = ["VIEW_CHARACTERS", "Fault", "Surface", "check_blocks", "check_view"]
