"""The view that everybody would write: signed in, one transaction, three statements."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from duties.models import Duty, Entry


@login_required
@require_POST
def confirm(request: HttpRequest, notice: int) -> HttpResponse:
    """Mark the duty of whoever is signed in as done."""
    with transaction.atomic():
        duty = Duty.objects.select_for_update().get(notice_id=notice, person=request.user, state=0)
        duty.state, duty.done_at = 1, timezone.now()
        duty.save(update_fields=["state", "done_at"])
        Entry.objects.create(text=f"{request.user.pk} confirmed {notice}")
    return HttpResponse(status=204)


urlpatterns = [path("confirm/<int:notice>", confirm)]
