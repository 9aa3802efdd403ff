"""What the public interfaces say when something is wrong, in both languages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_cookie

from app.editions.layout import compact
from app.words import COOKIE

# code: (status, Chinese, English, field)
MESSAGES: dict[str, tuple[HTTPStatus, str, str, str | None]] = {
    "query_required": (
        HTTPStatus.BAD_REQUEST,
        "请输入机构名称、信用代码或许可证号。",
        "Enter a name, a credit code or a licence number.",
        "q",
    ),
    "query_too_long": (
        HTTPStatus.BAD_REQUEST,
        "输入过长，请不要超过200个字。",
        "The query is too long: use at most 200 characters.",
        "q",
    ),
    "query_repeated": (
        HTTPStatus.BAD_REQUEST,
        "一次只能查一家，请只填一个名称或号码。",
        "Ask about one institution at a time.",
        "q",
    ),
    "query_unreadable": (
        HTTPStatus.BAD_REQUEST,
        "输入中有无法识别的字符，请重新输入名称或号码。",
        "The query holds characters that can't be read: type the name or number again.",
        "q",
    ),
    "credit_code_required": (
        HTTPStatus.BAD_REQUEST,
        "请输入18位统一社会信用代码。",
        "Enter a credit code of 18 characters.",
        "credit_code",
    ),
    "bad_box": (
        HTTPStatus.BAD_REQUEST,
        "范围应为“西,南,东,北”四个度数。",
        "A box is four numbers of degrees: west,south,east,north.",
        "bbox",
    ),
    "bad_zoom": (
        HTTPStatus.BAD_REQUEST,
        "缩放级别应为0到20的整数。",
        "A zoom is a whole number from 0 to 20.",
        "zoom",
    ),
    "bad_page": (
        HTTPStatus.BAD_REQUEST,
        "页码应为1到100000的整数。",
        "A page is a whole number from 1 to 100,000.",
        "page",
    ),
    "not_found": (HTTPStatus.NOT_FOUND, "没有这个内容。", "There is no such thing.", None),
    "method_not_allowed": (
        HTTPStatus.METHOD_NOT_ALLOWED,
        "此地址只能读取。",
        "This address can only be read.",
        None,
    ),
    "too_many_requests": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "查询过于频繁，请稍后再试。",
        "Too many requests: try again in a moment.",
        None,
    ),
    "no_edition": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "名单尚未发布。",
        "No list has been published yet.",
        None,
    ),
    "edition_expired": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "本期名单已过有效期，暂停查询。请稍后再试，或致电教育局核实。",
        "This edition of the list has expired and answers no queries. Try later or call us.",
        None,
    ),
    "bad_request": (
        HTTPStatus.BAD_REQUEST,
        "请求有误，请检查地址。",
        "The request can't be read: check the address.",
        None,
    ),
    "demo_loopback_only": (
        HTTPStatus.FORBIDDEN,
        "演示模式只在本机可用。",
        "The demonstration answers this machine only.",
        None,
    ),
    "fault": (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "系统出错，请稍后再试。",
        "Something went wrong: try again later.",
        None,
    ),
}


def message(code: str, language: str) -> str:
    """Return the sentence for `code`."""
    _, chinese, english, _ = MESSAGES[code]
    return english if language == "en" else chinese


def status_of(code: str) -> HTTPStatus:
    """Return the HTTP status that goes with `code`."""
    return MESSAGES[code][0]


def error_body(code: str, language: str) -> bytes:
    """Return the JSON document for an error."""
    said, field = message(code, language), MESSAGES[code][3]
    fields = [{"field": field, "message": said}] if field else []
    return compact({"error": {"code": code, "message": said, "fields": fields}}).encode()


def language_of(environ: Mapping[str, Any]) -> str:
    """Return "en" or "zh": from `lang` in the address, the cookie, or the browser; else zh."""
    parts = environ.get("QUERY_STRING", "").split("&")
    for language in ("en", "zh"):
        if f"lang={language}" in parts:
            return language
    chosen = parse_cookie(environ.get("HTTP_COOKIE", "")).get(COOKIE)
    if chosen in ("en", "zh"):
        return chosen
    accepted = parse_accept_header(environ.get("HTTP_ACCEPT_LANGUAGE", ""), LanguageAccept)
    return accepted.best_match(("zh", "en"), default="zh") or "zh"
