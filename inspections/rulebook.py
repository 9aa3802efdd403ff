"""The index of rules: code, sentence in both languages, legal basis; printed as docs/rules.md."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as a person reads it; `basis` cites law and article in Chinese and English."""

    code: str
    en: str
    zh: str
    basis_zh: str
    basis_en: str

    def sentence(self, language: str) -> str:
        """Return the sentence that must hold, in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh

    def basis(self, language: str) -> str:
        """Return law and article in `language`."""
        return self.basis_en if language == "en" else self.basis_zh


RULES: dict[str, Rule] = {}


def rule(code: str, *, zh: str, basis_zh: str, basis_en: str) -> Callable[[Function], Function]:
    """Enter a rule function in the rulebook; its docstring's first line is the English sentence.

    Raises ValueError when the code is taken or the function has no docstring.
    """

    def enter(function: Function) -> Function:
        sentence = (function.__doc__ or "").strip().split("\n")[0]
        if not sentence or code in RULES:
            raise ValueError(f"rule {code} needs a docstring and a code of its own")
        RULES[code] = Rule(code, sentence, zh, basis_zh, basis_en)
        return function

    return enter
