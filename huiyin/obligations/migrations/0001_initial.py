import django.db.models.functions.comparison
from django.db import migrations, models


MOVED = """
CREATE FUNCTION obligation_moved() RETURNS trigger LANGUAGE plpgsql AS $moved$
BEGIN
  INSERT INTO obligation_coverage_delta (obligation_id, department_id)
  SELECT obligation_id, department_id FROM obligation_coverage WHERE obligation_id = NEW.id;
  RETURN NULL;
END $moved$;
CREATE TRIGGER obligation_moved AFTER UPDATE OF due_at ON obligation
   FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at) EXECUTE FUNCTION obligation_moved();
"""
UNMOVED = "DROP TRIGGER obligation_moved ON obligation; DROP FUNCTION obligation_moved();"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('pk', models.CompositePrimaryKey('obligation_id', 'department_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('obligation_id', models.BigIntegerField()),
                ('department_id', models.IntegerField()),
                ('total', models.IntegerField()),
                ('opened', models.IntegerField(default=0)),
                ('met', models.IntegerField(default=0)),
                ('late', models.IntegerField(default=0)),
                ('excused', models.IntegerField(default=0)),
                ('deemed', models.IntegerField(db_default=0, default=0)),
                ('day', models.DateField(null=True)),
                ('dated', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'db_table': 'obligation_coverage',
                'indexes': [models.Index(fields=['department_id'], name='coverage_of_department')],
            },
        ),
        migrations.CreateModel(
            name='CoverageDelta',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('obligation_id', models.BigIntegerField()),
                ('department_id', models.IntegerField()),
                ('total', models.IntegerField(db_default=0, default=0)),
                ('opened', models.IntegerField(db_default=0, default=0)),
                ('met', models.IntegerField(db_default=0, default=0)),
                ('late', models.IntegerField(db_default=0, default=0)),
                ('excused', models.IntegerField(db_default=0, default=0)),
                ('deemed', models.IntegerField(db_default=0, default=0)),
            ],
            options={
                'db_table': 'obligation_coverage_delta',
            },
        ),
        migrations.CreateModel(
            name='Bearer',
            fields=[
                ('pk', models.CompositePrimaryKey('obligation_id', 'person_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('obligation_id', models.BigIntegerField()),
                ('person_id', models.BigIntegerField()),
                ('department_id', models.IntegerField()),
                ('state', models.SmallIntegerField(default=0)),
                ('evidence', models.SmallIntegerField(default=0)),
                ('channel', models.SmallIntegerField(null=True)),
                ('proof', models.SmallIntegerField(null=True)),
                ('evidence_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('delegate_id', models.BigIntegerField(null=True)),
                ('overseer_id', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'obligation_bearer',
                'indexes': [models.Index(condition=models.Q(('state', 0)), fields=['person_id'], name='bearer_owes'), models.Index(condition=models.Q(('state', 0), _negated=True), fields=['person_id', 'closed_at'], name='bearer_answered'), models.Index(condition=models.Q(('delegate_id__isnull', False)), fields=['delegate_id'], name='bearer_owes_for')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('obligation_id', models.BigIntegerField(db_index=True)),
                ('subject', models.UUIDField(db_index=True)),
                ('step', models.SmallIntegerField()),
                ('purpose', models.CharField(max_length=20)),
                ('channels', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('total', models.IntegerField(default=0)),
            ],
            options={
                'db_table': 'obligation_notification',
                'constraints': [models.UniqueConstraint(fields=('obligation_id', 'step', 'purpose'), name='notification_once_per_step')],
            },
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('rule', models.CharField(max_length=48)),
                ('part', models.CharField(blank=True, max_length=32)),
                ('clause', models.CharField(max_length=32)),
                ('policy_version', models.IntegerField()),
                ('verb', models.CharField(max_length=48)),
                ('bearer_role', models.CharField(max_length=48)),
                ('beneficiary', models.BigIntegerField(null=True)),
                ('met_by', models.CharField(max_length=64)),
                ('excused_by', models.CharField(blank=True, max_length=64)),
                ('needs', models.SmallIntegerField(default=0)),
                ('born_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('derivation', models.JSONField(default=list)),
                ('channels', models.JSONField(default=list)),
                ('next_at', models.DateTimeField(null=True)),
                ('step', models.SmallIntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('parent', models.BigIntegerField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('calendar', models.CharField(blank=True, db_default='', default='', max_length=24)),
                ('counted_from', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'obligation',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='obligation_next'), models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='obligation_rungs'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['beneficiary'], name='obligation_owed_to'), models.Index(condition=models.Q(('closed_at__isnull', True), ('parent__isnull', True)), fields=['due_at'], name='obligation_due'), models.Index(models.F('clause'), django.db.models.functions.comparison.Coalesce('due_at', 'born_at'), condition=models.Q(('parent__isnull', True)), name='obligation_of_clause')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'rule', 'verb', 'part', 'due_at', 'parent'), name='obligation_opens_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(MOVED, UNMOVED),
    ]
