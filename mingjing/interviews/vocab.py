"""Closed words about interviews. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class InterviewState(Vocab):
    PLANNED = "planned", "已安排", "Planned"
    OPEN = "open", "进行中", "Under way"
    PAUSED = "paused", "暂停", "Paused"
    READING = "reading", "核对签名", "Read back"
    SIGNED = "signed", "已签名", "Signed"
    CLOSED = "closed", "已定稿", "Closed"
    BROKEN_OFF = "broken_off", "中止", "Broken off"
    CALLED_OFF = "called_off", "取消", "Called off"


class Where(Vocab):
    """As `interview.place` of the law books."""

    CENTRE = "centre", "执法办案场所", "Case-handling centre"
    STATION = "station", "公安机关其他场所", "Other police premises"
    SCENE = "scene", "现场", "The scene"
    HOME = "home", "住处", "Home"
    WORKPLACE = "workplace", "单位或学校", "Workplace or school"
    HOSPITAL = "hospital", "医疗机构", "Hospital"
    NAMED = "named", "本人提出的地点", "A place he names"
    DETENTION_CENTRE = "detention_centre", "看守所讯问室", "Detention centre"
    SERVING = "serving", "拘留所、戒毒所或监狱", "Where a penalty is served"


class Part(Vocab):
    """What an officer does in the room."""

    ASKING = "asking", "讯问（询问）人", "Asks"
    WRITING = "writing", "记录人", "Writes"


class HelperKind(Vocab):
    GUARDIAN = "guardian", "法定代理人", "Guardian"
    APPROPRIATE_ADULT = "appropriate_adult", "合适成年人", "Appropriate adult"
    INTERPRETER = "interpreter", "翻译", "Interpreter"
    SIGN_HELPER = "sign_helper", "手语翻译", "Sign-language helper"
    FEMALE_STAFF = "female_staff", "女工作人员", "Female staff"


class Why(Vocab):
    """Why an interview stands still."""

    BREAK = "break", "休息", "Break"
    MEAL = "meal", "用餐", "Meal"
    RECORDER = "recorder", "录音录像设备故障", "Recorder failed"
    MEDICAL = "medical", "就医或身体不适", "Medical"
    OTHER = "other", "其他", "Other"


class RecorderState(Vocab):
    UNKNOWN = "unknown", "未知", "Unknown"
    HEALTHY = "healthy", "正在录音录像", "Recording"
    FAILED = "failed", "故障中断", "Failed"


class Line(Vocab):
    """What a line of a record is."""

    QUESTION = "q", "问", "Q"
    ANSWER = "a", "答", "A"
    NOTE = "n", "注", "Note"


class Reading(Vocab):
    ITSELF = "itself", "本人阅读", "Read by himself"
    ALOUD = "aloud", "向其宣读", "Read to him"


class Signer(Vocab):
    PERSON = "person", "被讯问（询问）人", "The person"
    OFFICER = "officer", "讯问（询问）人", "Officer"
    HELPER = "helper", "到场人员", "Helper"


class InterviewTag(Vocab):
    PLANNED = "interviews.interview.planned", "安排讯问询问", "Interview planned"
    CALLED_OFF = "interviews.interview.called_off", "取消讯问询问", "Interview called off"
    HELPER = "interviews.interview.helper", "到场人员", "Helper named"
    OPENED = "interviews.interview.opened", "开始讯问询问", "Interview opened"
    PAUSED = "interviews.interview.paused", "暂停讯问询问", "Interview paused"
    RESUMED = "interviews.interview.resumed", "继续讯问询问", "Interview resumed"
    RECORDER = "interviews.interview.recorder", "录音录像状态", "Recorder told"
    BROKEN_OFF = "interviews.interview.broken_off", "中止讯问询问", "Interview broken off"
    DRAFTED = "interviews.record.drafted", "笔录草稿", "Draft of a record"
    FIXED = "interviews.record.fixed", "笔录定稿核对", "Record fixed for reading back"
    CORRECTED = "interviews.record.corrected", "笔录更正", "Record corrected"
    READ_BACK = "interviews.record.read_back", "笔录核对", "Record read back"
    SIGNED = "interviews.record.signed", "笔录签名", "Record signed"
    SIGNED_ALL = "interviews.record.signed_all", "签名完毕", "Everybody signed"
    CLOSED = "interviews.record.closed", "笔录归档定稿", "Record closed"
    SUPPLEMENTED = "interviews.record.supplemented", "笔录补充说明", "Record supplemented"
