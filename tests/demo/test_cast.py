"""Fictional people have numbers of the right form, none of them twice."""

from itertools import islice

from mingjing.demo.cast import AREA, people, staff_names
from mingjing.demo.seats import first_of_each, signins

WEIGHTS = [2 ** (17 - n) % 11 for n in range(17)]  # GB 11643: powers of two, unlike the table in cast.py


def _right(number: str) -> bool:
    """The check character closes the weighted sum to one modulo eleven."""
    last = 10 if number[-1] == "X" else int(number[-1])
    return (sum(int(c) * w for c, w in zip(number, WEIGHTS, strict=False)) + last) % 11 == 1


def test_identity_numbers_are_right_and_of_the_unissued_area():
    everybody = [maker.make(sex) for maker, sex in zip(islice(people(3), 200), ["male", "female"] * 100, strict=True)]
    assert all(one.number.startswith(AREA) and _right(one.number) for one in everybody)
    assert all(f"{one.born:%Y%m%d}" == one.number[6:14] for one in everybody)
    assert all(int(one.number[16]) % 2 == (one.sex == "male") for one in everybody)
    assert len({one.number for one in everybody}) == 200


def test_later_people_are_others_than_earlier_ones():
    first = {maker.make().number for maker in islice(people(3), 40)}
    later = {maker.make().number for maker in islice(people(3, 40), 20)}
    assert not first & later


def test_officers_have_names_of_their_own_and_one_is_shown_for_every_post():
    names = list(islice(staff_names(), 60))
    assert len(set(names)) == 60
    assert len({row[0] for row in signins()}) == len(signins()) == len(first_of_each())
