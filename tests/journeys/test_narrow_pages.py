"""On the narrowest phone in use no page scrolls sideways; English has the longer words."""

NARROWEST = 320
PAGES = (
    *("/desk/", "/desk/register", "/desk/register/new", "/desk/imports/new", "/desk/people"),
    *("/desk/sweeps", "/desk/sweeps/new", "/desk/visits", "/desk/visits/new/place"),
    *("/desk/calendar", "/desk/penalties", "/desk/penalties/hidden_venue"),
    *("/desk/penalties/hidden_venue/calculate", "/desk/penalties/standards/new"),
    *("/desk/blacklist", "/desk/blacklist/new", "/desk/blacklist/edition", "/", "/objections"),
)
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_page_scrolls_sideways_on_the_narrowest_phone(at):
    officer = at(NARROWEST).sign_in("officer1")

    overhangs = {}
    for path in PAGES:
        officer.open(f"{path}?lang=en")
        overhangs[path] = officer.page.evaluate(OVERHANG)

    assert {path: width for path, width in overhangs.items() if width > 0} == {}
