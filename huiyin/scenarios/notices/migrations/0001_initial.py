import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('case_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cases.case')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已发布'), ('closed', '已闭环')], default='draft', max_length=12)),
                ('kind', models.CharField(choices=[('notice', '通知'), ('operating', '运营信息'), ('policy', '战略与制度'), ('emergency', '突发事件'), ('news', '新闻'), ('recognition', '表彰'), ('event', '活动'), ('download', '资料')], default='notice', max_length=12)),
                ('stage', models.CharField(blank=True, choices=[('', '完整通知'), ('pre_notice', '预先通知'), ('release', '正式发布'), ('first_word', '先行通报'), ('full_detail', '详细通报')], max_length=12)),
                ('complexity', models.CharField(choices=[('simple', '简单'), ('complex', '复杂')], default='simple', max_length=8)),
                ('confirm_mode', models.CharField(blank=True, choices=[('', '按矩阵'), ('none', '无需确认'), ('acknowledge', '收到即可'), ('teach_back', '复述要点'), ('quiz', '通过小测'), ('spoken', '口头确认收到并理解')], max_length=12)),
                ('audience', models.JSONField(default=dict)),
                ('key_people', models.JSONField(default=dict)),
                ('copies', models.JSONField(default=dict)),
                ('follow', models.BooleanField(default=False)),
                ('cascade', models.BooleanField(default=False)),
                ('sources', models.JSONField(default=list)),
                ('concerned', models.JSONField(default=list)),
                ('publish_when_signed', models.BooleanField(default=True)),
                ('effect', models.CharField(blank=True, max_length=200)),
                ('effect_measure', models.CharField(blank=True, max_length=16)),
                ('effect_target', models.FloatField(blank=True, null=True)),
                ('topic', models.CharField(blank=True, max_length=60)),
                ('pinned_until', models.DateTimeField(blank=True, null=True)),
                ('override_reason', models.CharField(blank=True, max_length=200)),
                ('copy_to', models.CharField(blank=True, max_length=200)),
                ('gist', models.CharField(blank=True, max_length=300)),
                ('background', models.TextField(blank=True)),
                ('items', models.TextField(blank=True)),
                ('requirements', models.TextField(blank=True)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('reply_by', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('revision', models.IntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'notices_notice',
            },
            bases=('cases.case',),
        ),
        migrations.CreateModel(
            name='CallRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('understood', '已接通并确认理解'), ('no_answer', '未接'), ('wrong_number', '号码有误'), ('unreachable', '无法触达')], max_length=16)),
                ('again_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('called_at', models.DateTimeField()),
                ('caller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.notice')),
            ],
            options={
                'db_table': 'notices_call',
                'indexes': [models.Index(fields=['notice', 'person', 'called_at'], name='call_by_notice')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('replied_at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.notice')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
            ],
            options={
                'db_table': 'notices_reply',
                'constraints': [models.UniqueConstraint(fields=('notice', 'person'), name='one_reply_each')],
            },
        ),
    ]
