"""Who acts: a named officer at a post, or a named machine."""

from dataclasses import dataclass

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text

MACHINE = "machine"
MACHINES = {
    "watch": Text("系统（值守）", "System (watch)"),
    "sense": Text("系统（定位感知）", "System (readings)"),
    "sign-in": Text("系统（登录）", "System (sign-in)"),
    "integrity": Text("系统（完整性核对）", "System (integrity)"),
    "import": Text("系统（案件导入）", "System (import of cases)"),
    "console": Text("系统（命令行）", "System (command line)"),
    "faces": Text("系统（人脸比对）", "System (face comparison)"),
    "demo": Text("示例建立程序", "Set-up of the demonstration"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind` is `officer` or `machine`; `name` is as the record prints it; `post` the post held while acting;
    `unit` the code of the unit acted for. A plain value: it outlives the account it was made from."""

    kind: str
    id: str
    name: str
    post: str = ""
    unit: str = ""

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.id)

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "id": self.id, "name": self.name, "post": self.post, "unit": self.unit}


def machine(name: str) -> Actor:
    """A part of the program acting by itself, e.g. `machine("watch")`."""
    return Actor(MACHINE, name, name)


def spoken(kind: str, name: str) -> Text | str:
    """Who acted, as a reader sees it: people by name, parts of the program in words."""
    return MACHINES.get(name, name) if kind == MACHINE else name
