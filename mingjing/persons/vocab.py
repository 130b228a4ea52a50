"""Closed words about people. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class Sex(Vocab):
    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"
    UNKNOWN = "unknown", "未查明", "Not established"


class DocumentKind(Vocab):
    RESIDENT_ID = "resident_id", "居民身份证", "Resident identity card"
    HOUSEHOLD_REGISTER = "household_register", "户口簿", "Household register"
    PASSPORT = "passport", "普通护照", "Passport"
    FOREIGN_PERMIT = "foreign_permit", "外国人永久居留身份证", "Foreign permanent resident card"
    HONG_KONG_MACAO_PERMIT = "hk_macao_permit", "港澳居民来往内地通行证", "Mainland travel permit, Hong Kong and Macao"
    TAIWAN_PERMIT = "taiwan_permit", "台湾居民来往大陆通行证", "Mainland travel permit, Taiwan"
    RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证", "Residence permit, Hong Kong, Macao and Taiwan"
    DRIVING_LICENCE = "driving_licence", "机动车驾驶证", "Driving licence"
    MILITARY = "military", "军人证件", "Military identity paper"
    OTHER = "other", "其他证件", "Other paper"
    NONE = "none", "无证件", "No paper"


class NameKind(Vocab):
    LEGAL = "legal", "姓名", "Name"
    ALIAS = "alias", "别名/绰号", "Alias"
    FORMER = "former", "曾用名", "Former name"
    FOREIGN = "foreign", "外文姓名", "Foreign name"
    STATED = "stated", "自报姓名", "Name as stated"


class ContactKind(Vocab):
    PHONE = "phone", "电话", "Telephone"
    HOME = "home", "户籍地址", "Registered address"
    RESIDENCE = "residence", "现住址", "Present address"


class PhotoKind(Vocab):
    PORTRAIT = "portrait", "正面照", "Portrait"
    LEFT = "left", "左侧照", "Left side"
    RIGHT = "right", "右侧照", "Right side"
    FULL_LENGTH = "full_length", "全身照", "Full length"
    DOCUMENT = "document", "证件照片", "Photograph of a paper"
    FEATURE = "feature", "体貌特征", "Distinguishing feature"


class Protection(Vocab):
    """Why opening a record asks for the purpose."""

    NONE = "", "不受特别保护", "Not specially protected"
    MINOR = "minor", "未成年人", "Minor"
    VICTIM = "victim", "被害人隐私", "Privacy of a victim"
    WITNESS = "witness", "证人保护", "Witness protection"
    SECRET = "secret", "涉及国家秘密", "State secret"
    OTHER = "other", "其他需要保护的情形", "Other need of protection"


class Held(Vocab):
    """What a claim says about two records."""

    SAME = "same", "同一人", "Same person"
    DIFFERENT = "different", "不是同一人", "Different persons"
    MAYBE = "maybe", "可能同一人", "May be the same person"


class Confidence(Vocab):
    VERIFIED = "verified", "已核实", "Verified"
    LIKELY = "likely", "很可能", "Likely"
    POSSIBLE = "possible", "有可能", "Possible"


class Basis(Vocab):
    """By what an identity was established."""

    DOCUMENT = "document", "查验证件", "Paper examined"
    REGISTER = "register", "人口信息核对", "Population register compared"
    BIOMETRIC = "biometric", "生物信息比对", "Biometric comparison"
    RELATIVE = "relative", "亲属或知情人辨认", "Recognised by relatives or others"
    STATEMENT = "statement", "本人陈述", "Own statement"
    OTHER = "other", "其他方式", "Other means"


class Tag(Vocab):
    PERSON_REGISTERED = "persons.person.registered", "登记人员", "Person registered"
    PERSON_IDENTIFIED = "persons.person.identified", "查明身份", "Identity established"
    PERSON_CORRECTED = "persons.person.corrected", "更正人员信息", "Person corrected"
    PERSON_NAMED = "persons.person.named", "登记其他姓名", "Other name recorded"
    PERSON_DOCUMENTED = "persons.person.documented", "登记证件", "Paper recorded"
    PERSON_REACHED = "persons.person.reached", "登记联系方式", "Contact recorded"
    PERSON_PHOTOGRAPHED = "persons.person.photographed", "拍摄照片", "Person photographed"
    PERSON_PROTECTED = "persons.person.protected", "设定特别保护", "Protection set"
    PERSON_SEALED = "persons.person.sealed", "封存记录", "Record sealed"
    PERSON_UNSEALED = "persons.person.unsealed", "解除封存", "Seal lifted"
    CLAIM_MADE = "persons.claim.made", "认定同一性", "Claim about identity made"
    CLAIM_WITHDRAWN = "persons.claim.withdrawn", "撤回认定", "Claim withdrawn"
