import django.db.models.deletion
import huiyin.kit.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=huiyin.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('scenario', models.CharField(editable=False, max_length=24)),
                ('number', models.CharField(blank=True, max_length=32)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('urgency', models.CharField(choices=[('routine', '常规'), ('important', '重要'), ('urgent', '紧急')], default='routine', max_length=12)),
                ('classification', models.CharField(choices=[('public', '公开'), ('internal', '内部'), ('confidential', '机密')], default='internal', max_length=12)),
                ('origin', models.UUIDField(blank=True, db_index=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.department')),
                ('initiator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'db_table': 'cases_case',
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=huiyin.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.IntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(upload_to='attachments/%Y/%m/')),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'db_table': 'cases_attachment',
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scenario', models.CharField(max_length=24)),
                ('year', models.SmallIntegerField()),
                ('last', models.IntegerField(default=0)),
            ],
            options={
                'db_table': 'cases_number_series',
                'constraints': [models.UniqueConstraint(fields=('scenario', 'year'), name='one_series_a_year')],
            },
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number',), name='case_number_once'),
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('pk', models.CompositePrimaryKey('person_id', 'case_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField()),
                ('case_id', models.UUIDField(db_index=True)),
            ],
            options={
                'db_table': 'cases_reader',
            },
        ),
    ]
