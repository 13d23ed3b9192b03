"""Roles of the policy that somebody holds for the whole company: management, compliance officers."""

from huiyin.directory.models import Role

OFFICES = (Role.MANAGEMENT.value, Role.COMPLIANCE.value)


def office_sql(role: str) -> tuple[str, list[str]]:
    """``person_id, department_id`` of who holds ``role``; of nobody: the heads at the top.

    A house that has granted no office is led all the same.
    """
    return _OFFICE, [role, role]


_OFFICE = """
WITH held AS (
  SELECT p.id AS person_id, p.department_id
    FROM directory_role_grant g JOIN directory_person p ON p.id = g.person_id AND p.active
   WHERE g.role = %s)
SELECT person_id, department_id FROM held
UNION
SELECT p.id, p.department_id
  FROM directory_department d JOIN directory_person p ON p.id = d.head_id AND p.active
 WHERE d.parent_id IS NULL AND d.active
   AND NOT EXISTS (
         SELECT FROM directory_role_grant g JOIN directory_person h ON h.id = g.person_id AND h.active
          WHERE g.role = %s)
"""
