"""What `./mj demo --check` holds the running demonstration to: a whole stay over HTTP, a record verified from outside,
enough of every kind, and no main screen empty."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from mingjing.demo.walk import Walk, signed_in, whole_stay

LEAST_ENTRIES, LEAST_STAYS, LEAST_POSTS, LEAST_OFFICERS = 3000, 40, 12, 4
# As they are now: who came on a summons or was brought by force is mostly detained by the time of the check.
GROUNDS = {"oral_summons", "surrender", "citizen_delivery", "witness", "compelled_summons_admin", "detention"}
SCREENS = {
    "custody_officer": {
        "duty desk": "/", "wall": "/wall/", "stays": "/stays/", "past": "/stays/past/", "rooms": "/stays/rooms/",
        "roster": "/org/roster/", "alarms": "/alarms/", "alarm figures": "/alarms/figures", "clocks": "/clocks/",
        "persons": "/persons/search", "gallery": "/gallery",
        "live map": "/places/map/", "bands, stock and batteries": "/devices/", "findings": "/devices/findings",
        "floor plans": "/places/plans/", "gateways": "/devices/gateways", "anchors": "/devices/?kind=anchor",
    },
    "case_officer": {"cases": "/cases/"},
    "department_head": {"interviews": "/interviews/"},
    "legal_officer": {"law": "/law/"},
    "station_head": {"approvals": "/approvals/"},
    "administrator": {"sites": "/org/sites/", "staff": "/org/staff/", "access": "/org/access/"},
}  # fmt: skip
EMPTY = 'class="empty'
CODE = re.compile(r"\b[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}\b")


def main(base_url: str, data_dir: Path, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Every item with its own result; `ok` when all of them hold. Never raises for what it finds wanting."""
    environment = environment or {**os.environ, "MINGJING_DATA": str(data_dir)}
    walk = whole_stay(base_url)
    items: dict[str, Any] = {
        "walk": {
            "ok": not walk.missed and len(walk.posts) >= LEAST_OFFICERS,
            "officers": walk.posts,
            "steps": walk.steps,
        },
        "record": record(walk) if not walk.missed else {"ok": False, "why": "the stay was not completed"},
        "counts": counts(environment),
        "screens": screens(base_url),
    }
    items["walk"]["missed"] = walk.missed
    return {"ok": all(item["ok"] for item in items.values()), **items}


def record(walk: Walk) -> dict[str, Any]:
    """The printed record and the file that belongs to it, judged by the independent verifier in a process of its own."""
    reader = walk.officer("custody_officer")
    page = reader.get(f"{walk.stay}record/")
    asked: dict[str, str | list[str]] = {"made_for": "汉阴县人民检察院", "purpose": "procuratorate"}
    printed = reader.send(page, page.form("made_for"), asked)
    address = re.search(r'href="([^"]*/record/[^"]*\.mjr)"', printed.text)
    if address is None:
        return {"ok": False, "why": "no copy was issued"}
    file = reader.get(address.group(1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stay.mjr"
        path.write_bytes(file.content)
        command = [sys.executable, "-m", "mingjing_verify", "record", str(path), "--json"]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    code = json.loads(said.stdout or "{}").get("code", "")
    on_paper = CODE.findall(printed.text)
    ok = said.returncode == 0 and bool(code) and code in on_paper
    return {
        "ok": ok,
        "verifier": said.returncode,
        "code": code,
        "on_paper": sorted(set(on_paper)),
        "bytes": len(file.content),
    }


def counts(environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "mingjing.config.seeding", "counting"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if said.returncode:
        return {"ok": False, "why": said.stderr[-400:]}
    found: dict[str, Any] = json.loads(said.stdout)
    short = [name for name, wanted in {"entries": LEAST_ENTRIES, "stays": LEAST_STAYS, "posts": LEAST_POSTS}.items()
             if found[name] < wanted]  # fmt: skip
    missing = sorted(GROUNDS - set(found["grounds"]))
    return {"ok": not (short or missing or found["never_signed_in"]), "short": short, "missing": missing, **found}


def screens(base_url: str) -> dict[str, Any]:
    """Every main screen, seen by somebody whose screen it is."""
    wanting: dict[str, str] = {}
    for post, addresses in SCREENS.items():
        try:
            browser = signed_in(base_url, post)
        except LookupError as why:
            wanting[post] = str(why)
            continue
        for name, path in addresses.items():
            page = browser.get(path)
            if page.status != 200:
                wanting[name] = f"{page.status}"
            elif EMPTY in page.text and name != "gallery":  # the gallery shows what an empty screen looks like
                wanting[name] = f"empty: {page.text[page.text.find(EMPTY) :][:160]}"
    return {"ok": not wanting, "seen": sum(map(len, SCREENS.values())), "wanting": wanting}
