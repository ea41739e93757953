from django.urls import path

from desk import views

app_name = "desk"

urlpatterns = [
    path("", views.my_desk, name="my_desk"),
    path("partners/<str:code>/", views.country, name="country"),
]
