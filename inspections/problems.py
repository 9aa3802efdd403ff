"""What is wrong with a typed or imported value, said in both languages and without the value's layout."""

from collections.abc import Iterator
from dataclasses import dataclass

# code: (Chinese, English). `{about}` is what was written, `{right}` what would be right.
SENTENCES: dict[str, tuple[str, str]] = {
    "name.missing": ("请填写机构名称。", "Give the institution's name."),
    "name.too_long": ("名称超过200个字符，请核对。", "The name is longer than 200 characters."),
    "name.no_letters": ("名称里没有文字。", "The name has no letters."),
    "name.control": (
        "名称含有不可见的控制字符（{about}），请删除后重新填写。",
        "The name holds an invisible control character ({about}); delete it and type it again.",
    ),
    "name.bidi": (
        "名称含有改变书写方向的字符（{about}），请删除。",
        "The name holds a character that turns the writing direction ({about}); delete it.",
    ),
    "name.unassigned": (
        "名称含有未定义的字符（{about}），请改用通用汉字。",
        "The name holds an undefined character ({about}); use an ordinary one.",
    ),
    "name.broken": (
        "名称是乱码（文件编码有误）。请从原文件另存为“CSV UTF-8”或XLSX后重新导入。",
        ("The name is garbled (the file went through a wrong encoding). "
        "Save the original again as CSV UTF-8 or XLSX and import that."),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must be told about a field; `right` is what would be right, if known."""

    field: str
    code: str
    about: str = ""
    right: str = ""

    def message(self, language: str) -> str:
        """Return the sentence in `language` ("zh" or "en")."""
        return "".join(text for text, _ in self.parts(language))

    def parts(self, language: str) -> Iterator[tuple[str, bool]]:
        """Yield the sentence cut up: text, and whether it is quoted from what was written.

        A page in English wraps the quoted parts as Chinese.
        """
        sentence = SENTENCES[self.code][1 if language == "en" else 0]
        for number, piece in enumerate(sentence.replace("{about}", "\0a\0").replace("{right}", "\0r\0").split("\0")):
            if number % 2:
                yield (self.about if piece == "a" else self.right), True
            elif piece:
                yield piece, False
