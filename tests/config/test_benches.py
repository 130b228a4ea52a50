import json

import pytest

from mingjing.config import benches
from mingjing.config.console import Stopped
from mingjing.kernel.text import Text

WHOLE = {"figures": {"per_s": 3}, "peer": "none 0", "ratio": None, "limits": {}, "size": {"rows": 1}}


class Toy:
    NAME = "toy"
    SUMMARY = Text("玩具", "a toy")

    def __init__(self, result):
        self.result = result

    def run(self, data, progress):
        progress("在跑", "running")
        return self.result | {"size": {"data": str(data)}} if "size" in self.result else self.result


def test_result_carries_machine_time_and_all_parts(tmp_path):
    result = benches.measure(Toy(WHOLE), tmp_path)
    assert result["bench"] == "toy"
    assert result["size"] == {"data": str(tmp_path)}
    assert result["machine"]["cores"] >= 1
    assert result["at"].endswith("Z")
    json.dumps(result)


@pytest.mark.parametrize("part", sorted(benches.PARTS))
def test_result_that_lacks_a_part_is_refused(part):
    with pytest.raises(Stopped, match=part):
        benches.measure(Toy({k: v for k, v in WHOLE.items() if k != part}), None)


def test_every_benchmark_in_the_folder_keeps_the_contract():
    for name, bench in benches.benches().items():
        assert name == bench.NAME
        assert bench.SUMMARY.zh
        assert bench.SUMMARY.en
        assert callable(bench.run)
