"""Walks the chain of audit events and says whether it is whole."""

from django.core.management.base import BaseCommand, CommandError, no_translations

from core.models import AuditEvent, AuditHead


class Command(BaseCommand):
    help = "Check that no audit event is missing or altered; exit code 1 if one is."

    @no_translations
    def handle(self, **options):
        broken = AuditEvent.objects.first_broken()
        if isinstance(broken, AuditHead):
            raise CommandError("The chain is broken: its last events are missing.")
        if broken:
            raise CommandError(
                f"The chain is broken at event {broken.pk} "
                f"({broken.at:%Y-%m-%d %H:%M} UTC, {broken.action}): "
                "it was altered, or one before it is missing."
            )
        head = AuditHead.objects.first()
        self.stdout.write(f"Events: {AuditEvent.objects.count()}")
        self.stdout.write(f"Head: {head.digest if head else 'none yet'}")
        self.stdout.write("The chain is whole.")
