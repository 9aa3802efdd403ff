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
