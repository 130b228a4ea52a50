"""What a Chinese name is found by when Latin letters are typed."""

from pypinyin import Style, lazy_pinyin


def searchable(name: str) -> str:
    """The pinyin written together, each syllable, and the initials: 王海 → `wanghai wang hai wh`."""
    syllables = lazy_pinyin(name)
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return " ".join(["".join(syllables), *syllables, initials]).lower()[:128]
