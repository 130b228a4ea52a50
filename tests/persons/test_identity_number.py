"""GB 11643 read by our rule and by an independent reckoning."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mingjing.persons.rules import identity_number as numbers

TODAY = date(2026, 11, 23)
REGIONS = some.sampled_from(["610921", "110101", "510181", "652901", "810000", "830000"])
BIRTHS = some.dates(date(1900, 1, 1), TODAY)
SEQUENCES = some.integers(0, 999)


def independent_check(first17):
    """ISO 7064 MOD 11-2, straight from its definition: (number * 2^i summed) ≡ 1 mod 11."""
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(first17))
    value = (1 - total) % 11
    return "X" if value == 10 else str(value)


@given(REGIONS, BIRTHS, SEQUENCES)
def test_a_number_built_by_the_standard_is_well_formed_and_tells_birth_and_sex(region, born, sequence):
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}" if born.year > 999 else ""
    number = first17 + independent_check(first17)
    read = numbers.read(number, today=TODAY)
    assert (read.ok, read.text, read.birth_date) == (True, number, born)
    assert read.sex == ("male" if sequence % 2 else "female")


@given(REGIONS, some.dates(date(1900, 1, 1), date(1999, 12, 31)), SEQUENCES)
def test_old_and_new_forms_lead_to_one_another(region, born, sequence):
    old = f"{region}{born:%y%m%d}{sequence:03d}"
    new = numbers.lengthen(old)
    assert numbers.shorten(new) == old
    assert numbers.read(old, today=TODAY) == numbers.read(new, today=TODAY)


@given(REGIONS, BIRTHS, SEQUENCES, some.integers(0, 16), some.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed_and_the_right_number_proposed(region, born, sequence, place, shift):
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    right = first17 + independent_check(first17)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert not numbers.read(wrong, today=TODAY).ok
    assert right in numbers.near(wrong)


@given(REGIONS, BIRTHS, SEQUENCES, some.integers(0, 15))
def test_two_swapped_neighbours_are_always_noticed_and_the_right_number_proposed(region, born, sequence, place):
    first17 = f"{region}{born:%Y%m%d}{sequence:03d}"
    right = first17 + independent_check(first17)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    if wrong != right:
        assert right in numbers.near(wrong)


@given(some.text(max_size=40))
def test_anything_may_be_typed(text):
    read = numbers.read(text, today=TODAY)
    assert isinstance(read.faults, tuple)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "18"),
        ("61092119900517001", "18"),
        ("99092119900517001" + numbers.check_character("99092119900517001"), "region"),
        ("61092119900230001" + numbers.check_character("61092119900230001"), "no such birth date"),
        ("61092120300517001" + numbers.check_character("61092120300517001"), "future"),
        ("61092119900517001" + "0123456789X".replace(numbers.check_character("61092119900517001"), "")[0], "check"),
        ("６１０９２１", "18"),
    ],
)
def test_what_is_wrong_is_said(text, fault):
    assert fault in " ".join(f.en for f in numbers.read(text, today=TODAY).faults)


@pytest.mark.parametrize("typed", ["６１０９２１１９９００５１７００１", " 610921 19900517 001", "610921-19900517-001"])
def test_writing_does_not_matter(typed):
    number = "61092119900517001" + numbers.check_character("61092119900517001")
    assert numbers.read(typed + number[-1].lower(), today=TODAY).text == number


def test_a_masked_number_shows_no_birth_date():
    assert numbers.masked("610921199005170012") == "610921**********12"
