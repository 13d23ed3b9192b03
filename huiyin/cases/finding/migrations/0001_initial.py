from django.db import migrations, models

# One index entry for every two neighbouring signs: Chinese needs no segmenter, and none is lost.
# The cost tells the planner never to compute it row by row.
GRAMS = r"""
CREATE FUNCTION finding_grams(said text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $grams$
SELECT array_to_tsvector(array_agg(a || b))
  FROM unnest(string_to_array(said, NULL), (string_to_array(said, NULL))[2:]) AS pair (a, b)
 WHERE b IS NOT NULL
$grams$;
CREATE FUNCTION finding_kind(opened_at timestamptz, classification text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $kind$
SELECT CASE WHEN opened_at IS NULL THEN '' ELSE classification END
$kind$;
CREATE FUNCTION finding_keep_head() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM finding_words WHERE case_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO finding_words AS w (case_id, part, at, kind, text)
  VALUES (NEW.id, 0, NEW.created_at, finding_kind(NEW.opened_at, NEW.classification),
          finding_text(ARRAY[NEW.number, NEW.title]))
  ON CONFLICT (case_id, part) DO UPDATE
     SET at = excluded.at, kind = excluded.kind, text = excluded.text
   WHERE (w.at, w.kind, w.text) IS DISTINCT FROM (excluded.at, excluded.kind, excluded.text);
  UPDATE finding_words
     SET at = NEW.created_at, kind = finding_kind(NEW.opened_at, NEW.classification)
   WHERE case_id = NEW.id AND part = 1
     AND (at, kind) IS DISTINCT FROM
         (NEW.created_at, finding_kind(NEW.opened_at, NEW.classification));
  RETURN NULL;
END $keep$;
CREATE FUNCTION finding_text(said text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $text$
SELECT E'\x1f' || lower(left(array_to_string(said, E'\x1f'), 100000)) || E'\x1f'
$text$;
CREATE FUNCTION finding_inside(said jsonb, fields text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $inside$
SELECT finding_text(ARRAY(SELECT said ->> field FROM unnest(fields) AS field
                           WHERE coalesce(said ->> field, '') <> ''))
$inside$;
CREATE FUNCTION finding_keep_inside() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
  INSERT INTO finding_words AS w (case_id, part, at, kind, text)
  SELECT c.id, 1, c.created_at, finding_kind(c.opened_at, c.classification),
         finding_inside(to_jsonb(NEW), TG_ARGV[1:])
    FROM cases_case c WHERE c.id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid
  ON CONFLICT (case_id, part) DO UPDATE SET text = excluded.text
   WHERE w.text IS DISTINCT FROM excluded.text;
  RETURN NULL;
END $keep$;
CREATE INDEX finding_newest ON finding_words (at DESC, case_id);
CREATE INDEX finding_newest_of_kind ON finding_words (kind, part, at DESC, case_id);
CREATE INDEX finding_by_grams ON finding_words USING gin (finding_grams(text))
  WITH (fastupdate = on, gin_pending_list_limit = 256);
"""
NO_GRAMS = """
DROP FUNCTION finding_keep_inside, finding_inside, finding_text, finding_keep_head, finding_kind CASCADE;
DROP INDEX finding_by_grams, finding_newest_of_kind, finding_newest;
DROP FUNCTION finding_grams;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Words',
            fields=[
                ('pk', models.CompositePrimaryKey('case_id', 'part', blank=True, editable=False, primary_key=True, serialize=False)),
                ('case_id', models.UUIDField()),
                ('part', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=12)),
                ('text', models.TextField()),
            ],
            options={
                'db_table': 'finding_words',
            },
        ),
        migrations.RunSQL(GRAMS, NO_GRAMS),
    ]
