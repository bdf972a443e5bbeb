"""Which centre carries on the projects of another today."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from promotion.changes import changes_of
from promotion.models import Centre
from tests.cast import make_centre


@pytest.fixture
def chain(db) -> tuple[Centre, Centre, Centre]:
    """The first was merged into the second, which stands alone, as the third does."""
    second, third = make_centre("an-giang"), make_centre("ca-mau")
    return make_centre("kien-giang", successor=second), second, third


def ends() -> dict[str, str]:
    return dict(Centre.objects.values_list("province", "current__province"))


def test_a_new_centre_carries_on_its_own_projects(db):
    centre = make_centre("an-giang")
    assert centre.current == centre
    assert ends() == {"an-giang": "an-giang"}


def change(client, centre: Centre, successor: Centre | None):
    """What an administrator sends."""
    form = {
        "name": centre.name,
        "slug": centre.slug,
        "province": centre.province_id,
        "opened_on": "01/01/2010",
        "closed_on": "",
        "successor": successor.pk if successor else "",
    }
    return client.post(reverse("admin:promotion_centre_change", args=[centre.pk]), form)


def test_a_successor_further_on_carries_on_all_before_it(client, administrator, chain):
    client.force_login(administrator)
    first, second, third = chain
    assert ends() == {"kien-giang": "an-giang", "an-giang": "an-giang", "ca-mau": "ca-mau"}
    assert change(client, second, third).status_code == 302
    assert ends() == {"kien-giang": "ca-mau", "an-giang": "ca-mau", "ca-mau": "ca-mau"}
    assert change(client, second, None).status_code == 302
    assert ends() == {"kien-giang": "an-giang", "an-giang": "an-giang", "ca-mau": "ca-mau"}


def test_a_changed_successor_leaves_nothing_behind(client, administrator, chain):
    client.force_login(administrator)
    first, second, third = chain
    change(client, first, third)
    assert ends() == {"kien-giang": "ca-mau", "an-giang": "an-giang", "ca-mau": "ca-mau"}
    change(client, first, None)
    assert ends() == {"kien-giang": "kien-giang", "an-giang": "an-giang", "ca-mau": "ca-mau"}


@pytest.mark.parametrize("by", [0, 1])
def test_no_centre_follows_upon_itself(client, administrator, chain, by):
    client.force_login(administrator)
    before = ends()
    answer = change(client, chain[1], chain[by])
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["successor"]
    assert ends() == before
    chain[1].successor = chain[by]
    with pytest.raises(ValidationError):
        chain[1].save()
    assert ends() == before


def test_the_log_names_a_centre_as_it_was_called_then(centre_an_giang):
    Centre.objects.update(name="TTKC thứ hai")
    Centre.objects.update(name="TTKC thứ ba")
    last, second, *_others, first = changes_of(centre_an_giang)
    assert last.row.endswith(": TTKC thứ hai")
    assert second.row.endswith(f": {centre_an_giang.name}")
    assert (second.is_new, first.is_new) == (False, True)
