"""The OpenAPI 3.1 document: what is looked at as declared, and every act of `offered` with what it asks and wants."""

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from mingjing.api import keeping, rows
from mingjing.api.doors import api
from mingjing.api.offered import Act, acts
from mingjing.api.scopes import scopes_of

PREFIX = "/api/v1"
REFS = "#/components/schemas/{model}"
WRONG = {
    "400": "Not readable as JSON",
    "401": "No token, or none that opens anything",
    "403": "Not within the scopes, the post, or without a purpose",
    "404": "Nothing here that may be seen",
    "405": "Not by that method",
    "409": "Refused by the state or by the law",
    "422": "What was sent does not fit",
    "429": "Too often",
}
WORDS = """Every act is an action of the program: the same permissions, the same gates of the law, the same entry in the
log as in the browser. `Authorization: Bearer mj_…`. Refusals are problem details (RFC 9457) in both languages."""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "refusals"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "refusals": {"type": "array", "items": {"$ref": "#/components/schemas/Refused"}},
    },
}
REFUSED = {
    "type": "object",
    "required": ["code", "zh", "en"],
    "properties": {name: {"type": "string"} for name in ("code", "zh", "en", "basis", "severity", "field", "way")},
}
DONE = {
    "type": "object",
    "required": ["warnings"],
    "properties": {
        "entry": {"type": "object"},
        "made": {"type": "object"},
        "several": {"type": "array", "items": {"type": "object"}},
        "warnings": {"type": "array", "items": {"type": "object"}},
    },
}


@cache
def document() -> dict[str, Any]:
    """The whole document. The same for everybody: it tells what there is, not who may."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX + "/"))
    told["info"]["description"] = WORDS
    paths, schemas = told["paths"], told["components"].setdefault("schemas", {})
    for path in paths.values():
        for operation in path.values():
            operation["responses"].update(_wrong())
            operation["parameters"] = [*operation.get("parameters", []), *_purpose()]
    sent, defined = models_json_schema([(act.sent, "validation") for act in _readable()], ref_template=REFS)
    schemas |= defined.get("$defs", {}) | {"Problem": PROBLEM, "Refused": REFUSED, "Done": DONE}
    for act in _readable():
        paths[PREFIX + act.address] = {"post": _act(act, sent[(act.sent, "validation")])}
    return told


def _readable() -> list[Act]:
    return [act for act in acts().values() if act.readable]


def _act(act: Act, sent: Any) -> dict[str, Any]:
    done = {"description": "Done", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}}}
    return {
        "operationId": act.name.replace(".", "_"),
        "summary": act.words.split(". ")[0].split("\n\n")[0].replace("\n", " "),
        "description": act.words,
        "tags": [act.app],
        "x-scopes": list(scopes_of(act)),
        "parameters": [_header(keeping.HEADER, "Sent twice, done once", keeping.MOST), *_purpose()],
        "requestBody": {"required": True, "content": {"application/json": {"schema": sent}}},
        "responses": {"200": done, **_wrong()},
        "security": [{"Bearer": []}],
    }


def _wrong() -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said, "content": problem} for status, said in WRONG.items()}


def _purpose() -> list[dict[str, Any]]:
    return [
        _header(rows.PURPOSE, "Why a protected record is opened; the look is entered", 20),
        _header(rows.CASE, "`case:<id>` or `stay:<id>` it serves", 60),
        _header(rows.NOTE, "In words; percent-encoded UTF-8", 600),
    ]


def _header(name: str, said: str, most: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": said,
        "schema": {"type": "string", "maxLength": most, "pattern": "^[!-~]*$"},
    }
