from django.contrib import admin
from django.db import models

from core.admin import HistoryAdmin, RecordAdmin, UserAdmin
from core.models import User
from partners.models import (
    Assignment,
    Institution,
    Link,
    LinkKind,
    Membership,
    Network,
    Partner,
    Person,
    Position,
    Sector,
)
from partners.permissions import can_protect


class AssignmentInline(admin.TabularInline):
    """The desks of a user; nobody puts themselves on one."""

    model = Assignment
    extra = 0

    def get_queryset(self, request):
        seen = Partner.objects.visible_to(request.user)
        return super().get_queryset(request).filter(partner__in=seen)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "partner":
            kwargs["queryset"] = Partner.objects.visible_to(request.user).current()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and obj != request.user

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and obj != request.user

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user


UserAdmin.inlines = (*UserAdmin.inlines, AssignmentInline)


@admin.register(Sector)
class SectorAdmin(HistoryAdmin):
    list_display = ("name_en", "name_nb", "code", "order")
    actions = None


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    fields = ("code", "name", "status", "since", "overview")
    list_display = ("name", "code", "status", "classification")
    list_filter = ("status",)


@admin.register(Institution)
class InstitutionAdmin(RecordAdmin):
    fields = (
        "name",
        "name_original",
        "other_names",
        "country",
        "sector",
        "parent",
        "active",
        "website",
        "email",
        "phone",
        "address",
        "note",
    )
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ("name", "country", "sector", "active", "classification")
    list_select_related = ("sector",)
    list_filter = ("sector", "active", "country")
    search_fields = ("folded",)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    fields = (
        "name",
        "name_original",
        "other_names",
        "honorific",
        "country",
        "email",
        "phone",
        "languages",
        "responsible",
        "consent_to_be_listed",
        "do_not_contact",
        "protected",
        "note",
    )
    list_display = ("name", "country", "do_not_contact", "classification")
    list_filter = ("country", "do_not_contact")
    search_fields = ("folded",)

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if not can_protect(request.user):
            fields.remove("protected")
        return fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "responsible":
            kwargs["queryset"] = User.objects.writers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    fields = (
        "person",
        "institution",
        "title",
        "level",
        "since",
        "until",
        "as_of",
        "left_because",
        "left_note",
    )
    list_display = ("person", "title", "institution", "since", "until")
    list_select_related = ("person", "institution")
    list_filter = ("level",)
    search_fields = ("title", "person__folded", "institution__folded")


class _KeptByAdmin(RecordAdmin):
    """Whom a record is kept by is one of those who write."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "responsible":
            kwargs["queryset"] = User.objects.writers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Network)
class NetworkAdmin(_KeptByAdmin):
    fields = (
        "name",
        "other_names",
        "partners",
        "sectors",
        "purpose",
        "status",
        "since",
        "until",
        "members_in_words",
        "size",
        "website",
        "responsible",
        "note",
    )
    list_display = ("name", "status", "since", "classification")
    list_filter = ("status", "partners", "sectors")
    search_fields = ("folded",)


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    fields = ("network", "institution", "person", "role", "since", "until", "note")
    list_display = ("network", "institution", "person", "role", "since", "until")
    list_display_links = ("network", "institution", "person")
    list_select_related = ("network", "institution", "person")
    list_filter = ("role",)
    search_fields = ("network__folded", "institution__folded", "person__folded")


@admin.register(LinkKind)
class LinkKindAdmin(HistoryAdmin):
    list_display = ("name_en", "name_nb", "code", "order")
    actions = None


@admin.register(Link)
class LinkAdmin(_KeptByAdmin):
    fields = (
        "home_institution",
        "partner_institution",
        "kind",
        "since",
        "until",
        "led_to",
        "responsible",
        "note",
    )
    list_display = ("home_institution", "partner_institution", "kind", "since", "until")
    list_select_related = ("home_institution", "partner_institution", "kind")
    list_filter = ("kind",)
    search_fields = ("home_institution__folded", "partner_institution__folded")
