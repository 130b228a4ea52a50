"""What to call the things alarms and requests are about: each app that owns a kind says how its things are named.

naming.register("stay", lambda ids: {id: Named(Text("王某 023", "Wang 023"), "/stays/…")})
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text

Provider = Callable[[list[str]], Mapping[str, "Named"]]

_providers: dict[str, Provider] = {}
HIDDEN = Text("（回避）", "(recused)")


@dataclass(frozen=True, slots=True)
class Named:
    """A short label and the address of its page; empty when it has none. `plain`: what it is called before somebody who
    may know that it is there and nothing else."""

    label: Text | str
    url: str = ""
    plain: str = ""

    @property
    def bare(self) -> "Named":
        """Without name and address."""
        return Named(self.plain or HIDDEN)


def register(kind: str, provider: Provider) -> None:
    """From `AppConfig.ready()`: `provider(ids)` names the things of `kind` in as few queries as it can."""
    _providers[kind] = provider


def names(refs: Iterable[Ref]) -> dict[Ref, Named]:
    """Every ref, named; what nobody can name is called by its kind and the end of its id."""
    wanted = list(dict.fromkeys(refs))
    found: dict[Ref, Named] = {}
    for kind in {r.kind for r in wanted} & _providers.keys():
        named = _providers[kind]([r.id for r in wanted if r.kind == kind and _is_id(r.id)])
        found |= {Ref(kind, ident): name for ident, name in named.items()}
    return {ref: found.get(ref) or Named(f"{ref.kind} {ref.id[-6:]}") for ref in wanted}


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
