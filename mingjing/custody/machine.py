"""The moves of a stay. Steps of booking in are no states: they are derived, see `rules.steps`."""

from mingjing.custody.tags import Tag
from mingjing.custody.vocab import StayState as S
from mingjing.kernel.machine import Machine, move

HERE = (S.ARRIVED, S.IN_AREA, S.LEAVING)
SETTLED = (S.ARRIVED, S.IN_AREA)
ANY = (S.ARRIVED, S.IN_AREA, S.OUT, S.LEAVING)


STAY = Machine(
    "stay",
    S,
    (
        move("identify", ANY, None, "custody:stay:identify", Tag.IDENTIFIED, "核查身份", "Check identity"),
        move("search", HERE, None, "custody:stay:search", Tag.SEARCHED, "人身安全检查", "Search"),
        move("note_injury", ANY, None, "custody:injury:note", Tag.INJURY_NOTED, "记录伤情", "Note an injury"),
        move("list_belongings", HERE, None, "custody:belongings:list", Tag.BELONGINGS_LISTED, "登记随身财物",
             "List belongings"),
        move("return_belongings", HERE, None, "custody:belongings:return", Tag.BELONGINGS_RETURNED, "返还随身财物",
             "Return belongings"),
        move("assess", HERE, None, "custody:stay:assess", Tag.ASSESSED, "风险评估", "Assess"),
        move("tell_rights", HERE, None, "custody:rights:tell", Tag.RIGHTS_TOLD, "告知权利", "Tell rights"),
        move("collect", HERE, None, "custody:stay:collect", Tag.COLLECTED, "信息采集", "Collect information"),
        move("vest", SETTLED, None, "custody:stay:vest", Tag.VESTED, "发放识别服", "Give the vest"),
        move("colour", ANY, None, "custody:stay:observe", Tag.COLOUR_SET, "确定管控颜色", "Set the control colour"),
        move("place", SETTLED, S.IN_AREA, "custody:stay:place", Tag.PLACED, "安排房间", "Place in a room"),
        move("override", SETTLED, None, "custody:override:ask", Tag.OVERRIDE_ASKED, "例外安置", "Placement override"),
        move("observe", HERE, None, "custody:stay:observe", Tag.OBSERVED, "设定看护等级", "Set the observation level"),
        move("check", HERE, None, "custody:stay:check", Tag.CHECKED, "巡查", "Check"),
        move("care", ANY, None, "custody:care:offer", Tag.MEAL, "记录生活保障", "Record care"),
        move("medical", ANY, None, "custody:care:medical", Tag.MEDICAL, "医务检查", "Medical attention"),
        move("contact", ANY, None, "custody:contact:note", Tag.FAMILY_NOTIFIED, "记录通知", "Note a contact"),
        move("ask_visit", ANY, None, "custody:visit:ask", Tag.VISIT_ASKED, "登记会见申请",
             "Note a request for a visit"),
        move("visit", HERE, None, "custody:visit:admit", Tag.VISITED, "安排会见", "Admit a visitor"),
        move("end_visit", ANY, None, "custody:visit:admit", Tag.VISIT_ENDED, "结束会见", "End a visit"),
        move("use_force", ANY, None, "custody:force:note", Tag.FORCE_USED, "记录使用强制手段", "Note use of force"),
        move("restrain", ANY, None, "custody:restraint:apply", Tag.RESTRAINED, "使用约束", "Restrain"),
        move("unrestrain", ANY, None, "custody:restraint:end", Tag.UNRESTRAINED, "解除约束", "End restraint"),
        move("sober", HERE, None, "custody:restraint:apply", Tag.SOBERING_STARTED, "约束至酒醒", "Sobering-up"),
        move("incident", ANY, None, "custody:incident:report", Tag.INCIDENT, "报告突发情况", "Report an incident"),
        move("question", (S.IN_AREA,), None, "custody:stay:question", Tag.QUESTIONING_STARTED, "讯问询问",
             "Question"),
        move("end_questioning", ANY, None, "custody:stay:question", Tag.QUESTIONING_ENDED, "结束讯问询问",
             "End questioning"),
        move("ask_exit", SETTLED, None, "custody:temp_exit:ask", Tag.TEMP_EXIT_ASKED, "申请临时离区",
             "Ask for a temporary exit"),
        move("go_out", SETTLED, S.OUT, "custody:temp_exit:release", Tag.TEMP_DEPARTED, "临时离区", "Leave temporarily"),
        move("come_back", (S.OUT,), S.IN_AREA, "custody:temp_exit:readmit", Tag.TEMP_RETURNED, "返回", "Come back"),
        move("attach_case", ANY, None, "custody:stay:ground", Tag.CASE_ATTACHED, "关联案件", "Attach the case"),
        move("change_ground", ANY, None, "custody:stay:ground", Tag.GROUND_CHANGED, "变更依据", "Change the ground"),
        move("execute_detention", ANY, None, "custody:stay:ground", Tag.DETENTION_EXECUTED, "执行拘留逮捕",
             "Execute detention or arrest"),
        move("prepare_exit", SETTLED, S.LEAVING, "custody:exit:prepare", Tag.EXIT_PREPARED, "准备出区",
             "Prepare the exit"),
        move("cancel_exit", (S.LEAVING,), S.IN_AREA, "custody:exit:prepare", Tag.EXIT_CANCELLED, "取消出区",
             "Cancel the exit"),
        move("recheck", (S.IN_AREA, S.ARRIVED, S.LEAVING), None, "custody:injury:note", Tag.INJURIES_RECHECKED,
             "离区伤情复查", "Check injuries again"),
        move("sign_for_centre", (S.LEAVING,), None, "custody:exit:sign_centre", Tag.EXIT_SIGNED, "办案中心会签",
             "Co-sign for the centre"),
        move("sign_for_case", (S.LEAVING,), None, "custody:exit:sign_case", Tag.EXIT_SIGNED, "办案单位会签",
             "Co-sign for the case unit"),
        move("depart", (S.LEAVING,), S.DEPARTED, "custody:exit:depart", Tag.RELEASED, "出区", "Depart"),
        move("void", SETTLED, S.IN_ERROR, "custody:stay:void", Tag.IN_ERROR, "作废误登记", "Void"),
    ),
)
