"""Closed words of imports. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class ImportState(Vocab):
    READ = "read", "待对应", "To be matched"
    CHECKING = "checking", "核对中", "Being checked"
    CHECKED = "checked", "已核对，待导入", "Checked"
    RUNNING = "running", "导入中", "Running"
    STOPPED = "stopped", "已暂停", "Stopped"
    DONE = "done", "已完成", "Done"
    DROPPED = "dropped", "已放弃", "Dropped"


class RowState(Vocab):
    WAITING = "waiting", "待核对", "Not judged yet"
    GOOD = "good", "可以导入", "Can be taken over"
    REFUSED = "refused", "不能导入", "Refused"
    MADE = "made", "已导入", "Taken over"
    KNOWN = "known", "此前已导入", "Taken over before"


class Tag(Vocab):
    FILE_READ = "imports.file.read", "读入案件文件", "File of cases read"
    FILE_MATCHED = "imports.file.matched", "对应列并核对", "Columns matched, check begun"
    FILE_CHECKED = "imports.file.checked", "核对完毕", "File checked"
    FILE_DROPPED = "imports.file.dropped", "放弃导入", "Import dropped"
    RUN_STARTED = "imports.run.started", "开始导入", "Import started"
    RUN_STOPPED = "imports.run.stopped", "暂停导入", "Import stopped"
    RUN_FINISHED = "imports.run.finished", "导入完成", "Import finished"
    MATCHING_KEPT = "imports.matching.kept", "保存列对应", "Matching of columns kept"
