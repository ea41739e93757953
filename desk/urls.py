from django.urls import path

from desk.views import country, hand_overs, my_desk

app_name = "desk"

urlpatterns = [
    path("", my_desk.my_desk, name="my_desk"),
    path("partners/<str:code>/", country.country, name="country"),
    path(
        "partners/<str:code>/political-contacts/",
        country.political_contacts,
        name="political_contacts",
    ),
    path("hand-overs/", hand_overs.hand_over_list, name="hand_over_list"),
    path("hand-overs/new/", hand_overs.hand_over_new, name="hand_over_new"),
    path(
        "hand-overs/<int:pk>/",
        hand_overs.hand_over_detail,
        name="hand_over_detail",
    ),
    path(
        "hand-overs/<int:pk>/sign/",
        hand_overs.hand_over_sign,
        name="hand_over_sign",
    ),
]
