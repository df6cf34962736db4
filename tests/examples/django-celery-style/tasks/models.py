from django.db import models


class Task(models.Model):
    title = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)
