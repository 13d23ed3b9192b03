"""会议室与会议种类: what the administrator keeps, and everybody sees who has which room when."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import Action, actor_of, may, require
from huiyin.directory.models import Department
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import Booking, Room
from huiyin.scenarios.meetings.plan import PlanRefused
from huiyin.scenarios.meetings.rooms import actions, booking, queries
from huiyin.scenarios.meetings.rooms.actions import RoomWords
from huiyin.scenarios.meetings.views.pages import go, page, shown

_FIELD = {"class": "input"}


class RoomForm(forms.Form):
    """A room."""

    name = forms.CharField(label=_("名称"), max_length=60, widget=forms.TextInput(attrs=_FIELD))
    place = forms.CharField(
        label=_("位置"), required=False, max_length=80, widget=forms.TextInput(attrs=_FIELD)
    )
    capacity = forms.IntegerField(
        label=_("座位"),
        min_value=0,
        max_value=5000,
        initial=8,
        widget=forms.NumberInput(attrs=_FIELD),
    )
    equipment = forms.CharField(
        label=_("设备"), required=False, max_length=200, widget=forms.TextInput(attrs=_FIELD)
    )
    department = forms.ModelChoiceField(
        label=_("只给哪个部门用"),
        queryset=Department.objects.filter(active=True).order_by("path"),
        required=False,
        empty_label=_("所有人"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    active = forms.BooleanField(label=_("可以预订"), required=False, initial=True)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Today's use of each room; whoever administers adds and changes rooms here."""
    actor = actor_of(request)
    keeps = may(actor, Action.ADMINISTER)
    if request.method == "POST":
        require(actor, Action.ADMINISTER)
        return _save(request)
    edited = _room(_number(request.GET.get("room", ""))) if keeps else None
    form = RoomForm(initial=_initial(edited)) if edited else RoomForm()
    return _shown(request, form, edited)


def _save(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    room_id = _number(request.POST.get("room", ""))
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            room = actions.keep(RoomWords(**form.cleaned_data), by=actor, room_id=room_id)
        except PlanRefused as refused:
            for field, words in refused.errors.items():
                form.add_error(field, words)
        else:
            messages.success(request, _t("已保存 %(name)s") % {"name": room.name})
            return go(reverse("meetings:rooms"))
    return _shown(request, form, _room(room_id), status=422)


def _shown(
    request: HttpRequest, form: RoomForm, edited: Room | None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    keeps = may(actor, Action.ADMINISTER)
    rooms = list(Room.objects.order_by("name") if keeps else queries.open_to(actor))
    today = timezone.localdate(clock.now())
    start = datetime.combine(today, time.min, timezone.get_default_timezone())
    first, last = booking.span(start, start + timedelta(days=1))
    taken = Booking.objects.filter(
        room__in=rooms, starts_minute__lt=last, ends_minute__gt=first
    ).select_related("meeting")
    uses: dict[int, list[Booking]] = {}
    for one in taken.order_by("starts_minute"):
        uses.setdefault(one.room_id, []).append(one)
    context = {
        "rooms": [(room, uses.get(room.pk, [])) for room in rooms],
        "form": form,
        "edited": edited,
        "keeps": keeps,
        "view": "rooms",
    }
    return shown(request, "meetings/rooms.html", context, status=status)


def _initial(room: Room) -> dict[str, object]:
    return {name: getattr(room, name) for name in RoomForm.base_fields}


def _room(key: int | None) -> Room | None:
    return Room.objects.filter(pk=key).first() if key is not None else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004 - fits an id
