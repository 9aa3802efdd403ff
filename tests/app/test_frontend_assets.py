import gzip
import json

import pytest
from flask import Flask, render_template_string

from app.frontend_assets import (
    BUILD,
    FrontEndNotBuiltError,
    UnknownAssetError,
    load_assets,
    register_assets,
)

LISTING = {
    "files": {
        "desk.css": "desk-a1.css",
        "icons.svg": "icons-b2.svg",
        "public-icons.svg": "p-c3.svg",
    },
    "icons": {"icons.svg": ["lock", "users"], "public-icons.svg": ["lock"]},
}


@pytest.fixture
def build(tmp_path):
    (tmp_path / "assets.json").write_text(json.dumps(LISTING), encoding="utf-8")
    return tmp_path


def test_a_file_is_named_by_its_hashed_address(build):
    assets = load_assets(build)

    assert assets.url("desk.css") == "/static/build/desk-a1.css"


def test_a_file_that_is_not_built_is_an_error(build):
    assets = load_assets(build)

    with pytest.raises(UnknownAssetError, match=r"nothing\.css"):
        assets.url("nothing.css")


def test_an_icon_is_decorative_and_comes_from_the_sprite(build):
    assets = load_assets(build)

    assert assets.icon("lock", 20) == (
        '<svg class="icon icon-20" aria-hidden="true" width="20" height="20">'
        '<use href="/static/build/icons-b2.svg#lock"></use></svg>'
    )


def test_an_icon_outside_the_list_is_an_error_that_says_where_to_add_it(build):
    assets = load_assets(build)

    with pytest.raises(UnknownAssetError, match=r"icons\.txt"):
        assets.icon("rocket")


def test_an_icon_name_is_never_markup(build):
    assets = load_assets(build)

    with pytest.raises(UnknownAssetError):
        assets.icon('"><script>')


def test_without_a_build_the_error_names_the_command(tmp_path):
    with pytest.raises(FrontEndNotBuiltError, match="make"):
        load_assets(tmp_path)


def test_the_public_templates_draw_from_the_small_sprite(build):
    app = Flask("shop")
    register_assets(app, sprite="public-icons.svg", folder=build)

    with app.app_context():
        page = render_template_string('{{ icon("lock") }}{{ asset("desk.css") }}')

    assert "/static/build/p-c3.svg#lock" in page
    assert page.endswith("/static/build/desk-a1.css")


def test_an_icon_of_the_desk_alone_is_not_offered_to_the_public(build):
    assets = load_assets(build)

    with pytest.raises(UnknownAssetError):
        assets.icon("users", sprite="public-icons.svg")


def test_the_public_sheet_and_its_icons_stay_small():
    assets = load_assets()

    sheet = (BUILD / assets.files["public.css"]).read_bytes()
    sprite = (BUILD / assets.files["public-icons.svg"]).read_bytes()

    assert len(gzip.compress(sheet)) < 10_000
    assert len(sheet) + len(sprite) < 30_000


@pytest.fixture
def client(build):
    (build / "desk-a1.css").write_text("plain", encoding="utf-8")
    (build / "desk-a1.css.gz").write_bytes(gzip.compress(b"plain"))
    (build / "secret.txt").write_text("not built", encoding="utf-8")
    app = Flask("shop", static_folder=str(build.parent / "static"))
    register_assets(app, folder=build)
    return app.test_client()


def test_a_built_file_is_kept_for_ever_by_the_browser(client):
    with client.get("/static/build/desk-a1.css") as response:
        text = response.text

    assert text == "plain"
    assert response.cache_control.immutable
    assert response.cache_control.max_age == 31536000


def test_a_built_file_is_sent_packed_to_who_understands_it(client):
    with client.get("/static/build/desk-a1.css", headers={"Accept-Encoding": "gzip"}) as response:
        body = response.data

    assert response.headers["Content-Encoding"] == "gzip"
    assert response.mimetype == "text/css"
    assert gzip.decompress(body) == b"plain"
    assert "Accept-Encoding" in response.vary


def test_a_file_beside_the_built_ones_is_not_served(client):
    response = client.get("/static/build/secret.txt")

    assert response.status_code == 404
