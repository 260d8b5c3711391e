from django.db import models


class OutboxMail(models.Model):
    """A mail kept as a file. No table: this gives the admin's Outbox a name and a permission."""

    class Meta:
        managed = False
        default_permissions = ("view",)
        verbose_name = "mail"
        verbose_name_plural = "outbox"

    def __str__(self):
        return "mail"
