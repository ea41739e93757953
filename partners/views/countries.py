"""A partner country's own fields; the country itself is shown by the desk."""

from django.utils.translation import gettext as _

from core.access import changeable_or_403, in_one_transaction, requires, writer
from core.editing import record_form, typed
from partners.forms import PartnerForm
from partners.models import Partner


@requires(writer)
@in_one_transaction
def partner_edit(request, code):
    partner = changeable_or_403(Partner.objects, request.user, code=code)
    form = PartnerForm(*typed(request), by=request.user, instance=partner)
    return record_form(
        request,
        form,
        heading=_("Change: %(country)s") % {"country": partner},
        back=partner.get_absolute_url(),
        record=partner,
    )
