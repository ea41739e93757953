from django.urls import path

from core import views

app_name = "core"

urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("documents/<int:pk>/", views.document_open, name="document_open"),
    path("drafts/keep/", views.draft_keep, name="draft_keep"),
    path("drafts/<int:pk>/discard/", views.draft_discard, name="draft_discard"),
]
