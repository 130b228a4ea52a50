"""Closed words of face verification. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class Occasion(Vocab):
    INTERVIEW = "interview", "讯问询问前", "Before an interview"
    TEMP_EXIT = "temp_exit", "临时离区前", "Before a temporary exit"
    RETURN = "return", "返回时", "At the return"
    RELEASE = "release", "出区前", "Before leaving"


class Held(Vocab):
    """What somebody, or the machine, holds about two pictures."""

    SAME = "same", "同一人", "Same person"
    DIFFERENT = "different", "不是同一人", "Different people"
    UNSURE = "unsure", "无法确定", "Unsure"


class PortraitState(Vocab):
    TAKEN = "taken", "待确认", "To be accepted"
    ACCEPTED = "accepted", "使用中", "In use"
    REPLACED = "replaced", "已更换", "Replaced"


class ComparisonState(Vocab):
    WAITING = "waiting", "等待比对", "Waiting for the machine"
    BY_EYE = "by_eye", "待人工核对", "To be compared by eye"
    JUDGED = "judged", "待人工确认", "To be confirmed"
    CONFIRMED = "confirmed", "已确认", "Confirmed"


class Flaw(Vocab):
    """What is wrong with a picture as a portrait."""

    SMALL = "small", "画面太小，请靠近或提高分辨率", "The picture is too small: come closer or raise the resolution"
    BLURRED = "blurred", "画面模糊，请对焦、保持不动", "The picture is blurred: focus and keep still"
    DARK = "dark", "光线太暗，请补光", "Too dark: add light"
    BRIGHT = "bright", "光线太亮或过曝，请减光", "Too bright or overexposed: reduce the light"
    FLAT = "flat", "明暗反差太小，请调整光线", "Too little contrast: change the light"
    NO_FACE = "no_face", "没有找到人脸", "No face was found"
    SEVERAL_FACES = "several_faces", "画面中不止一张人脸", "There is more than one face"
    UNSEEN = "unseen", "机器未能检查这张照片", "The machine could not look at the picture"
    FACE_SMALL = "face_small", "人脸太小，请靠近", "The face is too small: come closer"


class ByEye(Vocab):
    """Why the machine says nothing."""

    NO_MODEL = "no_model", "本中心未安装人脸模型", "No face models are installed here"
    NO_CAMERA = "no_camera", "未登记拍摄的相机", "The camera is not registered"
    NO_THRESHOLD = "no_threshold", "该相机尚未按现用模型测定阈值", "No threshold is measured for this camera and model"
    UNFIT = "unfit", "照片不适合机器比对", "The picture is not fit for the machine"
    NO_TEMPLATE = "no_template", "人像不适合机器比对", "The portrait is not fit for the machine"
    TAMPERED = "tampered", "模型文件与登记的校验值不一致", "A model file does not match its checksum"
    FAILED = "failed", "比对进程出错或超时", "The comparing process failed or took too long"


class ModelKind(Vocab):
    DETECTOR = "detector", "人脸检测", "Detector"
    RECOGNISER = "recogniser", "人脸比对", "Recogniser"


class Tag(Vocab):
    PORTRAIT_TAKEN = "faces.portrait.taken", "拍摄人像", "Portrait taken"
    PORTRAIT_ACCEPTED = "faces.portrait.accepted", "确认人像", "Portrait accepted"
    COMPARISON_STARTED = "faces.comparison.started", "开始人脸核验", "Face verification begun"
    COMPARISON_CONFIRMED = "faces.comparison.confirmed", "人脸核验结论", "Face verification confirmed"
    PORTRAIT_LOOKED = "faces.portrait.looked", "检查人像中的人脸", "Face in the portrait looked at"
    COMPARISON_JUDGED = "faces.comparison.judged", "机器比对结果", "Judged by the machine"
    COMPARISON_LEFT = "faces.comparison.left", "转人工核对", "Left to the eye"
    TEMPLATE_MADE = "faces.template.made", "生成人脸模板", "Face template made"
    TEMPLATE_ERASED = "faces.template.erased", "删除人脸模板", "Face template erased"
    CAMERA_SET_UP = "faces.camera.set_up", "登记核验相机", "Camera registered"
    THRESHOLD_CHOSEN = "faces.threshold.chosen", "选定比对阈值", "Threshold chosen"
    MEASURED = "faces.measurement.made", "测定误差曲线", "Error curves measured"
    MODEL_ADDED = "faces.model.added", "安装人脸模型", "Face model added"
