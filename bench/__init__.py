"""Benchmarks, run by hand with `./mj bench NAME`; their last results stand in docs/reference/figures.md.

Each module `bench/<name>.py` has `NAME` and `SUMMARY` (a bilingual Text) and one function:

    def run(data: Path | None, progress: Callable[[str, str], None]) -> dict

It calls `progress(zh, en)` now and then and answers with the keys `figures` (name → number, the unit in the name),
`peer` (name and version of what it is compared with, or None), `ratio` (to the peer, in the same run, or None),
`limits` (what a figure must reach, where the plan sets one) and `size` (how much data). The runner adds the machine.
"""
