"""What the linter says about a version of the regulation, for every page that shows one (Z15).

``panel.context(policy)`` gives ``findings``; the templates are ``pages/policy_findings/_panel.html``
(all, by clause), ``_clause.html`` (those of one clause, given ``found``) and ``_tension.html`` (a known
contradiction: which clause wins, and why).
"""
