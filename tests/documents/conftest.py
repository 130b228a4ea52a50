"""The small world of tests/small_world.py, a case with a suspect, and instruments about them."""

from datetime import UTC, datetime

import pytest

from mingjing.cases.actions import case as cases
from mingjing.documents.actions import instrument
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from tests.small_world import LOG, _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.fixture
def officer(staff):  # noqa: F811
    return staff("case_officer", "east")


@pytest.fixture
def case(bureau, officer):  # noqa: F811
    return cases.register(
        by=officer.acting(), at=now(), log=LOG, kind="criminal", cause="盗窃", unit=bureau["east"], summary="入户盗窃。"
    )


@pytest.fixture
def suspect(case, officer, register):  # noqa: F811
    person = register("张伟", by=officer)
    cases.add_person(case.pk, by=officer.acting(), at=now(), person_id=person.pk, role="suspect")
    return person


@pytest.fixture
def draft(case, officer, bureau):  # noqa: F811
    """draft(template, **values): an instrument about the case, begun by its officer."""

    def make(template="filing_decision", refs=(), by=None, subject=None, **values):
        return instrument.draft(
            by=(by or officer).acting(),
            at=now(),
            log=LOG,
            template=template,
            subject=subject or case.ref,
            unit=bureau["east"],
            values=values,
            refs=refs,
        )

    return make


APPROVAL = Ref("request", "0196f0c0-0000-7000-8000-000000000001")
