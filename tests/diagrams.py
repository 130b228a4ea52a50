"""State diagrams in the documents, and what the tables would draw."""

from pathlib import Path

from mingjing.kernel.machine import Machine

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def place(table: Machine) -> Path:
    return FOLDER / f"states-{table.kind.replace('_', '-')}.md"


def committed(table: Machine) -> str:
    return place(table).read_text(encoding="utf-8")


def drawn(table: Machine) -> str:
    """The page of one machine: its diagram, then states and moves in both languages."""
    states = "\n".join(f"| `{s.value}` | {s.text.zh} | {s.text.en} |" for s in table.states)
    moves = "\n".join(
        f"| `{m.verb}` | {m.text.zh} · {m.text.en} | {f'`{m.permission}`' if m.permission else '—'} | `{m.tag}` |"
        for m in table
    )
    return (
        f"# States of `{table.kind}`\n\n"
        "Generated from the table in the code and compared with it by the tests; write it anew with\n"
        "`python -m tests.diagrams`.\n\n"
        f"```mermaid\n{table.mermaid()}```\n\n"
        f"| state | 中文 | English |\n|---|---|---|\n{states}\n\n"
        f"| move | what | permission | entry |\n|---|---|---|---|\n{moves}\n"
    )


def main() -> None:
    from mingjing.alerts.machine import LIFE, SERVICE
    from mingjing.approvals.machine import REQUEST
    from mingjing.clocks.machine import CLOCK, DUTY
    from mingjing.custody.machine import STAY
    from mingjing.documents.machine import INSTRUMENT
    from mingjing.intake.machine import REPORT
    from mingjing.interviews.machine import INTERVIEW
    from mingjing.org.machine import SHIFT
    from mingjing.presence.machine import DEVICE, FLOOR_PLAN
    from mingjing.review.machine import CORRECTION, REVIEW

    for table in (
        INSTRUMENT,
        LIFE,
        SERVICE,
        CLOCK,
        DUTY,
        REQUEST,
        REPORT,
        STAY,
        SHIFT,
        DEVICE,
        FLOOR_PLAN,
        REVIEW,
        CORRECTION,
        INTERVIEW,
    ):
        place(table).write_text(drawn(table), encoding="utf-8")


if __name__ == "__main__":
    main()
