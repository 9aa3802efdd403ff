"""Credit codes: what passes both checks, and what is said of a code that does not."""

import pytest
from stdnum.cn import uscc

from inspections.credit_codes import normalise_code, read_code

VALID = (
    "91210102MA0TEXT126",
    "52210103MJ0TEXT23A",
    "92210106MA0TEXT39L",
    "91210102MA0T001770",
    "91210102MA0T0002X9",
)


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_passes_as_it_does_with_an_independent_check(code):
    assert read_code(code) == (code, None)
    assert uscc.is_valid(code)


def test_width_case_blanks_and_hyphens_are_normalised():
    assert normalise_code("９１21 0102-ma0text126") == "91210102MA0TEXT126"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("91210102MA0TEXT127", "credit_code.check"),
        ("91210102MA0TEXT12", "credit_code.length"),
        ("9121O1O2MA0TEXT126", "credit_code.look_alike"),
        ("91210102MA0TIXT126", "credit_code.letters"),
        ("9.12101E+17", "credit_code.rounded"),
        ("912101021234567000", "credit_code.rounded"),
        ("210100004012345", "credit_code.old_number"),
    ],
)
def test_a_wrong_code_is_not_stored_and_says_why(written, code):
    stored, problem = read_code(written)

    assert stored is None
    assert problem is not None
    assert problem.code == code


def test_a_slip_of_the_pen_is_only_offered():
    stored, problem = read_code("9121O1O2MA0TEXT126")

    assert stored is None
    assert problem is not None
    assert problem.right == "91210102MA0TEXT126"
    assert "91210102MA0TEXT126" in problem.message("zh")
