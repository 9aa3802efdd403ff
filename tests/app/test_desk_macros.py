from datetime import date

import pytest
from flask import Flask, render_template_string
from jinja2 import StrictUndefined
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from app.frontend_assets import register_assets
from app.words import register_words

MACROS = '{% import "desk/_macros.html" as desk %}'


@pytest.fixture(scope="module")
def bureau():
    app = Flask("app")
    app.jinja_env.undefined = StrictUndefined
    register_words(app)
    register_assets(app)
    return app


@pytest.fixture
def show(bureau):
    def render(source, address="/desk/register?lang=zh", **values):
        with bureau.test_request_context(address):
            return render_template_string(MACROS + source, **values)

    return render


class NameForm(Form):
    name = StringField("机构名称", [InputRequired("请填写机构名称")])


def faulty_form():
    form = NameForm()
    form.validate()
    return form


def test_a_day_carries_its_weekday_in_the_reader_s_language(show):
    day = date(2026, 3, 12)

    chinese = show("{{ desk.date(day) }}", day=day)
    english = show("{{ desk.date(day) }}", "/desk/?lang=en", day=day)

    assert ">2026-03-12（周四）<" in chinese
    assert ">2026-03-12 (Thu)<" in english


def test_money_is_written_in_yuan_with_two_places(show):
    assert "¥120,000.05" in show("{{ desk.money(12000005) }}")


def test_a_chinese_name_is_marked_and_never_markup(show):
    page = show("{{ desk.zh(name) }}", name="<b>晨舟</b>")

    assert page == '<span lang="zh">&lt;b&gt;晨舟&lt;/b&gt;</span>'


def test_a_field_error_has_its_id_and_is_tied_to_the_field(show):
    page = show("{{ desk.field(form.name) }}", form=faulty_form())

    assert 'id="name-error"' in page
    assert 'aria-describedby="name-error"' in page
    assert "请填写机构名称" in page


def test_a_field_keeps_what_was_typed(show):
    page = show("{{ desk.field(form.name) }}", form=NameForm(data={"name": '晨"舟'}))

    assert 'value="晨&#34;舟"' in page


def test_the_summary_of_errors_leads_to_each_field(show):
    page = show("{{ desk.error_summary(form) }}", form=faulty_form())

    assert '<a href="#name">机构名称</a>' in page


def test_a_blocked_button_stays_and_names_every_reason(show):
    refusals = [
        {
            "code": "a.one",
            "sentence": "期限未满",
            "basis": "第六十四条",
            "until": date(2026, 11, 24),
        },
        {"code": "a.two", "sentence": "须由他人审批", "basis": "第五十七条", "until": None},
    ]

    page = show("{{ desk.blocked('作出决定', refusals) }}", refusals=refusals)

    assert 'aria-disabled="true"' in page
    assert 'data-refusal="a.one"' in page
    assert 'data-refusal="a.two"' in page
    assert "2026-11-24" in page


def test_the_pager_keeps_the_filter_of_the_list(show):
    pages = {"page": 2, "pages": 9, "total": 430, "per_page": 50}

    page = show("{{ desk.pager(pages) }}", "/desk/register?lang=zh&q=晨舟&page=2", pages=pages)

    assert "q=%E6%99%A8%E8%88%9F&amp;page=3" in page
    assert "第51至100条，共430条" in page


def test_sorting_starts_again_at_the_first_page(show):
    page = show("{{ desk.sort_link('机构', 'name', 'name') }}", "/desk/register?page=7&sort=name")

    assert "page=1" in page
    assert "sort=-name" in page


def test_a_status_has_shape_and_word_beside_its_colour(show):
    page = show("{{ desk.status('cin', '已列入黑名单') }}")

    assert "#octagon-bar" in page
    assert "is-cin" in page
    assert "已列入黑名单" in page


def test_nothing_is_preset_in_a_checklist(show):
    answers = [("yes", "是"), ("no", "否"), ("not_applicable", "不适用"), ("not_checked", "未查")]

    page = show("{{ desk.joined('q1', answers, '', '是否公示') }}", answers=answers)

    assert page.count('type="radio"') == 4
    assert "checked>" not in page
