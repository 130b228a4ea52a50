"""The life of an import as a table."""

from mingjing.imports.vocab import ImportState as S
from mingjing.imports.vocab import Tag
from mingjing.kernel.machine import Machine, move

IMPORT = "imports:file:import"

BATCH = Machine(
    "import",
    S,
    (
        move("check", (S.READ, S.CHECKED), S.CHECKING, IMPORT, Tag.FILE_MATCHED, "核对", "Check it"),
        move("judged", (S.CHECKING,), S.CHECKED, IMPORT, Tag.FILE_CHECKED, "核对完毕", "End the check"),
        move("start", (S.CHECKED, S.STOPPED), S.RUNNING, IMPORT, Tag.RUN_STARTED, "正式导入", "Run it"),
        move("stop", (S.RUNNING,), S.STOPPED, IMPORT, Tag.RUN_STOPPED, "暂停", "Stop it"),
        move("finish", (S.RUNNING,), S.DONE, IMPORT, Tag.RUN_FINISHED, "导入完成", "End the run"),
        move("drop", (S.READ, S.CHECKING, S.CHECKED), S.DROPPED, IMPORT, Tag.FILE_DROPPED, "放弃", "Drop it"),
    ),
)
