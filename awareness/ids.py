"""Keys of rows: a whole number or a text, put into one order everywhere."""

Id = str | int


def id_order(key: Id) -> tuple[int, int, str]:
    """Return a sort key: whole numbers by size, then texts by code point; input order decides nothing."""
    return (0, key, "") if isinstance(key, int) else (1, 0, key)
