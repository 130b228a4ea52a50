"""Finding reports by number, name (also by pinyin, by ear and by look), telephone, place and words."""

import re

from django.db.models import Q

from mingjing.intake.models import ReportName, ReportQuerySet
from mingjing.persons.rules import contacts, names

LEAST_DIGITS = 4


def narrowed(rows: ReportQuerySet, typed: str) -> ReportQuerySet:
    """Those of the rows that fit what was typed. A reporter kept secret is found by nobody's name or number."""
    words = typed.strip()[:80]
    wanted = Q(number__icontains=words) | Q(place__icontains=words) | Q(what__icontains=words)
    wanted |= Q(agency__icontains=words) | Q(case__number__icontains=words)
    digits = contacts.phone(words)
    if len(re.sub(r"\D", "", digits)) >= LEAST_DIGITS:
        wanted |= Q(reporter_phone__contains=digits, identity_secret=False)
    if names.fold(words) and not words.isdigit():
        wanted |= Q(pk__in=ReportName.objects.filter(_name(words)).values("report"))
    return rows.filter(wanted)


def _name(words: str) -> Q:
    keys = names.keys(words)
    wanted = Q(folded=keys.folded) | Q(pinyin=keys.pinyin) | Q(sound=keys.sound) | Q(shape=keys.shape)
    if len(keys.folded) > 1:
        wanted |= Q(folded__contains=keys.folded)
    if not names.is_han(words):
        wanted |= Q(initials=keys.folded)
    return wanted
