"""Plain names compare as all names do, by the shorter way that they take."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.folding import folded_name

PLAIN = st.text(st.sampled_from("aBz" + " -'.\t\x1f9"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_a_plain_name_is_folded_as_beside_a_letter_that_is_not(name: str) -> None:
    assert folded_name(f"{name} É") == f"{folded_name(name)} e".strip()
