"""Who acts: a named officer at a post, or a named machine."""

from dataclasses import dataclass

from mingjing.kernel.ref import Ref


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
    return Actor("machine", name, name)
