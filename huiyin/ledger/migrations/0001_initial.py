"""Tables of the record, and the guards that the database keeps on them."""

from django.db import migrations, models

from huiyin.ledger import guards


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(guards.LEAF_SQL, guards.LEAF_UNDO_SQL),
        migrations.CreateModel(
            name='PrivateValue',
            fields=[
                ('pk', models.CompositePrimaryKey('entry_id', 'field', blank=True, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField()),
                ('field', models.CharField(max_length=48)),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('salt', models.BinaryField()),
                ('value', models.TextField()),
            ],
            options={
                'db_table': 'ledger_private',
            },
        ),
        migrations.CreateModel(
            name='QueuedLeaf',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('leaf', models.BinaryField()),
            ],
            options={
                'db_table': 'ledger_queue',
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.BigIntegerField(unique=True)),
                ('leaf', models.BinaryField()),
            ],
            options={
                'db_table': 'ledger_seal',
            },
        ),
        migrations.CreateModel(
            name='Subtree',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
            ],
            options={
                'db_table': 'ledger_subtree',
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
                ('frontier', models.JSONField()),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'ledger_checkpoint',
                'indexes': [models.Index(condition=models.Q(('note', '')), fields=['size'], name='ledger_checkpoint_bare')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=64)),
                ('subject', models.UUIDField(null=True)),
                ('body', models.TextField()),
                ('leaf', models.GeneratedField(db_persist=True, expression=models.Func(models.F('body'), function='ledger_leaf'), output_field=models.BinaryField())),
            ],
            options={
                'db_table': 'ledger_entry',
                'indexes': [models.Index(condition=models.Q(('subject__isnull', False)), fields=['subject', 'id'], name='ledger_entry_of_subject')],
            },
        ),
        migrations.RunSQL(guards.GUARDS_SQL, guards.GUARDS_UNDO_SQL),
    ]
