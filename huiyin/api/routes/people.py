"""The directory: read it in pages, bring it in step with a staff list."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from huiyin.api import errors
from huiyin.cases.people import import_people
from huiyin.cases.rest import paging
from huiyin.cases.rest.paging import Page, PageQuery
from huiyin.cases.rest.problem import FieldError, Refusal
from huiyin.cases.rest.values import DepartmentId, Line, Named, caller
from huiyin.directory import picker
from huiyin.directory.access import Action, permission, require
from huiyin.directory.importing import ImportRefused, Outcome, Plan, Problem, read_table
from huiyin.directory.importing.table import MAX_BYTES
from huiyin.directory.models import Department, Person
from huiyin.directory.names import fold
from huiyin.kit import digest

SHOWN = 200
"""Faults or remarks of a file that are named one by one."""

router = Router(tags=["people"])


class PersonOut(Schema):
    """Somebody in the directory; `party` names the firm of an external contact."""

    id: int
    employee_no: str
    name: str
    department: Named
    position: str
    email: str
    extension: str
    mobile: str
    manager_id: int | None
    party: str


class Filters(Schema):
    """Which people."""

    q: Line = Field(
        default="", max_length=60, description="Name, pinyin, initials or employee number."
    )
    department: DepartmentId | None = Field(
        default=None, description="Only this department and those below it."
    )


class Options(Schema):
    """How a staff list is taken."""

    dry_run: bool = Field(default=False, description="Say what would change, and change nothing.")
    complete: bool = Field(
        default=False, description="The list names everybody: whoever is missing left."
    )
    allow_many_leavers: bool = Field(
        False, description="Take a list by which more than 5 % of the staff leave."
    )


class Imported(Schema):
    """What an import changed, or with `dry_run` would change."""

    dry_run: bool
    joined: int
    changed: int
    moved: int
    left: int
    unchanged: int
    departments: int = Field(description="New departments.")
    many_leavers: bool = Field(description="It needs `allow_many_leavers`.")
    warnings: list[FieldError]


@router.get("/people", response=Page[PersonOut], operation_id="listPeople", summary="People")
@permission(Action.SEE_DIRECTORY)
def people(
    request: HttpRequest, filters: Query[Filters], page: Query[PageQuery]
) -> Page[PersonOut]:
    """Active people in order of their names."""
    require(caller(request), Action.SEE_DIRECTORY)
    found = picker.matching(filters.q) if fold(filters.q) else Person.objects.filter(active=True)
    if filters.department is not None:
        place = Department.objects.get(pk=filters.department, active=True)
        found = found.filter(department__path__startswith=place.path)
    name = "people " + digest.sha256_hex(digest.canonical([filters.q, filters.department]))[:16]
    after = paging.read(page, name, str, int)
    if after is not None:
        key, pk = after
        found = found.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=pk))
    rows = found.select_related("department").order_by("sort_key", "pk")[: page.limit + 1]
    shown, following = paging.cut(
        list(rows), page.limit, name, lambda person: (person.sort_key, person.pk)
    )
    return Page[PersonOut](items=[_person(person) for person in shown], next=following)


@router.post(
    "/people/import",
    response=Imported,
    operation_id="importPeople",
    summary="Bring the directory in step with a staff list",
)
@permission(Action.IMPORT_PEOPLE)
def import_list(request: HttpRequest, file: File[UploadedFile], options: Form[Options]) -> Imported:
    """CSV (UTF-8 or GBK) or XLSX with a header, at most 20 MB: all of it is taken, or nothing.

    Faults are named by row and column. The same list again changes nothing.
    """
    actor = caller(request)
    require(actor, Action.IMPORT_PEOPLE)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise errors.too_large()
    try:
        plan, outcome = import_people(
            read_table(data, str(file.name)),
            by=actor,
            dry_run=options.dry_run,
            complete=options.complete,
            allow_many_leavers=options.allow_many_leavers,
        )
    except ImportRefused as refusal:
        raise _refused(refusal.problems) from refusal
    if plan.errors:
        raise _refused(plan.errors)
    return _imported(plan, outcome, dry_run=options.dry_run)


def _person(person: Person) -> PersonOut:
    return PersonOut(
        id=person.pk,
        employee_no=person.employee_no,
        name=person.name,
        department=Named.of(person.department),
        position=person.position,
        email=person.email,
        extension=person.extension,
        mobile=person.mobile,
        manager_id=person.manager_id,
        party=person.party,
    )


def _imported(plan: Plan, outcome: Outcome, *, dry_run: bool) -> Imported:
    if dry_run:
        counts = [plan.added, plan.changed, plan.moved, plan.left]
    else:
        counts = [outcome.joined, outcome.changed, outcome.moved, outcome.left]
    joined, changed, moved, left = map(len, counts)
    return Imported(
        dry_run=dry_run,
        joined=joined,
        changed=changed,
        moved=moved,
        left=left,
        unchanged=plan.unchanged,
        departments=len(plan.new_departments),
        many_leavers=plan.many_leavers,
        warnings=_named(plan.warnings),
    )


def _refused(problems: tuple[Problem, ...]) -> Refusal:
    words = _("文件有 %(count)d 处问题，没有导入") % {"count": len(problems)}
    return Refusal(422, words, kind="import-refused", errors=_named(problems))


def _named(problems: tuple[Problem, ...]) -> list[FieldError]:
    return [
        FieldError(field=one.field or "file", message=one.message, row=one.row or None)
        for one in problems[:SHOWN]
    ]
