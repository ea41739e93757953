"""The people of the ministry who sign in."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.classification import Classification


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """A user; without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The first administrator; `manage.py createsuperuser` calls this."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def writers(self):
        """Those who keep the record and can be given something to do."""
        may_write = Q(user_permissions__codename="write_record") | Q(
            groups__permissions__codename="write_record"
        )
        return self.filter(may_write, is_active=True).distinct().order_by("name", "pk")

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in with an e-mail address.

    What they may see follows from their clearance, their desk (the partners assigned
    to them) and their roles, which are groups made by a migration.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    clearance = models.PositiveSmallIntegerField(
        _("clearance"),
        choices=Classification,
        default=Classification.INTERNAL,
        help_text=_("The highest marking that this person may read."),
    )
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, blank=True
    )
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take the tick away instead of deleting somebody who has left."),
    )
    date_joined = models.DateTimeField(_("added"), auto_now_add=True)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(clearance__in=Classification.values),
                name="user_clearance_is_a_marking",
                violation_error_message=_("Choose one of the four markings."),
            ),
        ]
        # Roles are made of these; views ask for a permission, never for a role.
        permissions = (
            ("write_record", "May write on their own desk"),
            ("lead_desk", "May sign off, close and reassign on their own desk"),
            ("read_all_desks", "Reads every desk up to their clearance"),
            ("read_names_at_risk", "Sees the names of protected persons"),
            ("read_audit", "Reads the audit events"),
        )

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.strip().lower()
        same = User.objects.filter(email__iexact=self.email).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"email": _("This address is in use already.")})

    @cached_property
    def desk_partner_ids(self):
        """Primary keys of the partners on this user's desk (one query a request)."""
        return list(self.assignments.values_list("partner_id", flat=True))

    @cached_property
    def desk_countries(self):
        """ISO codes of the countries on this user's desk (one query a request)."""
        return list(self.assignments.values_list("partner__code", flat=True))

    @property
    def reads_all_desks(self):
        """Whether their role reads every desk; costs a query the first time."""
        return self.has_perm("core.read_all_desks")

    def could_read(self, marking, partner_id):
        """Whether a record of this marking and partner would be visible to them."""
        if marking > self.clearance:
            return False
        return (
            marking <= Classification.INTERNAL
            or partner_id in self.desk_partner_ids
            or self.reads_all_desks
        )

    @property
    def initials(self):
        """At most two letters for the corner of the page."""
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()
