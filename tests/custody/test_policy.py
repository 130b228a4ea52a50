"""The house's rules refer to the books for what the books say."""

from dataclasses import replace

import pytest

from mingjing.custody.policy import policy
from mingjing.custody.vocab import Observation
from mingjing.kernel.time import local, now
from mingjing.law import books


def test_the_interval_of_every_level_is_the_one_of_the_duty():
    rules = policy().check_rules
    assert set(rules) == set(policy().observation) == set(Observation.values())
    for level, rule in rules.items():
        assert policy().observation[level] == books.current()[rule].version(local(now()).date()).period.elapsed, level


def test_a_level_whose_duty_has_no_number_is_an_error():
    wrong = replace(policy(), check_rules={"general": "cn.health.assess"})
    with pytest.raises(KeyError, match="no interval"):
        _ = wrong.observation
