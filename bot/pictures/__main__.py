"""Draws one picture: its values as JSON come in, a PNG goes out."""

import json
import sys

from alerts.digest.pictures import picture_from_json
from bot.pictures.drawing import draw


def main() -> None:
    """Reads the standard input to its end, and writes to the standard output."""
    picture = picture_from_json(json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(draw(picture))


if __name__ == "__main__":
    main()
