"""What the documentation names must exist, and what exists must be documented."""

import re
from pathlib import Path

import pytest

from mingjing.config.cli import COMMANDS

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
PAGES = sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md"), PROJECT / "mingjing_verify" / "README.md"])
PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(PROJECT)))
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
OWN_COMMANDS = sorted(PROJECT.glob("mingjing/*/management/commands/[!_]*.py"))
MOST_FILES = 10  # of one walk
SETTING = re.compile(r"\bMINGJING_[A-Z0-9_]*[A-Z0-9]\b")
SECRET = re.compile(r'env\.secret\("(MINGJING_\w+)"')
FENCED = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED_PATH = re.compile(
    r"`((?:tests|docs|bench|web|mingjing|mingjing_verify)/[\w./@*-]+\.(?:py|md|yaml|json|html|ts|mjs))`"
)
QUOTED_COMMAND = re.compile(r"`\./mj ([a-z_]+)((?: [^`]*)?)`")
FUNCTION = re.compile(r"`([\w./]+\.py)::([\w.]+)`")


def text(*parts):
    return PROJECT.joinpath(*parts).read_text(encoding="utf-8")


def settings_read():
    sources = [p.read_text(encoding="utf-8") for p in PROJECT.glob("mingjing/**/*.py")]
    named = {name for source in sources for name in SETTING.findall(source)}
    return named | {f"{name}_FILE" for source in sources for name in SECRET.findall(source)}


def test_every_setting_stands_in_the_reference():
    assert not settings_read() - set(SETTING.findall(text("docs/reference/settings.md")))


def test_the_reference_names_no_setting_that_nothing_reads():
    assert not set(SETTING.findall(text("docs/reference/settings.md"))) - settings_read()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_reference_with_its_options(name):
    page = text("docs/reference/commands.md")
    [section] = [part for part in page.split("\n## ") if f"`./mj {name}`" in part.splitlines()[0]]
    assert not [option for option in re.findall(r"--[a-z-]+", COMMANDS[name].usage) if option not in section]


@pytest.mark.parametrize("place", OWN_COMMANDS, ids=lambda p: p.stem)
def test_every_management_command_of_ours_stands_in_the_reference(place):
    page = text("docs/reference/commands.md")
    assert f"`./mj manage {place.stem}" in page or f"`./mj {place.stem}`" in page


@PAGE
def test_every_relative_link_leads_to_a_file(page):
    links = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    relative = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert not [link for link in relative if not (page.parent / link).exists()]


@PAGE
def test_every_file_named_in_a_page_exists(page):
    named = QUOTED_PATH.findall(page.read_text(encoding="utf-8"))
    assert not [path for path in named if not any(PROJECT.glob(path.replace("NAME", "*")))]


@PAGE
def test_every_command_named_in_a_page_exists(page):
    for name, rest in QUOTED_COMMAND.findall(page.read_text(encoding="utf-8")):
        assert name in COMMANDS, name
        tests = [word for word in rest.split() if word.startswith("tests/")]
        assert not [path for path in tests if not any(PROJECT.glob(path))]
        if name == "bench" and (bench := re.match(r" ([a-z_]+)", rest)):
            assert (PROJECT / "bench" / f"{bench[1]}.py").exists(), bench[1]


@pytest.mark.parametrize("page", sorted((DOCS / "walks").glob("[!R]*.md")), ids=lambda p: p.stem)
def test_a_walk_is_short_and_every_function_of_it_exists(page):
    """`custody/actions/stay.py::receive` is a function or class of that file of the package."""
    steps = FUNCTION.findall(page.read_text(encoding="utf-8"))
    assert 0 < len({path for path, _ in steps}) <= MOST_FILES
    for path, name in steps:
        place = next((p for p in (PROJECT / path, PROJECT / "mingjing" / path) if p.exists()), None)
        assert place, path
        last = name.rpartition(".")[2]
        assert re.search(rf"^\s*(def|class) {last}\b", place.read_text(encoding="utf-8"), re.M), f"{path}::{name}"


@pytest.mark.parametrize("place", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_is_short_and_listed_by_its_title(place):
    lines = place.read_text(encoding="utf-8").splitlines()
    title = lines[0].removeprefix("# ").partition(" ")[2]
    assert len(lines) <= 30
    assert lines[0].startswith(f"# {place.stem[:4]} ")
    assert f"| [{place.stem[:4]}]({place.name}) | {title} |" in text("docs/decisions/README.md").splitlines()


def test_the_list_of_decisions_names_no_other():
    listed = LINK.findall(text("docs/decisions/README.md"))
    assert sorted(listed) == [p.name for p in DECISIONS]


@pytest.mark.parametrize("folder", ["reference", "how-to", "walks"])
def test_the_index_of_a_folder_names_every_page(folder):
    listed = set(LINK.findall(text("docs", folder, "README.md")))
    assert {p.name for p in (DOCS / folder).glob("*.md")} - {"README.md"} <= listed
