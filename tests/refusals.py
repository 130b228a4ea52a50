"""What an act is refused for."""

import pytest

from mingjing.kernel.verdict import Refusal


def refusal(work, *args, **kw):
    """The codes of every reason, in the order they are told. Fails when the act is not refused."""
    with pytest.raises(Refusal) as refused:
        work(*args, **kw)
    return [v.code for v in refused.value.verdicts]


def refusals(work, *args, **kw):
    """The same where the order says nothing."""
    return set(refusal(work, *args, **kw))
