from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.addresses import BadAddress, read_address
from newsletter.models import Letter


class PreferencesForm(forms.Form):
    """One page, one wish at a time: what an issue's link may do, whoever it was forwarded to."""

    WISHES = ["pause", "resume", "leave", "own"]

    wish = forms.ChoiceField()
    weeks = forms.TypedChoiceField(
        choices=[(2, _("two weeks")), (4, _("four weeks")), (12, _("three months"))],
        coerce=int,
        required=False,
        empty_value=4,
    )
    address = forms.CharField(required=False, strip=False)
    sure = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wish"].choices = [(wish, wish) for wish in self.WISHES]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wish") == "move":
            try:
                cleaned["address"] = read_address(cleaned.get("address", "")).shown
            except BadAddress as problem:
                self.add_error("address", str(problem))
        if cleaned.get("wish") == "erase" and not cleaned.get("sure"):
            self.add_error("sure", _("Please tick the box first: this cannot be undone."))
        return cleaned

    def carry_out(self, subscriber, ip_prefix):
        """Do as wished, and answer the name of what was done."""
        wish = self.cleaned_data["wish"]
        if wish == "pause":
            weeks = timedelta(weeks=self.cleaned_data["weeks"])
            subscriber.pause(timezone.now() + weeks)
        elif wish == "resume":
            subscriber.resume()
        elif wish == "leave":
            subscriber.unsubscribe(place="preferences", ip_prefix=ip_prefix)
        elif wish == "own":
            Letter.objects.write(subscriber, Letter.Kind.OWN)
        elif wish == "move":
            address = self.cleaned_data["address"]
            if Letter.objects.write(subscriber, Letter.Kind.MOVE, address=address) is None:
                return "move-tomorrow"
        else:
            subscriber.erase()
        return wish


class EndedForm(PreferencesForm):
    """Where no mail arrives, none can prove whose mailbox it was; and nothing can be taken away."""

    WISHES = ["erase"]


class OwnForm(PreferencesForm):
    """What only the mailbox's owner may do."""

    WISHES = ["pause", "resume", "leave", "move", "erase"]
