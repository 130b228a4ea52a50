"""Every region of the body map has its place in custody's words: no mark moves to another part of the body."""

import pytest

from mingjing.custody.forms.marks import region_of
from mingjing.custody.vocab import Region
from mingjing.webkit.body import REGIONS


@pytest.mark.parametrize("code", [region.code for region in REGIONS])
def test_a_mark_stays_on_its_side_and_limb(code):
    found = region_of(code)
    assert found in {region.value for region in Region}
    for side in ("left", "right"):
        assert found.startswith(f"{side}_") == code.startswith(f"{side}_")


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("left_upper_arm_front", "left_arm"),
        ("right_shoulder_back", "right_arm"),
        ("right_knee_front", "right_leg"),
        ("left_foot_back", "left_foot"),
        ("head_back", "head"),
        ("nape_back", "neck"),
        ("upper_back_back", "back"),
        ("buttocks_back", "lower_back"),
        ("pelvis_front", "abdomen"),
    ],
)
def test_regions_in_words_of_custody(code, region):
    assert region_of(code) == region
