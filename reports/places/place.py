"""What a figure is about: the country, a region, a province or a part of it."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from promotion.models import Level


class PlaceKind(TextChoices):
    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    CENTRAL_UNITS = "central-units"
    MERGED_UNITS = "merged-units"
    CONFERENCE = "conference"
    LEVEL = "level"
    UNIT = "unit"


@dataclass(frozen=True)
class Place:
    """What a figure is about.

    key       "country", a region's slug, a province's unit, "central-units" or "merged-units"; of
              a unit by itself, without what merged into it, that unit
    since     first day of a province-level unit, which has no figures of its own before it
    last_day  of a unit that was merged; no end of any other place
    is_city   a city under central government
    region    slug of the conference region a province belongs to on the map's day, "" for none;
              of a conference, the region that it is of
    members   the provinces of a conference, which may be others than those of its region
    whole     of a level of government what it is a part of, and
    level     which it is; the province's own has the national money too
    tile      (column, row) on the tile map of today's provinces
    """

    kind: PlaceKind
    key: str
    name_vi: str
    name_en: str
    since: date = date.min
    last_day: date = date.max
    is_city: bool = False
    region: str = ""
    tile: tuple[int, int] | None = None
    members: frozenset[str] = frozenset()
    whole: "Place | None" = None
    level: str = ""

    def __str__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        # Of no more than tells places apart: every sum is looked up by them.
        return hash(self.key)

    def stands_on(self, day: date) -> bool:
        """Whether the map of the day has it."""
        return self.since <= day <= self.last_day

    @property
    def name(self) -> str:
        """Short, for rows, tiles and titles, in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def full_name(self) -> str:
        """With the kind of unit: "tỉnh Thanh Hóa", "TP. Huế"; other places as they are."""
        if self.kind != PlaceKind.PROVINCE:
            return self.name
        if self.name.startswith("TP. "):
            return self.name
        form = pgettext("city", "%(name)s City") if self.is_city else _("%(name)s province")
        return form % {"name": self.name}

    @property
    def territory(self) -> str:
        """After "in": "các tỉnh, thành phố khu vực miền Trung - Tây Nguyên", "tỉnh Thanh Hóa"."""
        if self.kind == PlaceKind.COUNTRY:
            return _("the whole country")
        if self.kind in (PlaceKind.REGION, PlaceKind.CONFERENCE):
            return _("the provinces and cities of %(region)s") % {"region": self.name}
        return self.full_name

    @property
    def in_address(self) -> dict[str, str]:
        """As it stands in the addresses of reports: {"region": "north"}; {} of the country."""
        return {} if self.kind == PlaceKind.COUNTRY else {self.kind.value: self.key}

    def at(self, level: str) -> "Place":
        """Of the place what belongs to the level of government."""
        vi, en = LEVELS[level]
        return replace(
            self,
            kind=PlaceKind.LEVEL,
            key=f"{self.key}.{level}",
            name_vi=f"{self.name_vi} – {vi}",
            name_en=f"{self.name_en} – {en}",
            whole=self,
            level=level,
        )


# What a province's money is divided into, in the order of the rows.
LEVELS = {
    Level.PROVINCE.value: ("quốc gia, cấp tỉnh", "national, province level"),
    Level.DISTRICT.value: ("cấp huyện", "district level"),
    Level.COMMUNE.value: ("cấp xã", "commune level"),
}
# Each has rows of its own beside what is left of the province's.
BELOW = (Level.DISTRICT.value, Level.COMMUNE.value)
COUNTRY = Place(PlaceKind.COUNTRY, "country", "Cả nước", "The country")
# Centres without a province; their payments count for the country alone.
CENTRAL_UNITS = Place(
    PlaceKind.CENTRAL_UNITS, "central-units", "Đơn vị trực thuộc Trung ương", "Central units"
)

# Units before the merger, whose amounts of a year ago belong to no row of the map of then.
MERGED_UNITS = Place(
    PlaceKind.MERGED_UNITS,
    "merged-units",
    "Đơn vị trước sắp xếp, không so sánh riêng được",
    "Units before the merger, not comparable by themselves",
)
