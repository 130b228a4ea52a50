"""Closed words of the organisation. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class UnitKind(Vocab):
    CITY_BUREAU = "city_bureau", "市公安局", "Municipal public security bureau"
    COUNTY_BUREAU = "county_bureau", "县（区）公安局", "County public security bureau"
    DEPARTMENT = "department", "部门", "Department"
    STATION = "station", "派出所", "Police station"


class SiteKind(Vocab):
    CITY_CENTRE = "city_centre", "市级执法办案管理中心", "City case-handling management centre"
    COUNTY_CENTRE = "county_centre", "县级执法办案管理中心", "County case-handling management centre"
    STATION_AREA = "station_area", "派出所办案区", "Station case-handling area"


class ZoneKind(Vocab):
    RECEPTION = "reception", "接待区", "Reception zone"
    CASE_AREA = "case_area", "办案区", "Case-handling area"
    JUVENILE_AREA = "juvenile_area", "未成年人办案区", "Juvenile area"
    CASE_MANAGEMENT = "case_mgmt_office", "案件管理区", "Case management area"
    PROPERTY_AREA = "property_area", "涉案财物管理区", "Case-property area"
    SERVICE = "service", "民警服务区", "Service zone"
    JOINT_OPERATIONS = "joint_operations", "合成作战区", "Joint operations zone"


class RoomKind(Vocab):
    RECEPTION_DESK = "reception_desk", "入区登记台", "Booking-in desk"
    WAITING_ROOM = "waiting_room", "等候室", "Waiting room"
    SEARCH_ROOM = "search_room", "人身安全检查室", "Personal safety search room"
    COLLECTION_ROOM = "collection_room", "信息采集室", "Biometric and data collection room"
    HOLDING_ROOM = "holding_room", "候问室", "Holding room"
    INTERROGATION_ROOM = "interrogation_room", "讯问室", "Interrogation room"
    INTERVIEW_ROOM = "interview_room", "询问室", "Interview room"
    REMOTE_ROOM = "remote_room", "远程讯问室", "Remote interrogation room"
    ID_ROOM = "id_room", "辨认室", "Identification room"
    SOBERING_ROOM = "sobering_room", "醒酒约束室", "Sobering room"
    LEGAL_VISIT_ROOM = "legal_visit_room", "律师会见室", "Lawyer consultation room"
    MEDICAL_ROOM = "medical_room", "医务室", "Medical room"
    WASHROOM = "washroom", "卫生间", "Washroom"
    BELONGINGS_ROOM = "belongings_room", "随身物品保管室", "Belongings room"
    MEDIATION_ROOM = "mediation_room", "调解室", "Mediation room"
    DUTY_ROOM = "duty_room", "值班监控室", "Duty and monitoring room"
    OFFICE = "office", "办公室", "Office"
    REST_ROOM = "rest_room", "民警休息室", "Officers' rest room"
    STORE = "store", "涉案财物库", "Property store"
    FILE_ROOM = "file_room", "案管室", "File room"
    OPERATIONS_ROOM = "operations_room", "合成作战室", "Joint operations room"
    EXIT_GATE = "exit_gate", "出区口", "Exit gate"


class RoomSex(Vocab):
    ANY = "any", "不限", "Any"
    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class Sex(Vocab):
    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class ShiftState(Vocab):
    PLANNED = "planned", "已排", "Planned"
    RUNNING = "running", "在班", "On duty"
    OFFERED = "offered", "待接班", "Waiting to be relieved"
    HANDED_OVER = "handed_over", "已交班", "Handed over"


class Tag(Vocab):
    UNIT_SET_UP = "org.unit.set_up", "设立单位", "Unit set up"
    UNIT_CHANGED = "org.unit.changed", "变更单位", "Unit changed"
    PREFECTURE_SET_UP = "org.prefecture.set_up", "建立全市机构", "Prefecture set up"
    SITE_SET_UP = "org.site.set_up", "建立场所", "Site set up"
    SITE_CHANGED = "org.site.changed", "变更场所", "Site changed"
    ROOM_SET_UP = "org.room.set_up", "设置房间", "Room set up"
    ROOM_CHANGED = "org.room.changed", "变更房间", "Room changed"
    ROOM_CLOSED = "org.room.closed", "停用房间", "Room taken out of service"
    ROOM_REOPENED = "org.room.reopened", "恢复房间", "Room back in service"
    ROOM_CERTIFIED = "org.room.certified", "房间验收", "Room certified"
    OFFICER_ENROLLED = "org.officer.enrolled", "登记人员", "Officer enrolled"
    OFFICER_SUSPENDED = "org.officer.suspended", "停用账号", "Account suspended"
    OFFICER_RESTORED = "org.officer.restored", "恢复账号", "Account restored"
    OFFICER_MOVED = "org.officer.moved", "变更人员", "Officer's details changed"
    ACCOUNT_CONFIRMED = "org.officer.confirmed", "核准账号", "Account confirmed"
    PASSWORD_RESET = "org.officer.password_reset", "重置密码", "Password reset"
    FACTOR_RESET = "org.officer.factor_reset", "重置第二验证", "Second factor reset"
    UNLOCKED = "org.officer.unlocked", "解除锁定", "Account unlocked"
    POST_GIVEN = "org.posting.given", "任命岗位", "Post given"
    POST_PROPOSED = "org.posting.proposed", "拟任岗位", "Post proposed"
    POST_DECLINED = "org.posting.declined", "不予任命", "Post declined"
    POST_ENDED = "org.posting.ended", "免去岗位", "Post ended"
    SHIFT_PLANNED = "org.shift.planned", "排班", "Shift planned"
    SHIFT_STARTED = "org.shift.started", "接班", "Shift started"
    SHIFT_CHANGED = "org.shift.changed", "调班", "Shift changed"
    SHIFT_OFFERED = "org.shift.offered", "提出交班", "Hand-over offered"
    SHIFT_HANDED_OVER = "org.shift.handed_over", "交接班", "Shift handed over"
    SIGNED_IN = "org.session.signed_in", "登录", "Signed in"
    DISPLAY_BEGUN = "org.session.display_begun", "转为大屏", "Left to a wall display"
    SIGNED_OUT = "org.session.signed_out", "退出", "Signed out"
    FIRST_PASSWORD = "org.session.first_password", "启用账号", "First password chosen"
    PASSWORD_CHANGED = "org.session.password_changed", "修改密码", "Password changed"
    FACTOR_ADDED = "org.session.factor_added", "设置第二验证", "Second factor set up"
    FACTOR_REMOVED = "org.session.factor_removed", "移除第二验证", "Second factor removed"
    LOCKED_OUT = "org.session.locked_out", "锁定登录", "Locked out"
