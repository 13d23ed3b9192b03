"""The one table of permissions: role x relation x classification -> actions, as plain data."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.directory.roles import (
    ADMINISTRATOR,
    AUDITOR,
    COMPLIANCE,
    EMPLOYEE,
    EXTERNAL,
    HEAD,
    MANAGEMENT,
    PUBLISHER,
)


class Relation(StrEnum):
    """What an object is to somebody; several may hold at once."""

    AUTHOR = "author"
    RECIPIENT = "recipient"
    DELEGATE = "delegate"
    HEAD_OF_RECIPIENT = "head_of_recipient"
    DEPARTMENT_HEAD_OF_AUTHOR = "department_head_of_author"
    OVERSEER = "overseer"
    READER = "reader"
    SIGNER = "signer"
    NONE = "none"


class Action(StrEnum):
    """Everything that is permitted or not. Those from ``EXPORT`` on may also be asked in general."""

    SEE = "see"
    READ = "read"
    READ_ATTACHMENT = "read_attachment"
    CONFIRM = "confirm"
    REPLY = "reply"
    EDIT = "edit"
    PUBLISH = "publish"
    SIGN = "sign"
    RECORD_CALL = "record_call"
    PIN = "pin"
    SEE_COVERAGE = "see_coverage"
    SEE_UNREAD_NAMES = "see_unread_names"
    EXPORT = "export"
    VERIFY_LEDGER = "verify_ledger"
    IMPORT_PEOPLE = "import_people"
    MANAGE_ROLES = "manage_roles"
    MANAGE_TOKENS = "manage_tokens"
    MANAGE_GROUPS = "manage_groups"
    MANAGE_GLOSSARY = "manage_glossary"
    MANAGE_PLANS = "manage_plans"
    SEE_PERSON = "see_person"
    SEE_DIRECTORY = "see_directory"
    WRITE_NOTICE = "write_notice"
    SEE_COMPLIANCE = "see_compliance"
    AMEND_OVERLAY = "amend_overlay"
    AMEND_POLICY = "amend_policy"
    SET_CALENDAR = "set_calendar"
    ADMINISTER = "administer"


PUBLIC = "public"
INTERNAL = "internal"
CONFIDENTIAL = "confidential"
CLASSES = (PUBLIC, INTERNAL, CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class Rule:
    """``role`` with one of ``relations`` to an object of one of ``classes`` may do ``actions``."""

    role: str
    relations: tuple[Relation, ...]
    classes: tuple[str, ...]
    actions: frozenset[Action]


def _may(*actions: Action) -> frozenset[Action]:
    return frozenset(actions)


_A, _R = Action, Relation
_CONTENT = _may(_A.SEE, _A.READ, _A.READ_ATTACHMENT)
_ANSWER = _CONTENT | _may(_A.CONFIRM, _A.REPLY)
_LOOK_AFTER = _may(_A.SEE, _A.SEE_COVERAGE, _A.SEE_UNREAD_NAMES, _A.RECORD_CALL)
_OWN = _CONTENT | _LOOK_AFTER | _may(_A.EDIT, _A.PUBLISH, _A.EXPORT, _A.VERIFY_LEDGER)
_OPEN = (PUBLIC, INTERNAL)

ON_OBJECTS: tuple[Rule, ...] = (
    Rule(EMPLOYEE, (_R.AUTHOR,), CLASSES, _OWN),
    Rule(EMPLOYEE, (_R.RECIPIENT,), CLASSES, _ANSWER),
    # Told without owing an answer: copies, and what stands on the board.
    Rule(EMPLOYEE, (_R.READER,), CLASSES, _CONTENT),
    # Who is asked to sign was chosen by the author and the regulation, confidential or not.
    Rule(EMPLOYEE, (_R.SIGNER,), CLASSES, _CONTENT | _may(_A.SIGN)),
    # A deputy was not chosen by the author: what is confidential is known to exist, no more.
    Rule(EMPLOYEE, (_R.DELEGATE,), _OPEN, _ANSWER),
    Rule(EMPLOYEE, (_R.DELEGATE,), (CONFIDENTIAL,), _may(_A.SEE)),
    Rule(EMPLOYEE, (_R.HEAD_OF_RECIPIENT, _R.OVERSEER), _OPEN, _CONTENT | _LOOK_AFTER),
    Rule(EMPLOYEE, (_R.HEAD_OF_RECIPIENT, _R.OVERSEER), (CONFIDENTIAL,), _LOOK_AFTER),
    Rule(
        EMPLOYEE,
        (_R.DEPARTMENT_HEAD_OF_AUTHOR,),
        _OPEN,
        _CONTENT | _may(_A.SEE_COVERAGE, _A.SEE_UNREAD_NAMES, _A.EXPORT, _A.PIN),
    ),
    Rule(
        EMPLOYEE,
        (_R.DEPARTMENT_HEAD_OF_AUTHOR,),
        (CONFIDENTIAL,),
        _may(_A.SEE, _A.SEE_COVERAGE),
    ),
    Rule(EMPLOYEE, tuple(Relation), (PUBLIC,), _CONTENT),
    # What heads the board: a publisher decides for all, a head for the department's entries.
    Rule(PUBLISHER, tuple(Relation), (PUBLIC,), _may(_A.PIN)),
    Rule(PUBLISHER, tuple(r for r in Relation if r != _R.NONE), (INTERNAL,), _may(_A.PIN)),
    Rule(
        AUDITOR,
        tuple(Relation),
        _OPEN,
        _CONTENT | _may(_A.SEE_COVERAGE, _A.EXPORT, _A.VERIFY_LEDGER),
    ),
    Rule(
        AUDITOR,
        tuple(Relation),
        (CONFIDENTIAL,),
        _may(_A.SEE, _A.SEE_COVERAGE, _A.VERIFY_LEDGER),
    ),
    Rule(EXTERNAL, (_R.RECIPIENT,), CLASSES, _ANSWER),
    Rule(EXTERNAL, (_R.READER,), CLASSES, _CONTENT),
)

IN_GENERAL: dict[str, frozenset[Action]] = {
    EMPLOYEE: _may(_A.SEE_DIRECTORY, _A.SEE_PERSON, _A.WRITE_NOTICE),
    # A head sees and tightens what binds the departments below, and no others: the view's part.
    HEAD: _may(_A.SEE_COVERAGE, _A.MANAGE_GROUPS, _A.SEE_COMPLIANCE, _A.AMEND_OVERLAY),
    PUBLISHER: _may(_A.PUBLISH, _A.MANAGE_GROUPS, _A.MANAGE_GLOSSARY),
    AUDITOR: _may(_A.SEE_COVERAGE, _A.EXPORT, _A.VERIFY_LEDGER, _A.SEE_COMPLIANCE),
    COMPLIANCE: _may(
        _A.SEE_COVERAGE,
        _A.SEE_COMPLIANCE,
        _A.AMEND_OVERLAY,
        _A.AMEND_POLICY,
        _A.SET_CALENDAR,
        _A.MANAGE_PLANS,
    ),
    MANAGEMENT: _may(_A.SEE_COVERAGE, _A.SEE_COMPLIANCE),
    ADMINISTRATOR: _may(
        _A.VERIFY_LEDGER,
        _A.IMPORT_PEOPLE,
        _A.MANAGE_ROLES,
        _A.MANAGE_TOKENS,
        _A.MANAGE_GROUPS,
        _A.MANAGE_GLOSSARY,
        _A.MANAGE_PLANS,
        _A.SET_CALENDAR,
        _A.ADMINISTER,
    ),
    EXTERNAL: frozenset(),
}

BY_RELATION: dict[tuple[str, Relation, str], frozenset[Action]] = {}
for _rule in ON_OBJECTS:
    for _relation in _rule.relations:
        for _class in _rule.classes:
            _cell = (_rule.role, _relation, _class)
            BY_RELATION[_cell] = BY_RELATION.get(_cell, frozenset()) | _rule.actions
