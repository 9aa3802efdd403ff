"""Registers for tests, written as text with invented institutions; codes are formally valid."""

from pathlib import Path

from inspections.credit_codes import check_character, organisation_check

HEAD = "机构名称,统一社会信用代码,区县,办学地址,办学许可证号"


def credit_code(serial: int, district: str = "210102") -> str:
    """Return a valid code whose subject part begins with YY."""
    subject = f"YY{serial:06d}"
    body = "91" + district + subject + organisation_check(subject)
    return body + check_character(body)


def written(folder: Path, *lines: str, name: str = "register.csv", encoding: str = "utf-8") -> Path:
    """Write lines as a file and return its path."""
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    return path
