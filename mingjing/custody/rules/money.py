"""Amounts: kept in fen, written in yuan."""


def yuan(fen: int) -> str:
    """As it stands in lists, to the fen."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"
