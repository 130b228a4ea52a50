from datetime import timedelta

import pytest
from django.db import connection

from mingjing.config import doctor, doctor_data
from mingjing.config.doctor import Level
from mingjing.kernel.time import now
from mingjing.ledger import guards, triggers
from mingjing.ledger.models import Checkpoint


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("MINGJING_DATA", str(tmp_path / "data"))
    (tmp_path / "data" / "keys").mkdir(parents=True, mode=0o700)
    (tmp_path / "data").chmod(0o700)
    return tmp_path / "data"


def test_every_question_about_the_machine_is_answered(data, capsys):
    levels = list(doctor.examine(doctor.MACHINE))
    assert len(levels) == len(doctor.MACHINE)
    assert Level.FAIL not in levels
    assert "Python" in capsys.readouterr().out


def test_machine_without_a_system_is_not_given_one_by_asking(data):
    assert doctor.about_data() == []
    assert not (data / "mingjing.sqlite3").exists()


def test_key_that_others_can_read_is_a_failure_with_the_line_that_mends_it(data):
    (data / "keys" / "a.key").write_text("secret")
    (data / "keys" / "a.key").chmod(0o644)
    finding = doctor.keys()
    assert finding.level is Level.FAIL
    assert "chmod 600" in finding.remedy.en
    (data / "keys" / "a.key").chmod(0o600)
    assert doctor.keys().level is Level.OK


def test_question_that_breaks_is_a_failure_and_the_next_is_still_asked(capsys):
    def broken():
        raise RuntimeError("the disk is on fire")

    questions = [(doctor.MACHINE[0][0], broken), doctor.MACHINE[0]]
    assert list(doctor.examine(questions)) == [Level.FAIL, Level.OK]
    assert "the disk is on fire" in capsys.readouterr().out


@pytest.mark.django_db
def test_fresh_database_is_in_order(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["localhost"]
    monkeypatch.setattr(doctor_data.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert [ask().level for _, ask in doctor_data.QUESTIONS] == [Level.OK] * len(doctor_data.QUESTIONS)


@pytest.mark.django_db
def test_missing_guard_is_a_failure_that_names_it():
    triggers.unguard(connection, "ledger_entry", ("DELETE",))
    finding = doctor_data.guards()
    assert finding.level is Level.FAIL
    assert "guard_ledger_entry_delete" in finding.remedy.en


@pytest.mark.django_db
def test_guard_that_was_made_toothless_under_its_own_name_is_a_failure():
    toothless = triggers.Guard("ledger_loghead", "UPDATE", "NEW.size >= 0")
    triggers.set_up(connection, [toothless])
    finding = doctor_data.guards()
    assert finding.level is Level.FAIL
    assert "guard_ledger_loghead_update" in finding.remedy.en
    triggers.set_up(connection, guards.GUARDS)
    assert doctor_data.guards().level is Level.OK


@pytest.mark.django_db
def test_entries_that_no_witness_has_seen_for_long_are_a_warning_that_names_the_address(settings):
    settings.WITNESS_URL = "http://witness.example:8100"
    long_ago = now() - timedelta(hours=1)
    row = {"log": "610921-centre", "root": "0" * 64, "note": "", "signed_at": long_ago}
    Checkpoint.objects.create(size=3, cosigners=1, **row)
    assert doctor_data.witnessed().level is Level.OK
    Checkpoint.objects.create(size=8, cosigners=0, **row)
    finding = doctor_data.witnessed()
    assert finding.level is Level.WARN
    assert finding.told.en.startswith("5 sealed")
    assert "witness.example" in finding.remedy.en
