from django.contrib import admin

from core.admin import HistoryAdmin, RecordAdmin, UserAdmin
from partners.models import (
    Assignment,
    Institution,
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
        "country",
        "sector",
        "parent",
        "active",
        "note",
    )
    list_display = ("name", "country", "sector", "active", "classification")
    list_select_related = ("sector",)
    list_filter = ("sector", "active", "country")
    search_fields = ("folded",)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    fields = (
        "name",
        "name_original",
        "honorific",
        "country",
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


@admin.register(Position)
class PositionAdmin(RecordAdmin):
    fields = ("person", "institution", "title", "level", "since", "until", "as_of")
    list_display = ("person", "title", "institution", "since", "until")
    list_select_related = ("person", "institution")
    list_filter = ("level",)
    search_fields = ("title", "person__folded", "institution__folded")
