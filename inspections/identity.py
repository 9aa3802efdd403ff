"""Persons in a list of institutions: noticed, set apart, and never echoed in clear (GB 11643)."""

import re

_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_OLD_ID_NUMBER = re.compile(r"[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔"
    "伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴"
    "蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边"
)
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
)
_INSTITUTION = re.compile(
    r"[校班社馆园坊苑堂院室轩阁斋部店厅站所队团]|培训|教育|中心|公司|学习|学堂|英语|数学|语文|艺术|美术|书法|舞蹈|音乐"
    r"|体育|托管|辅导|补习|机构|文化|科技|课堂|少儿"
)
# Brands of two and three characters that begin like a surname.
_BRAND = re.compile(
    r"太阳|宝贝|摇篮|钥匙|话筒|童年|童话|天使|博士|状元|未来|世界|时代|家园|乐园|花园|苹果|优学|启航|方舟|华图|学而|智慧|成长|起点"
    r"|名师|向日葵|蓝天|阳光|彩虹|星光|之家|金色|东方|方圆"
)
_MASKED_NAME = re.compile(r"[\u4e00-\u9fff]{1,2}(?:某某?|[*＊xX×○]{1,2})[\u4e00-\u9fff]?")


def is_id_number(text: str) -> bool:
    """Return whether `text` is shaped like an identity card number.

    A credit code of digits alone must have been ruled out before.
    """
    return bool(_ID_NUMBER.fullmatch(text) or _OLD_ID_NUMBER.fullmatch(text))


def id_check_digit(body: str) -> str:
    """Return the 18th character for the first 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def without_id_numbers(text: str) -> str:
    """Return `text` with identity card numbers masked, for reports and logs."""
    if len(text) < 15:
        return text
    masked = _ID_NUMBER.sub(lambda found: found[0][:4] + "*" * 10 + found[0][-4:], text)
    if _OLD_ID_NUMBER.fullmatch(masked):
        return masked[:4] + "*" * 8 + masked[-3:]
    return masked


def reads_like_a_person(name: str) -> bool:
    """Return whether `name` is personal: 2 to 4 characters, surname first, no school word."""
    plain = "".join(name.split())
    if _MASKED_NAME.fullmatch(plain):
        return plain[0] in _SURNAMES or plain.startswith(_DOUBLE_SURNAMES)
    if not all("\u4e00" <= character <= "\u9fff" or character in "·•" for character in plain):
        return False
    if _INSTITUTION.search(plain) or (_BRAND.search(plain) and not plain.startswith("东方")):
        return False
    if plain.startswith(_DOUBLE_SURNAMES):
        return 3 <= len(plain) <= 4
    return 2 <= len(plain) <= 3 and plain[0] in _SURNAMES


def masked_person(name: str) -> str:
    """Return a personal name with only the surname left."""
    plain = "".join(name.split())
    return plain[:1] + "*" * max(1, min(len(plain) - 1, 3))
