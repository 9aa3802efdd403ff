"""What may be typed in about a place that is on no register."""

from app.access import Viewer
from app.desk.forms.base import DeskForm
from app.desk.forms.choices import DistrictField, TermField
from app.desk.forms.typed import NumberField, TextField
from app.services.places import NewPlace
from app.words import lazy_gettext
from inspections.vocabulary import Datum


class PlaceForm(DeskForm):
    """Where the place is and what is seen there."""

    district_code = DistrictField(lazy_gettext("District"), required=True)
    address = TextField(lazy_gettext("Address of the premises"), required=True, longest=300)
    label = TextField(lazy_gettext("What is seen there, and who runs it"), longest=100)
    lng = NumberField(lazy_gettext("Longitude"))
    lat = NumberField(lazy_gettext("Latitude"))
    datum = TermField(lazy_gettext("Datum"), Datum)

    def for_viewer(self, viewer: Viewer) -> "PlaceForm":
        """Offer the districts of the viewer's area."""
        self["district_code"].offer(viewer)
        return self

    def place(self) -> NewPlace:
        """Return what was typed; call after `validate`."""
        return NewPlace(
            address=self.address.data or "",
            district_code=self.district_code.data or "",
            label=self.label.data,
            lng=self.lng.data,
            lat=self.lat.data,
            datum=self.datum.data,
        )
