"""What plain forms share with the article's: pictures chosen by eye, text as it will be read."""

from django import forms
from django.forms.widgets import Script

RICH = forms.Media(css={"all": ["desk/desk.css"]}, js=[Script("desk/forms.js", type="module")])
