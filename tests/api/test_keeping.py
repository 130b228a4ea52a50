"""Idempotency keys: the same is done once, something else is refused, a refusal may be tried again."""

import threading

import pytest
from django.db import connection

from mingjing.api.keeping import tick
from mingjing.api.models import KeptAnswer
from mingjing.custody.models import CareAct
from mingjing.kernel.time import now

MEAL = "custody.care.offer"


@pytest.mark.django_db
def test_sent_twice_done_once(centre, program):
    stay, one = centre.received(), program()
    sent = {"stay_id": str(stay.pk), "kind": "meal"}
    first, second = (one.act(MEAL, sent, Idempotency_Key="k-1") for _ in range(2))
    assert first.json() == second.json()
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert CareAct.objects.count() == 1
    assert program(name="另一").act(MEAL, sent, Idempotency_Key="k-1").status_code == 200, "keys are each one's own"


@pytest.mark.django_db
def test_the_key_with_something_else_is_refused(centre, program):
    stay, one = centre.received(), program()
    one.act(MEAL, {"stay_id": str(stay.pk), "kind": "meal"}, Idempotency_Key="k-1")
    other = one.act(MEAL, {"stay_id": str(stay.pk), "kind": "drink"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "api.key.other")
    long = one.act(MEAL, {"stay_id": str(stay.pk), "kind": "drink"}, Idempotency_Key="k" * 81)
    assert (long.status_code, long.json()["code"]) == (422, "api.key.long")


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again(centre, program):
    stay, one = centre.received(), program(scopes=["custody:stay:view"])
    sent = {"stay_id": str(stay.pk), "kind": "meal"}
    assert one.act(MEAL, sent, Idempotency_Key="k-1").status_code == 403
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db
def test_kept_answers_hold_nobody_and_go_after_two_days(centre, program):
    stay = centre.received()
    program().act(MEAL, {"stay_id": str(stay.pk), "kind": "meal", "what": "米饭"}, Idempotency_Key="k-1")
    kept = KeptAnswer.objects.get()
    assert stay.person.name not in str(kept.body)
    assert "米饭" not in str(kept.body)
    assert tick(now()) == 0
    KeptAnswer.objects.update(kept_at=now().replace(year=2025))
    assert tick(now()) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer at a time: a database in memory has one connection"
)
def test_of_two_at_the_same_moment_one_is_done(centre, program):
    stay, one, answers = centre.received(), program(), []
    begin = threading.Barrier(4)
    moment = now()

    def send():
        from mingjing.kernel.time import frozen

        with frozen(moment):
            begin.wait()
            answers.append(one.act(MEAL, {"stay_id": str(stay.pk), "kind": "meal"}, Idempotency_Key="k-1"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert CareAct.objects.count() == 1
