"""A folder of labelled pairs, supplied by the site: `pairs.csv` with the columns left, right, same (yes or no), the
names of pictures beside it. Only scores leave this module; the pictures are read and kept nowhere.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mingjing.faces.eye import Eye
from mingjing.kernel.text import Text

LIST = "pairs.csv"
SAME = {"yes": True, "no": False}
ODD = Text(
    "{list} 第 {n} 行无法读懂：须有 left、right 两个文件名，same 为 yes 或 no。",
    "{list}, line {n}, cannot be read: it wants two names under left and right, and yes or no under same.",
)
MISSING = Text("缺少照片：{name}", "A picture is missing: {name}")


class Unreadable(Exception):
    """The folder is not such a set; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Pair:
    left: Path
    right: Path
    same: bool


def read(folder: Path) -> tuple[list[Pair], str]:
    """The pairs, and the SHA-256 of the list followed by those of its pictures in rising order. Raises Unreadable and
    OSError."""
    text = (folder / LIST).read_bytes()
    pairs = [_pair(folder, row, n) for n, row in enumerate(csv.DictReader(text.decode("utf-8-sig").splitlines()), 2)]
    pictures = {path for pair in pairs for path in (pair.left, pair.right)}
    digests = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in pictures)
    return pairs, hashlib.sha256(text + "".join(digests).encode()).hexdigest()


def scores(pairs: Iterable[Pair], eye: Eye) -> tuple[list[float], list[float], int]:
    """Scores of pairs of one person, of pairs of different people, and how many pairs gave none. Raises EyeFailed."""
    found: dict[bool, list[float]] = {True: [], False: []}
    refused = 0
    for pair in pairs:
        template = eye.look(pair.left.read_bytes()).template
        score = eye.compare(pair.right.read_bytes(), template).score if template else None
        if score is None:
            refused += 1
        else:
            found[pair.same].append(score)
    return found[True], found[False], refused


def _pair(folder: Path, row: dict[str, str], n: int) -> Pair:
    same = SAME.get((row.get("same") or "").strip().lower())
    names = [(row.get(side) or "").strip() for side in ("left", "right")]
    if same is None or not all(names):
        raise Unreadable(str(ODD.format(list=LIST, n=n)))
    paths = [(folder / name).resolve() for name in names]
    for path in paths:
        if not path.is_file() or not path.is_relative_to(folder.resolve()):
            raise Unreadable(str(MISSING.format(name=path.name)))
    return Pair(paths[0], paths[1], same)
