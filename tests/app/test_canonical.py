"""The one byte form: numbers as ECMAScript writes them, everything else refused by name."""

import pytest

from app.canonical import NotCanonical, canonical, read_canonical

# what `JSON.stringify` of a browser gives
NUMBERS = {
    1e21: b"1e+21",
    1e20: b"100000000000000000000",
    1e-6: b"0.000001",
    1e-7: b"1e-7",
    1.5e-9: b"1.5e-9",
    123.0: b"123",
    -0.0: b"0",
    123.4379812: b"123.4379812",
    5e-324: b"5e-324",
    1.7976931348623157e308: b"1.7976931348623157e+308",
    9007199254740993.0: b"9007199254740992",
    0.000123: b"0.000123",
    -41.8: b"-41.8",
}


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_a_number_is_written_as_a_browser_writes_it(number):
    assert canonical(number) == NUMBERS[number]


def test_names_are_sorted_by_their_utf_16_units():
    value = {"\u20ac": 1, "\r": 2, "\U0001f600": 3, "\ufb33": 4, "1": 5}

    assert canonical(value) == '{"\\r":2,"1":5,"\u20ac":1,"\U0001f600":3,"\ufb33":4}'.encode()


def test_what_is_in_the_one_form_is_read():
    body = '{"a":[1,2.5,true,null,"中文\\n"],"b":{}}'.encode()

    assert read_canonical(body) == {"a": [1, 2.5, True, None, "中文\n"], "b": {}}


@pytest.mark.parametrize(
    "body",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":"\\u4e2d"}',
        b'{"a":"\\/"}',
        b'{"a":NaN}',
        b'{"a":9007199254740993}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1}\n',
        b"",
        b"<html>",
        b"1" * 5000,
        b"[" * 33 + b"]" * 33,
        b"[" * 200_000,
    ],
    ids=lambda body: repr(body[:16]),
)
def test_what_is_not_in_the_one_form_is_refused(body):
    with pytest.raises(NotCanonical):
        read_canonical(body)


def test_brackets_inside_a_text_are_no_depth():
    assert read_canonical(b'["' + b"[" * 100 + b'\\"]"]') == ["[" * 100 + '"]']
