import re
from pathlib import Path

import pytest

FRONT = Path(__file__).parents[2] / "app" / "frontend"
PAIR = re.compile(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
SINGLE = re.compile(r"(--[\w-]+): (#\w{6});")


def tokens() -> dict[str, tuple[str, str]]:
    sheet = (FRONT / "src" / "tokens.css").read_text("utf-8")
    pairs = {name: (light, dark) for name, light, dark in PAIR.findall(sheet)}
    singles = {name: (both, both) for name, both in SINGLE.findall(sheet)}
    return singles | pairs


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *[(name, "--surface") for name in ("--ink", "--ink-2", "--ink-3", "--accent")],
    *[(name, "--paper") for name in ("--ink", "--ink-2", "--ink-3", "--accent")],
    *[(f"--{name}", "--surface") for name in ("cin", "amb", "jade", "slate")],
    *[(f"--{name}", f"--{name}-pale") for name in ("cin", "amb", "jade", "slate")],
    *[("--on-fill", f"--{name}-fill") for name in ("cin", "amb", "jade", "slate")],
    ("--ink-3", "--sunken"),
    ("--on-accent", "--accent"),
    ("--accent", "--accent-pale"),
    *[("--on-ramp-low", f"--ramp-{n}") for n in (1, 2, 3)],
    *[("--on-ramp-high", f"--ramp-{n}") for n in (4, 5)],
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON, ids=lambda name: name[2:])
def test_text_can_be_read_on_its_ground(text, ground, theme):
    known = tokens()

    assert contrast(known[text][theme], known[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["--surface", "--sunken"])
def test_the_edge_of_a_control_can_be_seen(ground, theme):
    known = tokens()

    assert contrast(known["--control"][theme], known[ground][theme]) >= 3


def test_only_the_tokens_name_colours():
    sheets = [path for path in (FRONT / "src").rglob("*.css") if path.name != "tokens.css"]
    plain_on_paper = {"#fff", "#000"}  # the ground and dots of a code that cameras read

    found = {
        f"{path.name}: {colour}"
        for path in sheets
        for colour in re.findall(r"(#[0-9a-f]{3,8})\b", path.read_text("utf-8"))
        if colour not in plain_on_paper
    }

    assert found == set()


def test_the_lock_file_names_no_host():
    lock = (FRONT / "package-lock.json").read_text("utf-8")

    assert "://" not in lock


def test_no_sheet_and_no_script_of_ours_names_a_host():
    # w3.org names the SVG namespace, nobody calls there
    named = [
        path.name
        for path in (FRONT / "src").rglob("*")
        if path.suffix in {".css", ".ts"}
        and re.search(r"https?://(?!www\.w3\.org/)", path.read_text("utf-8"))
    ]

    assert named == []
