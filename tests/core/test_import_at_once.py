"""A file is taken once, however often one clicks."""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import ImportedFile
from partners.models import Person
from tests.factories import make_partner, make_user


def click(client, url):
    return client.post(url).status_code


def test_a_double_click_takes_once(all_at_once):
    user = make_user(desks=[make_partner()])

    def client():
        signed_in = Client()
        signed_in.force_login(user)
        return signed_in

    file = SimpleUploadedFile("people.csv", b"name,country\nSiti,ID\nBudi,ID\n")
    client().post(reverse("partners:import_new", args=["people"]), {"file": file})
    url = reverse("partners:import_trial", args=[ImportedFile.objects.get().pk])

    clients = [client() for _click in range(3)]

    answers = all_at_once([partial(click, one, url) for one in clients])

    assert answers == [302] * 3
    assert Person.objects.count() == 2
