"""The columns a register or a list has, and the words by which other offices head them."""

import re
from functools import lru_cache

from inspections.names import folded

# ruff: noqa: E501  (a table is read along its lines)
# fmt: off

# Field: words a header may be, the usual ones first. When two columns of a file answer to one
# field, the word that stands earlier wins, so 办学地址 goes before 注册地址.
WORDS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "机构名称", "培训机构名称", "校外培训机构名称", "机构全称", "名称", "单位名称", "学校名称", "办学机构名称",
        "培训学校名称", "企业名称", "公司名称", "市场主体名称", "登记名称", "机构", "培训机构", "校外培训机构", "单位全称",
        "学校全称", "全称", "单位", "学校", "名称全称", "机构名", "institution", "institution name", "当事人名称", "当事人",
        "行政相对人名称", "被列入单位", "被列入机构", "失信主体名称", "主体名称", "商户名称", "字号名称", "托管机构名称", "姓名或名称",
        "名称或姓名", "名称姓名", "机构或个人名称", "机构个人名称",
    ),
    "short_name": ("short_name", "简称", "机构简称", "字号", "别名", "品牌", "品牌名称", "招牌名称", "门头名称", "对外名称"),
    "credit_code": (
        "credit_code", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一代码", "组织机构代码", "机构代码",
        "营业执照号", "营业执照号码", "营业执照注册号", "统一社会信用代码证号", "统一社会信用代码号", "uscc", "credit code",
        "unified social credit code", "信用代码证号", "信用编码", "统一社会信用编码", "法人登记证号", "代码", "登记证号",
    ),
    "legal_form": (
        "legal_form", "营利性质", "办学性质", "机构性质", "法人性质", "登记类型", "法人类型", "营利性非营利性", "是否营利", "是否营利性",
        "办学属性", "性质", "组织形式", "企业类型", "单位性质", "法人属性",
    ),
    "licence_no": (
        "licence_no", "办学许可证号", "办学许可证编号", "办学许可证号码", "许可证号", "许可证编号", "许可证号码", "许可证书编号",
        "民办学校办学许可证号", "办学许可证证号", "办学许可证", "证书编号", "许可编号", "许可文号", "证号", "license_no", "licence no",
        "license no", "办学许可", "许可证",
    ),
    "licence_status": (
        "licence_status", "许可证状态", "办学许可证状态", "许可状态", "证照状态", "办学状态", "机构状态", "运营状态", "状态", "有无许可证",
    ),
    "licence_issued": (
        "licence_issued", "发证日期", "许可证发证日期", "发证时间", "颁证日期", "颁证时间", "领证日期", "许可日期", "批准日期", "审批日期",
        "有效期起", "有效期自", "有效期开始", "有效期起始日期", "许可证有效期起", "有效期开始日期", "起始日期", "批准时间", "审批时间",
        "许可时间", "办学许可日期", "有效期限起", "有效起始日期", "颁发日期", "办证日期", "核发日期", "有效期始",
    ),
    "licence_expires": (
        "licence_expires", "有效期至", "有效期止", "许可证有效期至", "许可证有效期止", "办学许可证有效期至", "到期日期", "到期日", "到期时间",
        "截止日期", "有效期截止", "有效期截止日期", "有效期结束", "有效期结束日期", "有效截止日期", "失效日期", "许可证有效期",
        "办学许可证有效期", "有效期", "有效期限", "许可期限", "办学期限", "许可证到期日期", "许可证到期时间", "有效日期", "有效期限止",
        "有效期限至", "有效期终", "许可有效期", "许可截止日期", "办学有效期", "许可证有效期限", "办学许可证有效期限",
    ),
    "district_code": (
        "district_code", "区县代码", "行政区划代码", "区划代码", "区划码", "行政区代码", "地区代码", "行政区域代码", "区代码", "县区代码",
    ),
    "district": (
        "district", "区县", "所在区", "所在区县", "所属区县", "所属区", "所在县区", "县区", "区市县", "县市区", "区县市", "行政区",
        "行政区划", "行政区域", "所在地区", "所属地区", "所在区域", "所属区域", "区域", "辖区", "所属辖区", "所在辖区", "属地", "地区", "区",
        "所属县区", "区划", "所在行政区", "所属行政区", "管辖区", "管辖区县", "区县名称", "所在地", "所属县市区", "县", "区域名称",
        "市区县", "所属市区县", "审批区县", "county", "区别", "区属",
    ),
    "province": ("province", "省", "省份", "所在省", "所属省份", "省自治区直辖市", "所在省份"),
    "city": ("city", "市", "地市", "城市", "所在市", "所属市", "地级市", "市州", "所在城市", "所属城市"),
    "address": (
        "address", "办学地址", "培训地址", "办学地点", "培训地点", "教学地址", "教学地点", "经营地址", "经营场所", "机构地址", "单位地址",
        "学校地址", "详细地址", "地址", "场所地址", "办学场所", "办学场所地址", "办公地址", "现地址", "实际地址", "营业地址", "地点",
        "培训场所", "培训场所地址", "经营地点", "所在地址", "登记地址", "注册地址", "住所", "注册住所", "企业地址", "场地地址", "具体地址",
        "位置", "办学详细地址", "机构详细地址", "住址", "校址", "办学校址", "营业场所",
    ),
    "phone": (
        "phone", "联系电话", "电话", "机构电话", "办公电话", "咨询电话", "联系方式", "电话号码", "固定电话", "座机", "手机", "手机号",
        "手机号码", "联系人电话", "负责人电话", "举报电话", "tel", "telephone", "联系手机", "负责人联系电话", "负责人联系方式",
    ),
    "subjects": (
        "subjects", "培训类别", "培训内容", "培训项目", "培训科目", "科目", "课程", "培训课程", "开设课程", "办学内容", "办学范围", "培训范围",
        "许可范围", "业务范围", "办学项目", "培训学科", "学科", "项目", "培训种类", "经营范围", "教学内容", "许可内容", "培训门类",
    ),
    "subject_class": ("subject_class", "学科类非学科类", "是否学科类", "学科类型", "学科属性", "培训属性", "学科非学科"),
    "subject_group": ("subject_group", "机构类别", "类别", "机构类型", "培训类型", "办学类型", "类型", "办学类别", "分类", "所属类别"),
    "stages": (
        "stages", "学段", "培训学段", "招生对象", "培训对象", "办学层次", "面向对象", "年级", "对象", "办学学段", "招生学段", "服务对象",
        "培训阶段", "招生范围",
    ),
    "organiser": (
        "organiser", "举办者", "举办者名称", "举办人", "主办者", "主办单位", "举办单位", "开办者", "举办者姓名", "主办人", "投资人", "组织者",
        "举办者姓名或名称", "开办人", "经营者",
    ),
    "delivery_mode": ("delivery_mode", "培训形式", "培训方式", "线上线下", "授课方式", "教学形式", "办学形式", "教学方式", "线上或线下"),
    "lng": ("lng", "经度", "longitude", "lon", "东经", "x坐标", "long"),
    "lat": ("lat", "纬度", "latitude", "北纬", "y坐标"),
    "datum": ("datum", "坐标系", "坐标系统", "大地基准", "坐标类型", "坐标基准"),
    "list_status": (
        "list_status", "名单类别", "名单类型", "黑白名单", "名单", "名单状态", "列入名单", "名单种类", "红黑名单", "所属名单", "是否黑名单",
    ),
    "list_reason": (
        "list_reason", "列入原因", "列入事由", "列入理由", "违法事实", "违规事实", "违法违规事实", "违规行为", "违法行为", "违法违规行为",
        "主要违法事实", "原因", "事由", "理由", "违规情况", "存在问题", "主要问题", "违规问题", "失信行为", "列入黑名单原因", "处罚事由",
        "违法违规情形", "违规内容", "列入情形", "问题", "违规事由", "违法事由", "列入黑名单理由", "列入名单原因", "失信事实", "主要违规事实",
    ),
    "list_date": (
        "list_date", "列入日期", "列入时间", "列入黑名单日期", "列入黑名单时间", "公布日期", "公布时间", "认定日期", "认定时间", "决定日期",
        "公示日期", "公示时间", "入列日期", "列入名单日期", "列入名单时间", "发布日期", "处罚日期", "处罚时间", "通报日期", "曝光日期",
        "处罚决定日期", "作出决定日期",
    ),
    "list_ends": ("list_ends", "移出日期", "列入期满日期", "公布截止日期", "公布期限", "列入截止日期", "公示截止日期", "解除日期", "公示期限"),
    "list_basis": ("list_basis", "列入依据", "法律依据", "依据", "处罚依据", "违反条款", "政策依据"),
    "decision_no": ("decision_no", "决定书文号", "决定文号", "处罚决定书文号", "文书号", "文号", "决定书编号", "处罚文号", "行政处罚决定书文号"),
    "authority": ("authority", "列入机关", "认定机关", "处罚机关", "决定机关", "列入单位", "认定单位", "作出机关", "列入部门", "认定部门", "处罚单位"),
    "person_name": ("person_name", "姓名", "人员姓名", "个人姓名", "教师姓名", "从业人员姓名", "自然人姓名"),
    "person_id": ("person_id", "身份证号", "身份证号码", "公民身份号码", "证件号码", "身份证", "证件号", "居民身份证号", "身份号码"),
}

# Understood, and left where it is: nothing of it is stored.
LEFT_ASIDE = frozenset(
    ["seq", "序号", "编号", "序", "号", "no", "备注", "说明", "附注", "lookalike_of", "synthetic", "法定代表人", "法人", "法人代表", "负责人", "校长", "联系人", "法人姓名", "法定代表人姓名", "审批机关", "发证机关", "审批单位", "审批部门", "主管部门", "监管部门", "邮编", "邮政编码", "面积", "办学面积", "建筑面积", "教师人数", "学生人数", "在校生数", "街道", "所属街道", "社区", "填报人", "填表人", "行号", "id"]
)

# fmt: on

# a cell longer than this heads no column, and is not looked at further
_LONGEST_HEADER = 200
_BRACKETS = re.compile(r"[(\[【〔{<《][^)\]】〕}>》]*[)\]】〕}>》]")
_STOPS = re.compile(r"[^\w]+")

# Longer headers that the words above do not foresee: what they contain decides, in this order.
_TELLING: tuple[tuple[str, str], ...] = (
    (r"身份证|公民身份|证件号", "person_id"),
    (r"信用代码|信用编码", "credit_code"),
    (r"(?:移出|期满|公示期|公布期)", "list_ends"),
    (r"(?:列入|公布|认定|公示|处罚|通报).*(?:日期|时间)", "list_date"),
    (r"(?:列入|入列|违法|违规).*(?:原因|事由|理由|事实|行为|情形|情况)", "list_reason"),
    (r"(?:列入|处罚|法律|认定).*依据", "list_basis"),
    (r"决定书?.*(?:文号|编号)", "decision_no"),
    (r"(?:列入|认定|处罚|决定).*(?:机关|部门)", "authority"),
    (r"许可证.*(?:状态|情况)", "licence_status"),
    (r"(?:发证|颁证|批准|许可).*(?:日期|时间)|有效期.*(?:起|始|自|开始)(?!.*[至止])", "licence_issued"),
    (r"有效期|到期|截止日期", "licence_expires"),
    (r"许可证.*(?:号|编号)", "licence_no"),
    (r"简称|招牌", "short_name"),
    (r"举办|主办", "organiser"),
    (r"(?:区划|区县|县区|地区).*代码", "district_code"),
    (r"(?:办学|培训|教学|经营|详细|注册|机构|单位|学校).*(?:地址|地点|场所|住所)", "address"),
    (r"(?:授课|教学点|校区|场地|营业|实际).*地[址点]|地址$", "address"),
    (r"(?:所[在属]|属地|管辖).*(?:区|县)", "district"),
    (r"(?:机构|单位|学校|企业|公司|主体).*(?:名称|全称)", "name"),
    (r"联系电话|电话号码|手机", "phone"),
    (r"(?:培训|办学|许可|业务).*(?:内容|项目|范围|科目|课程)", "subjects"),
    (r"学段|(?:招生|培训)对象", "stages"),
)  # fmt: skip
_TELLING_COMPILED = tuple((re.compile(pattern), field) for pattern, field in _TELLING)
_OF_A_PERSON = re.compile(
    r"邮箱|邮件|网址|网站|法定代表|法人|负责人|联系人|校长|审批|发证机关|主管|备注|监督|银行|账户"
)


def plain_header(text: str) -> str:
    """Return a header as the table of words spells it: no blanks, stars, units or remarks in brackets."""
    flat = folded(text)
    return _STOPS.sub("", _BRACKETS.sub("", flat)) or _STOPS.sub("", flat)


@lru_cache(maxsize=1)
def _known_words() -> dict[str, tuple[str, int]]:
    return {
        plain_header(word): (field, rank)
        for field, words in reversed(WORDS.items())
        for rank, word in reversed(list(enumerate(words)))
    }


def field_for(header: str) -> tuple[str, int] | None:
    """Return the field a header stands for and how weakly (0 is the usual word), or None.

    Headers that are whole sentences are none.
    """
    return _field_of_header(header) if len(header) <= _LONGEST_HEADER else None


@lru_cache(maxsize=4096)
def _field_of_header(header: str) -> tuple[str, int] | None:
    plain = plain_header(header)
    if not plain or len(plain) > 24:
        return None
    for spelling in (plain, _STOPS.sub("", folded(header))):
        known = _known_words().get(spelling)
        if known:
            return known
    if plain in LEFT_ASIDE or _OF_A_PERSON.search(plain):
        return None
    for pattern, field in _TELLING_COMPILED:
        if pattern.search(plain):
            return field, 90
    return None


def is_known_header(header: str) -> bool:
    """Return whether the text heads a column, be it one that is stored or one left aside."""
    if len(header) > _LONGEST_HEADER:
        return False
    return field_for(header) is not None or plain_header(header) in LEFT_ASIDE


def fields_of(headers: list[str]) -> dict[int, str]:
    """Return which column (counted from 0) holds which field; each field has one column at most."""
    best: dict[str, tuple[int, int]] = {}
    for place, header in enumerate(headers):
        known = field_for(header) if header else None
        if known and (known[0] not in best or known[1] < best[known[0]][0]):
            best[known[0]] = (known[1], place)
    return {place: field for field, (_, place) in sorted(best.items(), key=lambda item: item[1][1])}
