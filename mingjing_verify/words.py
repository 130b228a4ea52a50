"""Every code this program can report, in Chinese and English. Codes never change once released."""

FINDINGS: dict[str, tuple[str, str]] = {
    # the checkpoint
    "checkpoint.missing": ("日志没有检查点", "the log has no checkpoint"),
    "checkpoint.malformed": ("检查点格式不对：{}", "the checkpoint is malformed: {}"),
    "checkpoint.wrong_key": ("检查点没有该日志密钥的签名：{}", "the checkpoint is not signed by the log's key: {}"),
    "checkpoint.wrong_log": ("检查点属于另一个日志：{}", "the checkpoint belongs to another log: {}"),
    "checkpoint.signature_invalid": ("检查点签名无效：{}", "the signature on the checkpoint is invalid: {}"),
    "checkpoint.replayed": (
        "日志出示的检查点早于您手中的检查点：{}",
        "the log shows an older checkpoint than the one you hold: {}",
    ),
    "cosignature.missing": ("缺少见证签名：{}", "the cosignature of a witness is missing: {}"),
    "cosignature.invalid": ("见证签名无效：{}", "the cosignature of a witness is invalid: {}"),
    # the log
    "log.forked": ("日志与您手中的检查点相矛盾：{}", "the log contradicts the checkpoint you hold: {}"),
    "log.truncated": ("日志末尾被截去，缺第 {} 条", "the end of the log was cut off: entries {} are gone"),
    "root.mismatch": ("全部条目算出的根与签名的根不符：{}", "the entries do not lead to the signed root: {}"),
    "entry.changed": ("第 {} 条被改动", "entry {} was changed"),
    "entry.missing": ("第 {} 条被删去", "entry {} was removed"),
    "entry.extra": ("第 {} 条是插入的", "entry {} was inserted"),
    "entry.reordered": ("第 {} 条的次序被调换", "entries {} were put in another order"),
    "entry.out_of_place": ("第 {} 条的编号与位置不符", "entry {} does not carry the number of its place"),
    "entry.malformed": ("第 {} 条不是规定格式", "entry {} is not of the prescribed form"),
    "bundle.damaged": ("条目文件损坏：{}", "a file of entries is damaged: {}"),
    "tile.corrupted": ("哈希文件被改动：{}", "a file of hashes was changed: {}"),
    "tile.missing": ("缺少哈希文件：{}", "a file of hashes is missing: {}"),
    # the record
    "key.wrong": ("文件所附密钥不是您信任的密钥：{}", "the key in the file is not one you trust: {}"),
    "key.malformed": ("文件所附密钥无法读取：{}", "a key in the file cannot be read: {}"),
    "record.malformed": ("第 {} 行格式不对", "line {} is malformed"),
    "record.seal_missing": ("文件没有结尾签名", "the file has no seal at its end"),
    "record.seal_invalid": ("结尾签名无效：{}", "the seal at the end is invalid: {}"),
    "record.changed": ("文件在签发后被改动", "the file was changed after it was issued"),
    "record.entry_missing": ("文件应有而缺少第 {} 条", "entry {} is listed but missing from the file"),
    "record.entry_extra": ("文件多出未列明的第 {} 条", "entry {} is in the file but not listed"),
    "record.entry_repeated": ("第 {} 条重复出现", "entry {} appears twice"),
    "field.changed": ("字段的值或盐被改动：{}", "the value or salt of a field was changed: {}"),
    "entry.digest_mismatch": ("第 {} 条的字段与其摘要不符", "the fields of entry {} do not match its digest"),
    "proof.invalid": (
        "第 {} 条的证明不成立：它不在已签名的日志里",
        "the proof of entry {} fails: it is not in the signed log",
    ),
}

NOTICES: dict[str, tuple[str, str]] = {
    "key.from_the_log": (
        "未用 --key 指定公钥，采用随附的公钥：只证明前后一致，不证明是谁",
        "no --key was given; the key beside the data was used: this shows consistency, not who it was",
    ),
    "witness.from_the_log": (
        "未用 --witness 指定见证公钥，采用随附的公钥",
        "no --witness was given; the witness keys beside the data were used",
    ),
    "witness.none": ("检查点尚无见证签名：{}", "no witness has cosigned the checkpoint yet: {}"),
    "log.empty": ("日志为空", "the log is empty"),
}

UNUSABLE: dict[str, tuple[str, str]] = {
    "input.missing": ("找不到或不能读取：{}", "not found or not readable: {}"),
    "input.not_a_log": ("不是日志目录：{}", "not a log directory: {}"),
    "input.not_a_record": ("不是明镜记录文件：{}", "not a Mingjing record: {}"),
    "input.bad_key": ("无法读取公钥：{}", "not a public key: {}"),
    "input.bad_since": ("--since 不是该日志签名的检查点：{}", "--since is not a checkpoint signed by this log: {}"),
}


def sentence(code: str, where: str, lang: str) -> str:
    """The sentence of a code in `zh` or `en`, its place filled in."""
    zh, en = (FINDINGS | NOTICES | UNUSABLE)[code]
    return (en if lang == "en" else zh).replace("{}", where)
