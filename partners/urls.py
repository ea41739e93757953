from django.urls import path

from core.record_views import record_paths
from partners import models
from partners.views import (
    countries,
    duplicates,
    imports,
    institutions,
    links,
    merging,
    networks,
    people,
    positions,
)

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
    path("people/alike/", duplicates.person_alike, name="person_alike"),
    path("people/<int:pk>/merge/", merging.person_merge, name="person_merge"),
    path(
        "institutions/alike/",
        duplicates.institution_alike,
        name="institution_alike",
    ),
    path(
        "institutions/<int:pk>/merge/",
        merging.institution_merge,
        name="institution_merge",
    ),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge_undo"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/apart/", duplicates.duplicate_apart, name="duplicate_apart"),
    path(
        "duplicates/<int:pk>/together/",
        duplicates.duplicate_together,
        name="duplicate_together",
    ),
    path("people/suggest/", people.person_suggest, name="person_suggest"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path(
        "people/<int:pk>/change-post/",
        people.person_change_post,
        name="person_change_post",
    ),
    path("people/<int:pk>/vcard/", people.person_vcard, name="person_vcard"),
    path("people/<int:pk>/positions/new/", positions.position_new, name="position_new"),
    path("positions/<int:pk>/edit/", positions.position_edit, name="position_edit"),
    path("networks/", networks.network_list, name="network_list"),
    path("networks/new/", networks.network_new, name="network_new"),
    path("networks/<int:pk>/", networks.network_detail, name="network_detail"),
    path("networks/<int:pk>/edit/", networks.network_edit, name="network_edit"),
    path(
        "networks/<int:pk>/members/new/",
        networks.membership_new,
        name="membership_new",
    ),
    path(
        "memberships/<int:pk>/edit/",
        networks.membership_edit,
        name="membership_edit",
    ),
    path("links/new/", links.link_new, name="link_new"),
    path("links/<int:pk>/", links.link_detail, name="link_detail"),
    path("links/<int:pk>/edit/", links.link_edit, name="link_edit"),
    path("imports/<str:kind>/", imports.import_new, name="import_new"),
    path("imports/<str:kind>/example/", imports.import_example, name="import_example"),
    path("imports/files/<int:pk>/", imports.import_trial, name="import_trial"),
    path(
        "imports/files/<int:pk>/give-up/",
        imports.import_give_up,
        name="import_give_up",
    ),
    *record_paths("partners", models.Partner, "<str:code>"),
    *record_paths("institutions", models.Institution),
    *record_paths("people", models.Person),
    *record_paths("positions", models.Position),
    *record_paths("networks", models.Network),
    *record_paths("memberships", models.Membership),
    *record_paths("links", models.Link),
]
