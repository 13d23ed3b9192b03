"""What the database itself refuses: triggers and functions, and the list the check compares with.

``TRUNCATE`` alone passes in a database whose name begins with ``test_``, so that Django's flush
between transactional tests works without switching a guard off; update and delete never pass.
"""

LEAF_SQL = r"""
CREATE FUNCTION ledger_leaf(t text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256('\x00'::bytea || convert_to(t, 'UTF8'));
"""

LEAF_UNDO_SQL = "DROP FUNCTION ledger_leaf(text);"

REFUSE_SQL = r"""
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\_%' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the ledger refuses % on %', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $body$;

CREATE FUNCTION ledger_sign_once() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF OLD.note = '' AND NEW.note <> '' AND
     (OLD.size, OLD.root, OLD.frontier, OLD.at)
       IS NOT DISTINCT FROM (NEW.size, NEW.root, NEW.frontier, NEW.at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the ledger refuses UPDATE on a signed checkpoint'
    USING ERRCODE = 'integrity_constraint_violation';
END $body$;
"""

# The queue is named with its schema: a temporary table of that name must not catch the leaves.
QUEUE_SQL = """
DO $do$
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION ledger_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
    BEGIN
      INSERT INTO %I.ledger_queue (id, leaf) SELECT id, leaf FROM fresh;
      RETURN NULL;
    END $body$;
  $make$, current_schema());
END $do$;
ALTER TABLE ledger_queue SET (autovacuum_vacuum_scale_factor = 0.01);
CREATE TRIGGER ledger_entry_enqueue AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_enqueue();
"""

TRIGGERS_SQL = """
CREATE TRIGGER ledger_entry_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_seal_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_subtree_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_subtree
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_refuse BEFORE DELETE OR TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_checkpoint_sign_once BEFORE UPDATE ON ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION ledger_sign_once();
CREATE TRIGGER ledger_private_refuse BEFORE UPDATE OR TRUNCATE ON ledger_private
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

GUARDS_SQL = REFUSE_SQL + QUEUE_SQL + TRIGGERS_SQL

GUARDS_UNDO_SQL = """
DROP FUNCTION ledger_enqueue() CASCADE;
DROP FUNCTION ledger_sign_once() CASCADE;
DROP FUNCTION ledger_refuse() CASCADE;
"""

TRIGGERS = frozenset(
    {
        ("ledger_entry_enqueue", "ledger_enqueue"),
        ("ledger_entry_refuse", "ledger_refuse"),
        ("ledger_seal_refuse", "ledger_refuse"),
        ("ledger_subtree_refuse", "ledger_refuse"),
        ("ledger_checkpoint_refuse", "ledger_refuse"),
        ("ledger_checkpoint_sign_once", "ledger_sign_once"),
        ("ledger_private_refuse", "ledger_refuse"),
    }
)
"""Every guard, with the function it calls, as ``check`` expects to find it enabled."""
