"""Closed words of stored bytes. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class BlobKind(Vocab):
    PHOTOGRAPH = "photograph", "照片", "Photograph"
    SIGNATURE = "signature", "签名", "Signature"
    INJURY = "injury", "伤情照片", "Photograph of an injury"
    BELONGINGS = "belongings", "物品照片", "Photograph of belongings"
    RECORD = "record", "签发的在区记录", "Issued custody record"
    DOCUMENT = "document", "文件", "Document"
    TABLE = "table", "导入的表格", "Table that was imported"


class Tag(Vocab):
    BLOB_STORED = "media.blob.stored", "存入影像", "Image or document stored"
