"""What every record stands on."""

from core.models.attachments import Document, Source
from core.models.audit import AuditEvent, AuditHead
from core.models.classification import Classification
from core.models.drafts import Draft, Submission
from core.models.imports import ImportedFile
from core.models.record import ClosedRoomRecord, Record, RecordQuerySet, Stale
from core.models.users import User

__all__ = [
    "AuditEvent",
    "AuditHead",
    "Classification",
    "ClosedRoomRecord",
    "Document",
    "Draft",
    "ImportedFile",
    "Record",
    "RecordQuerySet",
    "Source",
    "Stale",
    "Submission",
    "User",
]
