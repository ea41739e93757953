"""Which colour a status has. The word beside it says the same."""

from projects.models import Activity, Disbursement, Project

PROJECT_STATUS = {
    Project.Status.IDEA: "neutral",
    Project.Status.PLANNED: "neutral",
    Project.Status.RUNNING: "info",
    Project.Status.COMPLETED: "success",
    Project.Status.STOPPED: "danger",
}
ACTIVITY_STATUS = {
    Activity.Status.PLANNED: "info",
    Activity.Status.HELD: "success",
    Activity.Status.CANCELLED: "danger",
}
DISBURSEMENT_STATUS = {
    Disbursement.Status.PLANNED: "info",
    Disbursement.Status.PAID: "success",
}
