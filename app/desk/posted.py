"""Hidden numbers of a posted form, which anybody may have changed on the way."""

# eighteen figures fit into the column of an id on every database
MOST_FIGURES = 18


def whole_number(text: str, *, otherwise: int) -> int:
    """Return the number that a hidden field holds, `otherwise` where it can be none of ours."""
    is_one = text.isascii() and text.isdigit() and len(text) <= MOST_FIGURES
    return int(text) if is_one else otherwise
