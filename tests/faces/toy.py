"""Tiny models in the shape of YuNet and SFace, written as protobuf by hand: real classes load them, no weights needed.

The detector sees a face wherever a patch is nearly white; the recogniser tells patterns around that patch apart. What
they find is theirs and not a human face's: they show that pictures, scores and refusals go the right way.
"""

import random
import struct

INPUT = 640  # the side of the square the detector is given
FLOAT, INT64 = 1, 7
STRIDES = (8, 16, 32)
BOX = 200.0  # side of every face it reports, in pixels of the square
POINTS = ((-35, -30), (35, -30), (0, 5), (-28, 40), (28, 40))  # eyes, nose, corners of the mouth around the patch


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def many(number: int, values) -> bytes:
    return b"".join(field(number, value) for value in values)


def tensor(name: str, shape, values, kind: int = FLOAT) -> bytes:
    raw = struct.pack(f"<{len(values)}{'f' if kind == FLOAT else 'q'}", *values)
    return many(1, shape) + field(2, kind) + field(8, name) + field(9, raw)


def node(kind: str, inputs, outputs, **attributes) -> bytes:
    said = b"".join(
        field(5, field(1, name) + many(8, value) + field(20, 7))
        if isinstance(value, tuple)
        else field(5, field(1, name) + field(3, value) + field(20, 2))
        for name, value in attributes.items()
    )
    return many(1, inputs) + many(2, outputs) + field(3, outputs[0]) + field(4, kind) + said


def named(name: str, shape) -> bytes:
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, many(1, [field(1, d) for d in shape]))))


def model(nodes, initial, inputs, outputs) -> bytes:
    graph = many(1, nodes) + field(2, "toy") + many(5, initial) + many(11, inputs) + many(12, outputs)
    return field(1, 8) + field(2, "toy") + field(7, graph) + field(8, field(1, "") + field(2, 13))


def detector(side: int = INPUT) -> bytes:
    """Faces stand where 32 × 32 pixels of the square are nearly white."""
    nodes, initial, outputs = [], [], []
    for stride in STRIDES:
        cells = (side // stride) ** 2
        constant = {
            "cls": (1, [1.0 if stride == STRIDES[-1] else 0.0] * cells),
            "bbox": (4, [0.0, 0.0, *[_log(BOX / stride)] * 2] * cells),
            "kps": (10, [xy / stride for point in POINTS for xy in point] * cells),
        }
        if stride != STRIDES[-1]:
            constant["obj"] = (1, [0.0] * cells)
        for kind, (wide, values) in constant.items():
            initial.append(tensor(f"{kind}{stride}", (1, cells, wide), values))
            nodes.append(node("Identity", [f"{kind}{stride}"], [f"{kind}_{stride}"]))
    nodes += [
        node("AveragePool", ["input"], ["pooled"], kernel_shape=(32, 32), strides=(32, 32)),
        node("Conv", ["pooled", "grey", "less"], ["lit"], kernel_shape=(1, 1)),
        node("Reshape", ["lit", "flat"], ["bright"]),
        node("Sigmoid", ["bright"], ["obj_32"]),
    ]
    cells = (side // 32) ** 2
    initial += [
        tensor("grey", (1, 3, 1, 1), [0.25] * 3),  # in sum 0.75 × grey
        tensor("less", (1,), [-182.0]),  # so that 250 is a face and 235 is none
        tensor("flat", (3,), [1, cells, 1], INT64),
    ]
    outputs = [
        named(f"{kind}_{stride}", (1, (side // stride) ** 2, wide))
        for kind, wide in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10))
        for stride in STRIDES
    ]
    return model(nodes, initial, [named("input", (1, 3, side, side))], outputs)


def recogniser(seed: int = 7) -> bytes:
    """Pooled to 8 × 8, seen through a fixed projection that ignores how light the whole is."""
    draw = random.Random(seed)
    rows = [[draw.gauss(0, 1) for _ in range(192)] for _ in range(128)]
    even = [[one - sum(row) / 192 for one in row] for row in rows]
    nodes = [
        node("AveragePool", ["data"], ["pooled"], kernel_shape=(14, 14), strides=(14, 14)),
        node("Reshape", ["pooled", "flat"], ["row"]),
        node("Gemm", ["row", "through"], ["fc1"], transB=1),
    ]
    initial = [
        tensor("through", (128, 192), [one for row in even for one in row]),
        tensor("flat", (2,), [1, 192], INT64),
    ]
    return model(nodes, initial, [named("data", (1, 3, 112, 112))], [named("fc1", (1, 128))])


def _log(value: float) -> float:
    from math import log

    return log(value)
