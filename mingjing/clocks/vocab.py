"""Closed words of clocks and duties. Values are stored and never change; the phases are those of the law engine."""

from mingjing.kernel.vocab import Vocab


class Kind(Vocab):
    CLOCK = "clock", "时限", "Clock"
    DUTY = "duty", "职责", "Duty"


class Phase(Vocab):
    """Where a clock or duty stands. A clock's are the first six, a duty's OPEN to MISSED, PAUSED, WARNED and LIFTED;
    WITHDRAWN is either's when a correction of the record took away what had started it."""

    RUNNING = "running", "计时中", "Running"
    PAUSED = "paused", "暂停计时", "Paused"
    WARNED = "warned", "即将届满", "Nearly due"
    BREACHED = "breached", "已超时限", "Over the limit"
    MET = "met", "按时结束", "Ended in time"
    LIFTED = "lifted", "不再适用", "No longer applies"
    OPEN = "open", "待办", "To do"
    OVERDUE = "overdue", "已逾期", "Overdue"
    DONE = "done", "已办", "Done"
    LATE = "late", "逾期办理", "Done late"
    MISSED = "missed", "未办", "Not done"
    WITHDRAWN = "withdrawn", "更正后撤销", "Withdrawn by a correction"


class Told(Vocab):
    """What the watch has announced about a row so far."""

    NOTHING = "nothing", "未提示", "Nothing yet"
    NEAR = "near", "已提示临近", "Announced as near"
    OVER = "over", "已提示超限", "Announced as over"


class Shift(Vocab):
    """What became of a clock or duty under another version of the law books."""

    BEGUN = "begun", "新起算", "Begun"
    GONE = "gone", "不再适用", "Gone"
    EARLIER = "earlier", "提前", "Due earlier"
    LATER = "later", "延后", "Due later"
    OTHERWISE = "otherwise", "状态变动", "Stands otherwise"


class Tag(Vocab):
    CLOCK_WARNED = "clocks.clock.warned", "时限将至", "Time limit near"
    CLOCK_BREACHED = "clocks.clock.breached", "超过时限", "Time limit passed"
    CLOCK_EASED = "clocks.clock.eased", "时限提示撤回", "Time limit eased"
    DUTY_WARNED = "clocks.duty.warned", "职责将到期", "Duty nearly due"
    DUTY_OVERDUE = "clocks.duty.overdue", "职责逾期", "Duty overdue"
    DUTY_EASED = "clocks.duty.eased", "职责提示撤回", "Duty eased"
    BOOK_SIGNED_OFF = "clocks.book.signed_off", "签核法规库", "Law books signed off"
    BOOK_CHANGED = "clocks.book.changed", "法规库换版", "Law books changed"
    BOOK_MOVED = "clocks.book.moved", "换版后时限变动", "Limits moved by the law books"
    BOOK_READ = "clocks.book.read", "换版重新推算完毕", "Limits reckoned anew"
