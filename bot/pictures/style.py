"""The look of the pictures: colours that the colour-blind tell apart, and sizes in pixels.

A picture is 1080 pixels wide and read at 360 on a telephone, so nothing is written smaller than 27.
The hues are those of Okabe and Ito's colour-blind safe set, paler where words stand on them.
"""

WIDTH = 1080
MARGIN = 36

TITLE = 40
WORDS = 29
SMALL = 27
LEADING = 1.28  # of a line's height to the size of its letters

INK = "#1b2733"
QUIET = "#4d5a66"
FAINT = "#dfe4e8"
AXIS = "#8a96a1"
PAPER = "#ffffff"

WITHIN = "#0072b2"
OVER = "#c04a00"
PROMISE = "#cfe9df"
PROMISE_INK = "#00604a"

COVERING = "#a9cbe6"
SUPERNUMERARY = "#f0c27b"
UNKNOWN = "#d9d9d9"
COURSE = "#b03a00"
