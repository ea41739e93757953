"""The columns of the ministry's own files: what is taken, and what is only known.

Names and labels are those of the files themselves, so they are in no other language.
"""

from django.utils.translation import gettext_lazy

from core.importing.columns import ImportColumn, ignored
from projects.imports import cells


def column(name, label, *more, **options):
    """A column under the names that the file itself has."""
    options.setdefault("read", lambda text: text)
    return ImportColumn(name, label, words=more, kept=False, **options)


def amount(name, label, **options):
    return column(name, label, read=cells.read_thousands, **options)


def day(name, label, **options):
    return column(name, label, read=cells.read_day, **options)


def country(name, label, **options):
    return column(name, label, read=cells.read_recipient_country, **options)


PUBLIC_AID = (
    column(
        "agreement_number",
        "Agreement number",
        "Avtalenummer",
        read=cells.at_most(50),
        required=True,
        example="QZA-12/0001",
    ),
    column(
        "agreement_title",
        "Agreement title",
        "Avtaletittel",
        read=cells.at_most(300),
        required=True,
        example="Training of example judges",
    ),
    column("year", "Year", read=cells.read_year, required=True, example="2012"),
    amount(
        "disbursed_1000_nok", "Disbursed (1000 NOK)", required=True, example="1250,5"
    ),
    country(
        "recipient_country",
        "Recipient country",
        help=gettext_lazy("Needed, or one of the two that follow."),
        example="Indonesia",
    ),
    country("recipient_country_no", "Recipient country NO", example="Indonesia"),
    country("iso3", "ISO3", example="IDN"),
    column(
        "agreement_partner",
        "Agreement partner",
        "Avtalepartner",
        example="Institute of Example Studies",
    ),
    column("impl_inst", "Impl Inst", example="Example Court Academy"),
    column(
        "agreement_period",
        "Agreement Period",
        read=cells.read_period,
        example="2012-2014",
    ),
    day("agreement_signed", "Agreement signed", example="20120301"),
    column("agreement_phase", "Agreement phase", example="Completed"),
    amount(
        "agreement_amount_1000_nok",
        "Agreement amount (1000 NOK)",
        example="3600",
    ),
    column(
        "description_of_agreement",
        "Description of agreement",
        example="Courses on fair trial for judges of three provinces.",
    ),
)
PUBLIC_AID_NOT_KEPT = ignored(
    "Project number",
    "Prosjektnummer",
    "Responsible unit",
    "Forvaltende enhet",
    "Progr Officer",
    "Saksbehandler",
    "Group of Agreement Partner",
    "Avtalepartnergruppe",
    "Group of Agreement Partner code",
    "Channel Code ID",
    "Teaching/research institution",
    "Group of Impl Inst",
    "Agr compl date",
    "Commited (1000 NOK)",
    "Commited (1000 $)",
    "CommitedAcc (1000 NOK)",
    "CommitedAcc (1000 $)",
    "Agreement amount (1000 $)",
    "DAC Main sector (code)",
    "DAC Main sector (code+name)",
    "DAC Sub sector (code)",
    "DAC Sub sector (code+name)",
    "Target area",
    "Recipient country CRS",
    "Country group NO",
    "Main Region",
    "Form of assistance (code)",
    "Form of assistance",
    "Type of assistance (code)",
    "Type of assistance",
    "Agreement phase (code)",
    "Type of Flow",
    "Type of agreement",
    "Amount tied (1000 NOK)",
    "PM - Environment",
    "PM - Climate change adaptation",
    "PM - Reproductive, maternal, newborn and child health",
    "PM - Research and experimental development",
    "PM - Disaster Risk Reduction",
    "PM - Inclusion and empowerment of persons with disabilities",
    "PM - Gender equality",
    "PM - Democracy and Inclusive Governance",
    "PM - Bio-diversity",
    "PM - Desertification",
    "PM - Climate change mitigation",
    "FA - Covid-19",
    "FA - IDPs and host communities",
    "FA - Oil for Development",
    "FA - Refugee return and reintegration",
    "FA - Refugees and host communities",
    "SDG focus",
    "SDG main target",
    "SDG description",
    "Extending agency",
    "Income category",
    "Program category (code)",
    "Program category (code+name)",
    "Chapter (code)",
    "Chapter (code+name)",
    "Post (code)",
    "Post (code+name)",
    "Sub-post code",
    "Sub-post",
    "Disbursed (NOK)",
    "Disbursed (mill NOK)",
    "Disbursed (mrd NOK)",
    "Disbursed (1000 $)",
    "Disbursed (mill $)",
    "Index- Disbursed (1000)",
    "Amounts extended (1000 NOK)",
    "Amounts extended (1000 USD)",
    "Amounts received (1000 NOK)",
    "Amounts received (1000 USD)",
    "Planned disbursed (1000 NOK)",
    "Target area NO",
    "Partner group visual NO",
    "Partner group visual",
    "Main region NO",
    "Income category NO",
)

GRANT_PAYMENTS = (
    column(
        "disb_code",
        "Disb. code",
        read=cells.at_most(100),
        required=True,
        example="D-100001",
    ),
    column(
        "agreement_no",
        "Agreement no.",
        read=cells.at_most(50),
        required=True,
        example="QZA-12/0001",
    ),
    column(
        "agreement_title",
        "Agreement title",
        read=cells.at_most(300),
        required=True,
        example="Training of example judges",
    ),
    column("agr_phase", "Agr. phase", example="Agreed"),
    column("year", "Year", read=cells.read_year, example="2012"),
    day("date", "Date", required=True, example="20120315"),
    column(
        "status_of_payment",
        "Status of payment",
        read=cells.read_payment_status,
        example="Paid",
    ),
    amount("amount", "Amount", required=True, example="1250,5"),
    day("agreement_period_from", "Agreement period (from)", example="20120301"),
    day("agreement_period_to", "Agreement period (to)", example="20141231"),
    column("recipient", "Recipient", example="Institute of Example Studies"),
    country(
        "recipient_country", "Recipient country", required=True, example="Indonesia"
    ),
    day("agreement_signed_date", "Agreement signed date", example="20120301"),
    column("agreement_partner", "Agreement partner", example="Example Court Academy"),
    column("impl_institution", "Impl. institution", example="Example Court Academy"),
    column("agreement_description", "Agreement description", example=""),
    column("currency", "Currency", example="NOK"),
)
GRANT_PAYMENTS_NOT_KEPT = ignored(
    "Group no.",
    "Group title",
    "Type of disbursement",
    "Cost center",
    "Cost center name",
    "Chapter",
    "Chapter/Post",
    "Chapter/post /sub",
    "Chapter/post /sub name",
    "Case no",
    "Programme area",
    "Agreement tag",
    "Agreement partner group",
    "Grant mgmt. Regime code",
    "Grant mgmt. Regime description",
    "Type of assistance",
    "Form of assistance",
    "Sector",
    "Main sector",
    "Main sector description",
    "Sub sector",
    "Sub sector description",
    "Special project",
    "Covid-19",
    "Environment",
    "Gender equality",
    "Democracy and Inclusive Governance",
    "Bio-diversity",
    "Research and experimental development",
    "Desertification",
    "Climate change mitigation",
    "Climate change adaptation",
    "Reproductive, maternal, newborn and child health",
    "Disaster Risk Reduction",
    "Inclusion and empowerment of persons with disabilities",
    "Result",
    "Programme officer code",
    "Programme officer name",
    "Children",
    "IDPs and host communities",
    "Refugee return and reintegration",
    "Refugees and host communities",
    "Agio",
    "Agreement type",
)
