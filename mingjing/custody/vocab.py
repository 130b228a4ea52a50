"""Closed words of a stay. Values are stored and never change; those that law asks about are spelt as in its fact list.

Entry tags stand in `tags.py`.
"""

from mingjing.kernel.vocab import Vocab


class StayState(Vocab):
    ARRIVED = "arrived", "已到达", "Arrived"
    IN_AREA = "in_area", "在区", "In the area"
    OUT = "temporarily_out", "临时离区", "Temporarily out"
    LEAVING = "leaving", "待出区", "Leaving"
    DEPARTED = "departed", "已出区", "Departed"
    IN_ERROR = "recorded_in_error", "误登记", "Recorded in error"


PRESENT = (StayState.ARRIVED, StayState.IN_AREA, StayState.OUT, StayState.LEAVING)
INSIDE = (StayState.ARRIVED, StayState.IN_AREA, StayState.LEAVING)


class Ground(Vocab):
    SUMMONS = "summons", "传唤", "Summons"
    ORAL_SUMMONS = "oral_summons", "口头传唤", "Oral summons"
    FORCED_SUMMONS = "forced_summons_criminal", "拘传", "Summons by force"
    COMPELLED_SUMMONS = "compelled_summons_admin", "强制传唤", "Compelled summons"
    CONTINUED_QUESTIONING = "continued_questioning", "继续盘问", "Continued questioning"
    SURRENDER = "surrender", "自动投案", "Voluntary surrender"
    CITIZEN_DELIVERY = "citizen_delivery", "群众扭送", "Delivered by citizens"
    DETENTION = "detention", "刑事拘留", "Criminal detention"
    ARREST = "arrest", "逮捕", "Arrest"
    ADMIN_DETENTION = "admin_detention", "行政拘留", "Administrative detention"
    BAIL = "bail", "取保候审", "Bail pending trial"
    SURVEILLANCE = "residential_surveillance", "监视居住", "Residential surveillance"
    SOBERING = "sobering", "约束至酒醒", "Sobering-up"
    WITNESS = "witness", "证人", "Witness"
    VICTIM = "victim", "被害人或被侵害人", "Victim"
    OTHER = "other", "其他", "Other"


SUMMONED = (Ground.SUMMONS, Ground.ORAL_SUMMONS, Ground.FORCED_SUMMONS, Ground.COMPELLED_SUMMONS)
OF_ANYBODY = (Ground.WITNESS, Ground.VICTIM, Ground.OTHER)
"""Grounds on which nobody is held as a suspect."""
DETAINED = (Ground.DETENTION, Ground.ARREST, Ground.ADMIN_DETENTION)
BY_WARRANT = (Ground.DETENTION, Ground.ARREST)
"""Grounds whose limits count from the hour on the warrant: whoever is received on one was taken before he came."""
HELD_BEFORE = (*DETAINED, *SUMMONED, Ground.CONTINUED_QUESTIONING)
"""Grounds on which he may have been in the hands of the police before he came here; the limits count from then."""


class Mode(Vocab):
    """How he appeared."""

    BROUGHT = "brought", "民警带至", "Brought by officers"
    ON_CALL = "on_call", "接通知到场", "Came when called"
    CAME_ALONE = "came_alone", "主动到场", "Came on his own"
    DELIVERED = "delivered", "群众扭送", "Delivered by citizens"
    TRANSFERRED = "transferred", "其他单位移交", "Handed over by another unit"
    CAPTURED = "captured", "抓获", "Captured"


class Role(Vocab):
    SUSPECT = "suspect", "嫌疑人", "Suspect"
    WITNESS = "witness", "证人", "Witness"
    VICTIM = "victim", "被害人", "Victim"


class Colour(Vocab):
    """Three-colour control. The colour is never the only sign."""

    RED = "red", "红色管控", "Red"
    YELLOW = "yellow", "黄色管控", "Amber"
    GREEN = "green", "绿色管控", "Green"


class Observation(Vocab):
    """How closely he is watched; the interval of each level is the centre's rule, in `policy.yaml`."""

    GENERAL = "general", "一般看护", "General"
    FREQUENT = "frequent", "加强看护", "Frequent"
    CLOSE = "close", "重点看护", "Close"
    CONSTANT = "constant", "专人看护", "Constant"


class InjuryKind(Vocab):
    BRUISE = "bruise", "淤伤", "Bruise"
    CUT = "cut", "划切伤", "Cut"
    GRAZE = "graze", "擦伤", "Graze"
    SWELLING = "swelling", "肿胀", "Swelling"
    BURN = "burn", "烧烫伤", "Burn"
    FRACTURE = "fracture", "骨折或疑似", "Fracture or suspected"
    SCAR = "scar", "陈旧疤痕", "Old scar"
    OTHER = "other", "其他", "Other"


class Region(Vocab):
    """Regions of the body map, front and back."""

    HEAD = "head", "头部", "Head"
    FACE = "face", "面部", "Face"
    NECK = "neck", "颈部", "Neck"
    CHEST = "chest", "胸部", "Chest"
    ABDOMEN = "abdomen", "腹部", "Abdomen"
    BACK = "back", "背部", "Back"
    LOWER_BACK = "lower_back", "腰臀部", "Lower back"
    LEFT_ARM = "left_arm", "左臂", "Left arm"
    RIGHT_ARM = "right_arm", "右臂", "Right arm"
    LEFT_HAND = "left_hand", "左手", "Left hand"
    RIGHT_HAND = "right_hand", "右手", "Right hand"
    LEFT_LEG = "left_leg", "左腿", "Left leg"
    RIGHT_LEG = "right_leg", "右腿", "Right leg"
    LEFT_FOOT = "left_foot", "左足", "Left foot"
    RIGHT_FOOT = "right_foot", "右足", "Right foot"


class Occasion(Vocab):
    """When the body was looked at."""

    ARRIVAL = "arrival", "到达时", "On arrival"
    DURING = "during", "在区期间", "During the stay"
    EXIT = "exit", "离区复查", "On leaving"


class BelongingState(Vocab):
    KEPT = "kept", "保管中", "Kept"
    RETURNED = "returned", "已返还本人", "Returned"
    COLLECTED = "collected", "已由家属等领取", "Collected by family"
    FORWARDED = "forwarded", "已随人移交", "Forwarded with him"
    CASE_PROPERTY = "case_property", "转为涉案财物", "Became case property"


class Risk(Vocab):
    LOW = "low", "低", "Low"
    MEDIUM = "medium", "中", "Medium"
    HIGH = "high", "高", "High"


class Need(Vocab):
    """What he needs because of what he told or what was seen."""

    MEDIC = "medic", "医务检查", "Medical examination"
    MEDICATION = "medication", "按时服药", "Medication"
    SELF_HARM_WATCH = "self_harm_watch", "防自伤看护", "Watch against self-harm"
    WITHDRAWAL_WATCH = "withdrawal_watch", "戒断反应看护", "Watch for withdrawal"
    SOBERING = "sobering", "约束至酒醒", "Sobering-up"
    SPECIAL_ROOM = "special_room", "特殊房间", "Special room"
    SINGLE_ROOM = "single_room", "单独房间", "Room of his own"
    GUARDIAN = "guardian", "法定代理人或合适成年人", "Guardian or appropriate adult"
    INTERPRETER = "interpreter", "翻译", "Interpreter"
    SIGN_HELPER = "sign_helper", "手语帮助", "Sign-language help"
    READING_HELP = "reading_help", "代读", "Help with reading"
    FEMALE_STAFF = "female_staff", "女性工作人员", "Female staff"
    DEPENDANTS = "dependants", "安置被抚养人", "Care for dependants"
    DIET = "diet", "特殊饮食", "Special diet"


class CollectionItem(Vocab):
    PHOTO = "photo", "人像照片", "Photograph"
    FINGERPRINTS = "fingerprints", "指掌纹", "Fingerprints"
    BODY_MARKS = "body_marks", "体貌特征", "Body features"
    FOOTPRINT = "footprint", "足迹", "Footprint"
    VOICE = "voice", "声纹", "Voice"
    PHONE = "phone", "手机信息", "Phone"
    URINE = "urine", "尿样", "Urine"
    BLOOD = "blood", "血样", "Blood"
    DNA = "dna", "DNA样本", "DNA sample"


BIOLOGICAL = (CollectionItem.URINE, CollectionItem.BLOOD, CollectionItem.DNA)


class CollectionOutcome(Vocab):
    DONE = "done", "已采集", "Done"
    REFUSED = "refused", "拒绝", "Refused"
    NOT_LAWFUL = "not_lawful", "无法定依据，不采集", "No lawful basis, not taken"
    BEFORE = "before", "此前已采集", "Taken before"
    NOT_NEEDED = "not_needed", "无需采集", "Not needed"


class CareKind(Vocab):
    MEAL = "meal", "饮食", "Meal"
    DRINK = "drink", "饮水", "Drink"
    REST = "rest", "休息", "Rest"
    WASHING = "washing", "洗漱", "Washing"
    TOILET = "toilet", "如厕", "Toilet"
    MEDICATION = "medication", "服药", "Medication"
    BEDDING = "bedding", "寝具", "Bedding"


class Finding(Vocab):
    """What a welfare check saw."""

    WELL = "well", "状态正常", "Well"
    ASLEEP = "asleep", "入睡，呼吸平稳", "Asleep, breathing calmly"
    UPSET = "upset", "情绪不稳", "Upset"
    UNWELL = "unwell", "身体不适", "Unwell"
    ASKS = "asks", "提出要求", "Asks for something"


class ContactKind(Vocab):
    """Who was told, called or asked for."""

    LAWYER_REQUESTED = "lawyer_requested", "要求委托律师", "Asked for a lawyer"
    LAWYER_CONTACTED = "lawyer_contacted", "转达委托律师要求", "Request for a lawyer passed on"
    AID_APPLIED = "aid_applied", "申请法律援助", "Applied for legal aid"
    AID_FORWARDED = "aid_forwarded", "转交法律援助申请", "Legal aid application forwarded"
    AID_NOTIFIED = "aid_notified", "通知法律援助机构", "Legal aid notified"
    DUTY_LAWYER_REQUESTED = "duty_lawyer_requested", "要求约见值班律师", "Asked for the duty lawyer"
    DUTY_LAWYER_INFORMED = "duty_lawyer_informed", "通知值班律师", "Duty lawyer informed"
    FAMILY_NOTIFIED = "family_notified", "通知家属", "Family notified"
    FAMILY_UNREACHABLE = "family_unreachable", "无法通知家属", "Family could not be notified"
    GUARDIAN_CALLED = "guardian_called", "通知法定代理人", "Guardian called"
    GUARDIAN_ABSENT = "guardian_absent", "法定代理人未到场", "Guardian absent"
    INTERPRETER_CALLED = "interpreter_called", "通知翻译", "Interpreter called"
    DEPENDANTS_ARRANGED = "dependants_arranged", "安置被抚养人", "Dependants taken care of"
    DEATH_EXPERT_APPOINTED = "death_expert_appointed", "委托死因鉴定", "Expert on the cause of death appointed"


class ReportTo(Vocab):
    """To whom an incident is reported, as in the law's fact `report.to`."""

    SUPERVISION = "supervision", "警务督察部门", "Police supervision"
    COUNTY_LEADER = "county_leader", "县级公安机关负责人", "Leader of the county police"
    COUNTY_DEPARTMENT = "county_department", "县级公安机关主管部门", "Department of the county police"
    PROVINCE = "province", "省级公安机关", "Provincial police"
    CONGRESS = "congress", "人民代表大会", "People's congress"
    CPPCC = "cppcc", "政协组织", "CPPCC organisation"


class VisitKind(Vocab):
    LAWYER = "lawyer", "律师会见", "Lawyer"
    DUTY_LAWYER = "duty_lawyer", "值班律师", "Duty lawyer"
    GUARDIAN = "guardian", "法定代理人", "Guardian"
    APPROPRIATE_ADULT = "appropriate_adult", "合适成年人", "Appropriate adult"
    FAMILY = "family", "家属", "Family"
    INTERPRETER = "interpreter", "翻译", "Interpreter"
    SIGN_HELPER = "sign_helper", "手语翻译", "Sign-language helper"
    MEDIC = "medic", "医务人员", "Medic"
    PROCURATOR = "procurator", "检察人员", "Procurator"
    CONSUL = "consul", "领事官员", "Consular officer"


class NotHeld(Vocab):
    """Why a visit asked for did not take place."""

    WITHDRAWN = "withdrawn", "申请人撤回", "Withdrawn by who asked"
    DECLINED = "declined", "本人不愿会见", "He does not wish it"
    REFUSED = "refused", "不予安排", "Not arranged"


CONFIDENTIAL = (VisitKind.LAWYER, VisitKind.DUTY_LAWYER)
ADULTS = (VisitKind.GUARDIAN, VisitKind.APPROPRIATE_ADULT)


class Device(Vocab):
    HANDCUFFS = "handcuffs", "手铐", "Handcuffs"
    SHACKLES = "shackles", "脚镣", "Shackles"
    BELT_OR_ROPE = "belt_or_rope", "约束带或警绳", "Belt or rope"
    CHAIR = "chair", "约束椅", "Restraint chair"
    OTHER = "other", "其他", "Other"


class IncidentKind(Vocab):
    ILLNESS = "illness", "突发疾病", "Sudden illness"
    INJURY = "injury", "受伤", "Injury"
    SERIOUS_INJURY = "serious_injury", "重伤", "Serious injury"
    SELF_HARM = "self_harm", "自伤自残", "Self-harm"
    SUICIDE = "suicide", "自杀", "Suicide"
    ESCAPE = "escape", "脱逃", "Escape"
    DEATH = "death", "死亡", "Death"
    OVERRUN = "overrun", "超时限", "Overrun"
    OTHER = "other", "其他", "Other"


class ExitPurpose(Vocab):
    RECOVER_LOOT = "recover_loot", "起赃", "Recovering loot"
    IDENTIFY_SCENE = "identify_scene", "辨认现场", "Identifying a scene"
    IDENTIFY_CORPSE = "identify_corpse", "辨认尸体", "Identifying a corpse"
    MEDICAL = "medical", "就医", "Medical"
    OTHER = "other", "其他", "Other"


class TempExitState(Vocab):
    ASKED = "asked", "待审批", "Awaiting approval"
    OUT = "out", "已离区", "Out"
    BACK = "back", "已返回", "Back"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class QuestioningKind(Vocab):
    INTERROGATION = "interrogation", "讯问", "Interrogation"
    QUESTIONING = "questioning", "询问查证", "Questioning"
    INTERVIEW = "interview", "询问证人被害人", "Interview"
    CONTINUED = "continued", "继续盘问", "Continued questioning"


class DepartureKind(Vocab):
    RELEASE = "released", "释放", "Release"
    DETENTION_CENTRE = "detention_centre", "送看守所", "To a detention centre"
    ADMIN_DETENTION = "admin_detention_house", "送拘留所", "To an administrative detention facility"
    OTHER_UNIT = "other_unit", "移交其他单位", "To another unit"


TRANSFERS = (DepartureKind.DETENTION_CENTRE, DepartureKind.ADMIN_DETENTION)


class Outcome(Vocab):
    """What was decided about him when he left."""

    NO_CASE = "no_case", "查否，无违法犯罪", "Cleared, no offence"
    WARNING_FINE = "warning_fine", "警告、罚款", "Warning or fine"
    ADMIN_DETENTION = "admin_detention", "行政拘留", "Administrative detention"
    DETENTION = "detention", "刑事拘留", "Criminal detention"
    ARREST = "arrest", "逮捕", "Arrest"
    BAIL = "bail", "取保候审", "Bail pending trial"
    SURVEILLANCE = "residential_surveillance", "监视居住", "Residential surveillance"
    MEDIATED = "mediated", "调解处理", "Settled by mediation"
    INTERVIEWED = "interviewed", "询问完毕", "Interview finished"
    CONTINUING = "continuing", "继续侦查调查", "Inquiry goes on"
    HANDED_OVER = "handed_over", "移交管辖", "Handed over by jurisdiction"
    OTHER = "other", "其他", "Other"


class Purpose(Vocab):
    """What a copy of the record is issued for."""

    CASE_FILE = "case_file", "入卷", "For the case file"
    PROCURATORATE = "procuratorate", "检察监督", "Supervision by the procuratorate"
    COURT = "court", "法院审理", "Trial"
    LAWYER = "lawyer", "律师或本人查阅", "For the person or his lawyer"
    INSPECTION = "inspection", "督察、执法监督", "Inspection and supervision"
    COMPLAINT = "complaint", "投诉、国家赔偿", "Complaint or state compensation"
    OTHER = "other", "其他", "Other"


class Kept(Vocab):
    """What a copy of the record may keep back."""

    HEALTH = "health", "健康与医务内容", "Health and medical content"
    CONTACTS = "contacts", "亲属、律师等人员姓名和联系方式", "Names and means of contact of family, lawyers and others"


class StepKind(Vocab):
    """The steps of booking in, in their usual order."""

    IDENTITY = "identity", "身份核查", "Identity"
    SEARCH = "search", "人身安全检查", "Search"
    BELONGINGS = "belongings", "随身物品", "Belongings"
    ASSESSMENT = "assessment", "风险评估", "Assessment"
    RIGHTS = "rights", "权利告知", "Rights"
    COLLECTION = "collection", "信息采集", "Collection"
    VEST = "vest", "识别服", "ID vest"
    ROOM = "room", "安排房间", "Room"


class StepState(Vocab):
    OPEN = "open", "未办", "Open"
    DONE = "done", "已办", "Done"
    REFUSED = "refused", "被拒绝（已记录）", "Refused (noted)"
    NOT_NEEDED = "not_needed", "无需办理", "Not needed"
