"""What a file proves and who it must be kept from (Penalty Law 46; PIPL 28)."""

from inspections.vocabulary import Term


class FileRole(Term):
    """What a file of a visit is."""

    PHOTO = "photo", "现场照片", "Photo of the site"
    RECORD = "record", "签名的检查笔录", "Signed record"
    SIGNATURE = "signature", "屏幕签名", "Signature on the screen"
    OTHER = "other", "其他材料", "Other paper"


class Mark(Term):
    """Why a file is restricted to those who need it for the case."""

    CHILDREN = "children", "拍到未成年人", "Shows children"
    ROSTER = "roster", "学员名单", "List of pupils"
    DWELLING = "dwelling", "住宅内", "Inside a dwelling"


class EvidenceKind(Term):
    """The eight kinds of evidence (Penalty Law Art 46)."""

    DOCUMENT = "document", "书证", "Document"
    OBJECT = "object", "物证", "Object"
    AUDIO_VISUAL = "audio_visual", "视听资料", "Audio-visual material"
    ELECTRONIC = "electronic", "电子数据", "Electronic data"
    WITNESS = "witness", "证人证言", "Witness statement"
    PARTY = "party", "当事人陈述", "Statement of the party"
    EXPERT = "expert", "鉴定意见", "Expert opinion"
    SITE_RECORD = "site_record", "勘验笔录、现场笔录", "Record of site or inspection"


class CustodyAct(Term):
    """What happened to a piece of evidence (Penalty Law Art 47)."""

    COLLECTED = "collected", "收集", "Collected"
    HANDED_OVER = "handed_over", "移交", "Handed over"
    COPIED = "copied", "复制、提取", "Copied"
    EXAMINED = "examined", "送检、鉴定", "Sent for examination"
    RETURNED = "returned", "退还", "Returned"
    EXCLUDED = "excluded", "排除", "Excluded"
