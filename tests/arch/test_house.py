"""The rules of the house that a tool can read."""

import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import mingjing
from mingjing.kernel.vocab import Vocab
from mingjing.ledger import entries

PACKAGE = Path(mingjing.__file__).parent
PROJECT = PACKAGE.parent
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
FORBIDDEN_NAMES = {"core", "common", "base", "utils", "helpers", "manager", "misc", "util", "helper"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def modules(leaf):
    for info in pkgutil.walk_packages([str(PACKAGE)], "mingjing."):
        if info.name.rsplit(".", 1)[-1] == leaf or f".{leaf}." in info.name:
            yield importlib.import_module(info.name)


def tags():
    for module in modules("vocab"):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Vocab) and thing.__name__.endswith("Tag"):
                yield from thing


def every_entries_module():
    return list(modules("entries"))


@pytest.mark.parametrize("tag", sorted(set(tags())), ids=str)
def test_every_tag_has_a_sentence_in_both_languages(tag):
    every_entries_module()
    kind = entries.kinds().get(tag.value)
    assert kind, f"{tag.value} has no body registered in entries.py"
    assert HAN.search(kind.sentence.zh), f"{tag.value}: no Chinese sentence"
    assert kind.sentence.en, f"{tag.value}: no English sentence"
    assert not HAN.search(kind.sentence.en)
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[a-z_]+", tag.value)


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_sentences_ask_for_the_same_words_in_both_languages():
    every_entries_module()
    uneven = {
        t: (k.sentence.zh, k.sentence.en)
        for t, k in entries.kinds().items()
        if placeholders(k.sentence.zh) != placeholders(k.sentence.en)
    }
    assert not uneven


def test_every_word_of_every_vocabulary_is_bilingual_and_unique():
    seen = {}
    for module in modules("vocab"):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, Vocab) and thing is not Vocab:
                for member in thing:
                    assert all((member.text.zh, member.text.en)), f"{thing.__name__}.{member.name}"
                    assert not HAN.search(member.text.en), f"{thing.__name__}.{member.name}"
                if thing.__name__.endswith("Tag"):
                    for member in thing:
                        assert seen.setdefault(member.value, thing) is thing, f"{member.value} stands twice"


@pytest.mark.parametrize("place", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_fits_a_sitting_and_has_a_name_of_the_field(place):
    assert len(place.read_text(encoding="utf-8").splitlines()) <= 400
    dictated = place.relative_to(PACKAGE) == Path("config/sqlite/base.py")  # a database backend's module is called so
    assert dictated or place.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("place", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_signals_and_no_save_overrides(place):
    source = place.read_text(encoding="utf-8")
    assert not re.search(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b", source)
    assert "def save(self" not in source


def test_every_package_says_what_it_is():
    for place in PACKAGE.glob("*/__init__.py"):
        assert place.read_text(encoding="utf-8").lstrip().startswith('"""'), place.parent.name


TEMPLATES = list(PACKAGE.rglob("templates/**/*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']|<style\b", re.I)


@pytest.mark.parametrize("place", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_template_carries_inline_script_or_style(place):
    found = INLINE.findall(place.read_text(encoding="utf-8"))
    assert not found


@pytest.mark.parametrize("place", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_sentence_of_a_template_is_in_both_languages(place):
    """Chinese text stands in a template only as the first argument of `{% t %}` or of a tag that takes both."""
    source = place.read_text(encoding="utf-8")
    source = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", "", source, flags=re.S)
    outside = re.sub(r"\{%.*?%\}", "", source, flags=re.S)
    assert not HAN.search(outside), HAN.search(outside)


def test_data_files_of_the_apps_name_both_languages():
    for place in PACKAGE.rglob("grants.yaml"):
        for permission, row in yaml.safe_load(place.read_text(encoding="utf-8")).items():
            assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", permission), permission
            assert HAN.search(row["zh"])
            assert row["en"]
            assert not HAN.search(row["en"]), permission
            assert row["posts"], permission
