"""Which colour a status has. The word beside it says the same."""

from dialogues.models import (
    AgendaItem,
    Assessment,
    Concern,
    Dialogue,
    Finding,
    FollowUp,
    MeasureStatus,
    Reply,
    Round,
    Statement,
)

CONCERN_STATUS = {
    Concern.Status.OPEN: "warning",
    Concern.Status.ANSWERED: "success",
    Concern.Status.CLOSED: "neutral",
}
PRIORITY = {
    Concern.Priority.HIGH: "danger",
    Concern.Priority.NORMAL: "neutral",
    Concern.Priority.LOW: "neutral",
}
REPLY_QUALITY = {
    Reply.Quality.NONE: "warning",
    Reply.Quality.REFUSED: "danger",
    Reply.Quality.DENIED: "danger",
    Reply.Quality.GENERAL: "neutral",
    Reply.Quality.INFORMATION: "info",
    Reply.Quality.COMMITMENT: "info",
    Reply.Quality.ACTION_REPORTED: "success",
    Reply.Quality.ACTION_VERIFIED: "success",
}
FOLLOW_UP_STATUS = {
    FollowUp.Status.OPEN: "warning",
    FollowUp.Status.IN_PROGRESS: "info",
    FollowUp.Status.TO_VERIFY: "warning",
    FollowUp.Status.DONE: "success",
    FollowUp.Status.DROPPED: "neutral",
}
ROUND_STATUS = {
    Round.Status.PLANNED: "neutral",
    Round.Status.CONFIRMED: "info",
    Round.Status.HELD: "success",
    Round.Status.POSTPONED: "warning",
    Round.Status.SUSPENDED: "danger",
    Round.Status.CANCELLED: "danger",
}
DIALOGUE_STATUS = {
    Dialogue.Status.ACTIVE: "success",
    Dialogue.Status.SUSPENDED: "danger",
    Dialogue.Status.ENDED: "neutral",
}
STATEMENT_STATUS = {
    Statement.Status.DRAFT: "warning",
    Statement.Status.APPROVED: "info",
    Statement.Status.PUBLISHED: "success",
}
FINDING_STATUS = {
    Finding.Status.OPEN: "warning",
    Finding.Status.IN_PROGRESS: "info",
    Finding.Status.DONE: "success",
    Finding.Status.DROPPED: "neutral",
}
RATING = {
    Assessment.Rating.BACKWARDS: "danger",
    Assessment.Rating.NO_CHANGE: "warning",
    Assessment.Rating.SOME: "info",
    Assessment.Rating.MUCH: "success",
    Assessment.Rating.REACHED: "success",
    Assessment.Rating.NOT_ASSESSABLE: "neutral",
}
AGENDA_STATUS = {
    AgendaItem.Status.PROPOSED: "neutral",
    AgendaItem.Status.AGREED: "info",
    AgendaItem.Status.MOVED: "warning",
    AgendaItem.Status.REFUSED: "danger",
    AgendaItem.Status.DROPPED: "neutral",
}
MEASURE_STATE = {
    MeasureStatus.State.NOT_STARTED: "warning",
    MeasureStatus.State.UNDER_WAY: "info",
    MeasureStatus.State.PARTLY_DONE: "info",
    MeasureStatus.State.DONE: "success",
    MeasureStatus.State.NOT_DONE: "danger",
    MeasureStatus.State.GIVEN_UP: "danger",
    MeasureStatus.State.NOT_KNOWN: "neutral",
}
