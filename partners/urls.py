from django.urls import path

from core.record_views import record_paths
from partners import models, views

app_name = "partners"

urlpatterns = [
    path("partners/<str:code>/edit/", views.partner_edit, name="partner_edit"),
    path("institutions/", views.institution_list, name="institution_list"),
    path("institutions/new/", views.institution_new, name="institution_new"),
    path(
        "institutions/suggest/",
        views.institution_suggest,
        name="institution_suggest",
    ),
    path("institutions/<int:pk>/", views.institution_detail, name="institution_detail"),
    path(
        "institutions/<int:pk>/edit/", views.institution_edit, name="institution_edit"
    ),
    path("people/", views.person_list, name="person_list"),
    path("people/new/", views.person_new, name="person_new"),
    path("people/suggest/", views.person_suggest, name="person_suggest"),
    path("people/<int:pk>/", views.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", views.person_edit, name="person_edit"),
    path("people/<int:pk>/positions/new/", views.position_new, name="position_new"),
    path("positions/<int:pk>/edit/", views.position_edit, name="position_edit"),
    *record_paths("partners", models.Partner, "<str:code>"),
    *record_paths("institutions", models.Institution),
    *record_paths("people", models.Person),
    *record_paths("positions", models.Position),
]
