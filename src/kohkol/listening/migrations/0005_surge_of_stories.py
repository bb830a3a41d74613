from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0004_stories_by_head_and_time'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='surge',
            field=models.JSONField(blank=True, help_text='what burst says: posts, in minutes, and how many is usual', null=True),
        ),
    ]
