from django.urls import path

from core.record_views import record_paths
from partners import models
from partners.views import countries, institutions, people, positions

app_name = "partners"

urlpatterns = [
    path("partners/<str:code>/edit/", countries.partner_edit, name="partner_edit"),
    path("institutions/", institutions.institution_list, name="institution_list"),
    path("institutions/new/", institutions.institution_new, name="institution_new"),
    path(
        "institutions/suggest/",
        institutions.institution_suggest,
        name="institution_suggest",
    ),
    path(
        "institutions/<int:pk>/",
        institutions.institution_detail,
        name="institution_detail",
    ),
    path(
        "institutions/<int:pk>/edit/",
        institutions.institution_edit,
        name="institution_edit",
    ),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/suggest/", people.person_suggest, name="person_suggest"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/positions/new/", positions.position_new, name="position_new"),
    path("positions/<int:pk>/edit/", positions.position_edit, name="position_edit"),
    *record_paths("partners", models.Partner, "<str:code>"),
    *record_paths("institutions", models.Institution),
    *record_paths("people", models.Person),
    *record_paths("positions", models.Position),
]
