"""Text that went through a wrong encoding."""

import pytest

from inspections.garbled import is_garbled, ungarbled


@pytest.mark.parametrize(
    ("garbled", "was"),
    [("æ²ˆé˜³å¸‚", "沈阳市"), ("ÉòÑôÊÐ", "沈阳市"), ("娌堥槼甯傚拰骞冲尯", "沈阳市和平区")],
)
def test_garbled_text_is_noticed_and_read_back(garbled, was):
    assert is_garbled(garbled)
    assert ungarbled(garbled) == was


@pytest.mark.parametrize("text", ["锟斤拷锟斤拷", "沈阳\ufffd学校", "沈阳??学校", "烫烫烫"])
def test_lost_text_is_noticed(text):
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text", ["沈阳拟飞跃培训学校", "Café晨星", "联通", "«晨»（总店）", "𠮷䶮书法", "ABC英语?", ""]
)
def test_ordinary_text_is_left_alone(text):
    assert not is_garbled(text)
