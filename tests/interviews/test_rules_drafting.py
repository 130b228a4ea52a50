"""What a saving does to a draft: nothing typed by one officer is lost to another; anything at all may be sent. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from mingjing.interviews.rules.drafting import changes, content, merged, readable

IDS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
TEXTS = st.text(alphabet="甲乙丙丁", max_size=3)
SAID = st.dictionaries(IDS, TEXTS, max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["id", "kind", "text", "item", "name", "x"]), inner, max_size=5
    ),
    max_leaves=12,
)  # fmt: skip


def lines(said, revs=None):
    return [
        {"id": k, "kind": "a", "text": v, "item": "", "at": "", "rev": (revs or {}).get(k, 0)} for k, v in said.items()
    ]


@given(JSON, JSON)
def test_whatever_is_sent_is_read_or_refused(sent, head):
    assert readable(sent, head).code in {"", "interviews.draft.form"}


@given(SAID, SAID, st.sets(IDS), st.dictionaries(IDS, st.integers(0, 4), max_size=6), st.integers(0, 4))
def test_lines_of_others_stay_and_a_clash_is_never_overwritten(before, sent, touched, revs, base):
    now = lines(before, revs)
    after = merged(now, lines(sent), touched, base, 9, "now")
    known = {one["id"]: one for one in now}
    result = {one["id"]: one for one in after.lines}
    assert len(result) == len(after.lines)
    assert set(sent) <= result.keys()
    for one in now:
        if one["rev"] > base:  # changed since the sender looked: it is there, as it was left
            assert result[one["id"]] == one
    for name in touched & set(sent):
        if name not in known or (known[name]["rev"] <= base):
            assert result[name]["text"] == sent[name]
    expected = {
        n for n in touched & sent.keys() & known.keys() if known[n]["rev"] > base and known[n]["text"] != sent[n]
    }
    assert set(after.clashes) == expected


@given(SAID, SAID)
def test_a_revision_says_what_became_of_every_line(before, after):
    told = changes(lines(before), lines(after, dict.fromkeys(after, 1)))
    assert set(told.get("gone", [])) == before.keys() - after.keys()
    assert {one["id"] for one in told["set"]} == after.keys()
    assert content({}, lines(before)) == content({}, lines(before, {"a": 3}))
