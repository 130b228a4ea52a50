"""Lookups for patterns we build ourselves. `field__like="5110____3333"`: SQL LIKE, where `_` stands for one character.
`field__spelled`: the same of a name; PostgreSQL answers it by an index over the characters of names (migration 0002),
which also serves names of two characters, where those over three letters do not."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup, UUIDField
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
class Like(Lookup):
    lookup_name = "like"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return f"{lhs} LIKE {rhs}", [*lhs_params, *rhs_params]


@CharField.register_lookup
class Spelled(Like):
    lookup_name = "spelled"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        said, params = self.as_sql(compiler, connection)
        lhs, lhs_params = self.process_lhs(compiler, connection)
        letters = "".join(c for c in str(self.rhs) if c not in "%_")
        indexed = f"string_to_array({lhs}, NULL) @> string_to_array(%s, NULL)"
        return f"({indexed} AND {said})", [*lhs_params, letters, *params]


@UUIDField.register_lookup
class Among(In):
    """One of these ids, however many. As `in`, but PostgreSQL gets them as one array: thousands of values of their own
    cost more to write into a statement than to look for."""

    lookup_name = "among"

    def get_prep_lookup(self) -> Any:
        return list(self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::uuid[])", [*params, list(self.rhs)]
