"""What a tablet's record may be held for, and what is remarked about one that was taken."""

from datetime import timedelta

from inspections.vocabulary import Term

# a device's clock is a claim: what differs by more is remarked, and never refused for it alone
CLOCK_TOLERANCE = timedelta(minutes=5)
# a record from a clock that runs ahead is taken up to this; beyond it a person has to look
MOST_AHEAD = timedelta(hours=24)


class Flag(Term):
    """A remark on a record that was taken; none of them keeps it from being received."""

    CLOCK_OFF = (
        "clock_off",
        "平板时间与服务器相差超过5分钟",
        "The tablet's clock is over 5 minutes off",
    )
    SEQUENCE_GAP = (
        "sequence_gap",
        "此前有记录尚未收到",
        "An earlier record of this tablet is missing",
    )
    PREVIOUS_UNKNOWN = (
        "previous_unknown",
        "所承接的上一条记录尚未收到",
        "The record it follows isn't known here",
    )
    FIRST_OFFICER_UNCONFIRMED = (
        "first_officer_unconfirmed",
        "第一名执法人员未用本人密钥确认",
        "The first officer didn't confirm with a key",
    )
    SECOND_OFFICER_UNCONFIRMED = (
        "second_officer_unconfirmed",
        "第二名执法人员未用本人密钥确认",
        "The second officer didn't confirm with a key",
    )
    CONFIRMATION_INVALID = (
        "confirmation_invalid",
        "执法人员的确认与记录不符",
        "An officer's confirmation doesn't fit the record",
    )
    FILE_REFUSED = "file_refused", "有文件未被接收", "A file wasn't taken"


class HeldFor(Term):
    """Why a record that a tablet sent was kept apart instead of entered."""

    DIFFERS = "visit_differs", "同一编号已有另一份记录", "Another record stands under its number"
    REFUSED = "visit_refused", "不符合登记规则", "A rule stands against it"
    DEVICE_REVOKED = "device_revoked", "平板已停用", "The tablet is revoked"
    NOT_OFFICER = (
        "author_not_officer",
        "记录人在该平板的区县不能登记检查",
        "Its author may enter no visits in the tablet's district",
    )
    OUT_OF_AREA = (
        "not_found",
        "地点不在该平板的区县",
        "The place lies outside the tablet's district",
    )


class HeldState(Term):
    """What became of a record that was kept apart."""

    WAITING = "waiting", "待处理", "Waiting"
    DISMISSED = "dismissed", "不予登记", "Dismissed"
    ENTERED = "entered", "已登记", "Entered"
    REPLACED = "replaced", "已登记更正后的记录", "Its correction is entered"
