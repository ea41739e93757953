"""The administration: users and their rights, the audit log, and a base for records.

It shows what every other page shows to the same person, and deletes nothing.
"""

from allauth.account import admin as allauth_admin
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from core.access import audit_reader, ip_of, log_reading
from core.folding import Folded
from core.forms import RecordForm
from core.models import AuditEvent, Classification, User

admin.site.site_header = admin.site.site_title = _("Administration")
admin.site.index_title = _("Users, desks and lists")
# The one way in, with its limits and its log.
admin.site.login = secure_admin_login(admin.site.login)


def _without_shortcuts(get_urls):
    # SECURITY: the shortcut leads from any key to the address of a row, even a hidden.
    def all_but_one():
        urls = get_urls()
        return [u for u in urls if getattr(u, "name", "") != "view_on_site"]

    return all_but_one


admin.site.get_urls = _without_shortcuts(admin.site.get_urls)

# Kept in step with the users by `UserAdmin`.
for model in (EmailAddress, EmailConfirmation):
    if allauth_admin.admin.site.is_registered(model):
        admin.site.unregister(model)


class HistoryAdmin(SimpleHistoryAdmin):
    """Shows the history of what has no marking; brings nothing back."""

    object_history_list_template = "core/admin_history.html"
    history_list_per_page = 1000

    def revert_disabled(self, request, obj=None):
        return True

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # SECURITY: it would save an earlier version for whoever may look at it.
        raise PermissionDenied

    def has_delete_permission(self, request, obj=None):
        return False


# --- Records ----------------------------------------------------------------------


class AdminRecordForm(RecordForm):
    """A record's own form, for the person whom `RecordAdmin` has put in as `by`."""

    by = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, by=self.by, **kwargs)

    def clean(self):
        try:
            return super().clean()
        except ValidationError as refusal:
            if refusal.code != "conflict":
                raise
            # There is no choice field by field here: the page must be opened again.
            self.data[self.add_prefix("version")] = self.cleaned_data["version"]
            raise ValidationError(
                _("%(name)s saved this while you were writing. Open the page again."),
                code="conflict",
                params=refusal.params,
            ) from None


class RecordAdmin(admin.ModelAdmin):
    """The base for every kind of record: `visible_to`, marking, archive, history."""

    form = AdminRecordForm
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        rows = self.model.objects.visible_to(request.user)
        return rows.order_by(*self.get_ordering(request) or self.opts.ordering)

    def get_search_results(self, request, rows, term):
        if term and issubclass(self.model, Folded):
            return rows.matching(term), False
        return super().get_search_results(request, rows, term)

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            log_reading(request, record)
        return record

    def get_fields(self, request, obj=None):
        hidden = self._naming_hidden_rows(request.user, obj)
        shown = [name for name in self.fields if name not in hidden]
        return [*shown, "classification", "version"]

    def _naming_hidden_rows(self, user, record):
        """Fields that name a row which is hidden from this user; they stay as is."""
        hidden = set()
        for field in self.opts.fields:
            key = getattr(record, field.attname, None) if record else None
            rows = getattr(field.related_model, "objects", None)
            if key is None or not hasattr(rows, "visible_to"):
                continue
            if not rows.visible_to(user).filter(pk=key).exists():
                hidden.add(field.name)
        return hidden

    def get_form(self, request, obj=None, change=False, **kwargs):
        names = self.get_fields(request, obj)
        kwargs["fields"] = [name for name in names if name != "version"]
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def has_change_permission(self, request, obj=None):
        archived = obj is not None and obj.is_archived
        return super().has_change_permission(request, obj) and not archived

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, record):
        return record.get_absolute_url()

    def history_view(self, request, object_id, extra_context=None):
        """The product's own page: it shows no version above the reader."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(record.url_for("history"))

    # SECURITY: the admin's log keeps names that may have to be protected later. The
    # history of the record says the same, and obeys its marking.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None


# --- Users and their rights -------------------------------------------------------


class _OwnAddress:
    """Refuses an address that somebody else can sign in with."""

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        others = EmailAddress.objects.filter(email__iexact=email)
        if others.exclude(user_id=self.instance.pk).exists():
            raise ValidationError(_("This address is in use already."))
        return email


class NewUserForm(_OwnAddress, AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(_OwnAddress, UserChangeForm):
    class Meta:
        model = User
        fields = (
            "email",
            "name",
            "language",
            "clearance",
            "groups",
            "is_staff",
            "is_active",
        )


def rights_of(user):
    """All that decides what somebody may see and do, in words that stay the same."""
    desks = user.assignments.values_list("partner__code", "role")
    return {
        "email": user.email,
        "clearance": Classification(user.clearance).name.lower(),
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "desks": sorted(f"{code}: {role}" for code, role in desks),
        "staff": user.is_staff,
        "active": user.is_active,
    }


@admin.register(User)
class UserAdmin(HistoryAdmin, auth_admin.UserAdmin):
    """Users, their clearance, roles and desks.

    Nobody changes their own rights, not even a superuser: a second person must. Who is
    a superuser is decided on the command line, and only superusers change one.
    """

    form = UserForm
    add_form = NewUserForm
    actions = None
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "language")}),
        (_("Rights"), {"fields": ("clearance", "groups", "is_staff", "is_active")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("email", "name", "usable_password", "password1", "password2")},
        ),
    )
    list_display = ("name", "email", "clearance", "is_staff", "is_active")
    list_filter = ("clearance", "groups", "is_staff", "is_active")
    search_fields = ("name", "email")
    ordering = ("name",)
    filter_horizontal = ()
    formfield_overrides = {
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}
    }

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def get_readonly_fields(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return ("clearance", "groups", "is_staff", "is_active") if own else ()

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def save_model(self, request, obj, form, change):
        form.rights_before = rights_of(User.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)
        address = {"email": obj.email, "verified": True}
        EmailAddress.objects.update_or_create(user=obj, primary=True, defaults=address)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        was = form.rights_before
        now = rights_of(User.objects.get(pk=form.instance.pk))
        changes = {
            name: [was.get(name), value]
            for name, value in now.items()
            if was.get(name) != value
        }
        if changes:
            _log_rights(request, form.instance, changes)

    def user_change_password(self, request, id, form_url=""):
        user = self.get_object(request, unquote(id))
        if user == request.user:
            return redirect("account_change_password")
        response = super().user_change_password(request, id, form_url)
        if user and User.objects.get(pk=user.pk).password != user.password:
            _log_rights(request, user, {"password": ["", "set by somebody else"]})
        return response


def _log_rights(request, user, changes):
    AuditEvent.objects.record(
        AuditEvent.Action.RIGHTS_CHANGED,
        by=request.user,
        ip=ip_of(request),
        detail={"user": user.pk, "changes": changes},
    )


# --- Only to be read ---------------------------------------------------------------


class ReadOnlyAdmin(admin.ModelAdmin):
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    """The roles; they are part of the product and change with it only."""

    fields = ("name", "permissions")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "action", "kind", "object_id", "ip")
    list_display_links = ("at",)
    list_filter = ("action", "at")
    list_select_related = ("user",)
    show_full_result_count = False
    fields = ("at", "user", "action", "kind", "object_id", "detail", "ip")

    def has_view_permission(self, request, obj=None):
        return audit_reader(request.user)
