"""What the IATI standard 2.03 prescribes, as far as projects use it.

Source: the activity standard and its codelists, https://iatistandard.org/en/iati-standard/
203/activity-standard/ . An activity's elements have a prescribed order, and the writer
keeps it; a test measures what is written against the published schema.
"""

from projects.models import Disbursement, Project, ProjectPartner, Result

VERSION = "2.03"
# Elements and attributes of one's own belong to a namespace of one's own.
OWN = "urn:dialogues-record:iati"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# Codelist ActivityStatus. Suspended (6) is no status of ours.
STATUS = {
    Project.Status.PLANNED: "1",
    Project.Status.RUNNING: "2",
    Project.Status.COMPLETED: "4",
    Project.Status.STOPPED: "5",
}
STATUS_OF = {code: status for status, code in STATUS.items()} | {
    "3": Project.Status.COMPLETED  # finalisation: all is done, the accounts are open
}
# Codelist ActivityDateType.
PLANNED_START, START, PLANNED_END, END = "1", "2", "3", "4"
# Codelist OrganisationRole: funding, accountable, extending, implementing.
EXTENDING = "3"
ROLES = {
    ProjectPartner.Role.FUNDER: "1",
    ProjectPartner.Role.AGREEMENT_PARTNER: "2",
    ProjectPartner.Role.IMPLEMENTING: "4",
    ProjectPartner.Role.COOPERATING: "4",
}
ROLE_OF = {
    "1": ProjectPartner.Role.FUNDER,
    "2": ProjectPartner.Role.AGREEMENT_PARTNER,
    "3": ProjectPartner.Role.FUNDER,
    "4": ProjectPartner.Role.IMPLEMENTING,
}
INTERNAL_NUMBER = "A1"  # codelist OtherIdentifierType: of the reporting organisation
GOVERNMENT = "10"  # codelist OrganisationType
# Codelist TransactionType.
COMMITMENT, DISBURSEMENT = "2", "3"
PAID, PLANNED = Disbursement.Status.PAID, Disbursement.Status.PLANNED
# Codelist ResultType.
LEVELS = {
    Result.Level.OUTPUT: "1",
    Result.Level.OUTCOME: "2",
    Result.Level.IMPACT: "3",
}
LEVEL_OF = {code: level for level, code in LEVELS.items()}
# Codelist IndicatorMeasure.
UNIT, PERCENTAGE, QUALITATIVE = "1", "2", "5"
# Codelist DescriptionType.
GENERAL, OTHER = "1", "4"
DAC_5_DIGITS = "1"  # codelist SectorVocabulary

ORDER = (
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "other-identifier",
    "activity-status",
    "activity-date",
    "contact-info",
    "activity-scope",
    "recipient-country",
    "recipient-region",
    "location",
    "sector",
    "tag",
    "country-budget-items",
    "humanitarian-scope",
    "policy-marker",
    "collaboration-type",
    "default-flow-type",
    "default-finance-type",
    "default-aid-type",
    "default-tied-status",
    "budget",
    "planned-disbursement",
    "capital-spend",
    "transaction",
    "document-link",
    "related-activity",
    "legacy-data",
    "conditions",
    "result",
    "crs-add",
    "fss",
)
