"""Book a person in, enter a meal, try to release: with nothing but the standard library.

    MINGJING_URL=http://localhost:8000 MINGJING_TOKEN=mj_… python docs/how-to/use-the-api.example.py

The integration acts at the post of a custody officer, with the permissions to register persons, to receive and look at
stays, to offer care and to prepare and carry out an exit.
"""

import json
import os
import sys
import urllib.error
import urllib.request
import uuid

URL, TOKEN = os.environ.get("MINGJING_URL", "http://localhost:8000"), os.environ.get("MINGJING_TOKEN", "")


class Refused(Exception):
    """What was refused, with every reason."""


def ask(method: str, path: str, content: object = None, key: str = "") -> dict:
    """One request; under a key it is done once, however often it is sent. Raises Refused."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "Accept-Language": "en"}
    if key:
        headers["Idempotency-Key"] = key
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(f"{URL}/api/v1{path}", body, headers, method=method)  # noqa: S310 - the address is ours
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return json.load(answer)
    except urllib.error.HTTPError as why:
        raise Refused(json.load(why)) from why


def act(what: str, /, **content: object) -> dict:
    """Carry out an act. A line that breaks here may be tried again with the same key."""
    key = str(uuid.uuid4())
    for attempt in (1, 2, 3):
        try:
            return ask("POST", f"/acts/{what.replace('.', '/')}", content, key)
        except urllib.error.URLError:
            if attempt == 3:
                raise
    raise AssertionError("unreachable")


def main() -> int:
    me = ask("GET", "/me")
    print(f"acting for {me['officer']['name']} at {me['unit']['text']['en']}, until {me['expires_at']}")
    site = ask("GET", "/sites?limit=1")["items"][0]

    person = act("persons.person.register", name="赵试行", sex="male", birth_date="1990-05-17")["made"]["id"]
    stay = act(
        "custody.stay.receive",
        site_id=site["id"], person_id=person, ground="oral_summons", mode="brought",
        declared_facts={"receive.directly_to_area": True},
    )["made"]  # fmt: skip
    print(f"booked in: {stay['number']}")

    meal = act("custody.care.offer", stay_id=stay["id"], kind="meal", what="米饭、青菜")
    print(f"entered: {meal['entry']['en']} as {meal['entry']['log']}#{meal['entry']['number']}")

    whole = ask("GET", f"/stays/{stay['id']}/whole")
    due = [c for c in whole["clocks"] if c["due_at"]]
    print(f"runs until {due[0]['due_at']}: {due[0]['title']['en']}")

    try:
        act("custody.departure.depart", stay_id=stay["id"])
    except Refused as why:
        for reason in why.args[0]["refusals"]:
            print(f"not released: {reason['en']} [{reason['code']}] {reason.get('basis', '')}")
        return 0
    print("released though nothing was prepared: that should not be")
    return 1


if __name__ == "__main__":
    sys.exit(main())
