from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join

from newsletter.addresses import BadAddress, read_address
from newsletter.desk.base import Listed, LookOnly
from newsletter.desk.exports import ExportForm, narrowed_in_words
from newsletter.lists.export import MOST_AT_ONCE, TYPES, Export
from newsletter.models import ConsentEvent, ExportLog, State, Subscriber, Suppression
from newsletter.models.subscriber import NARROWED_BY
from newsletter.signup import PLACES
from newsletter.tasks import empty_letterbox, export_file

MOST_COUNTED = 10_000


class BoundedPaginator(Paginator):
    """Counts no further than anybody pages, so that a million rows cost what a thousand do."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:MOST_COUNTED].count()


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_states([self.value()]) if self.value() in State.values else queryset


class SourceFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [(place, place) for place in sorted(PLACES | {"by hand", "import"})]

    def queryset(self, request, queryset):
        return queryset.filter(source=self.value()) if self.value() else queryset


class AddForm(forms.ModelForm):
    """Nobody is subscribed by us: the reader still confirms by mail."""

    basis = forms.CharField(
        label="On what ground",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who asked for this, when and how: “wrote to the desk on 3 May”. It is kept.",
    )

    class Meta:
        model = Subscriber
        fields = ["address"]
        help_texts = {"address": "We mail a link to confirm with; without it nothing is sent."}

    def clean_address(self):
        try:
            address = read_address(self.cleaned_data["address"])
        except BadAddress as problem:
            raise forms.ValidationError(str(problem)) from None
        if Suppression.objects.of(address.key).final().exists():
            raise forms.ValidationError(
                "This address complained or bounced: it is never written to."
            )
        if Subscriber.objects.confirmed().filter(address_key=address.key).exists():
            raise forms.ValidationError("This address is subscribed already.")
        return address.shown


@admin.register(Subscriber)
class SubscriberAdmin(Listed):
    """Addresses are looked at here and never typed over; what happens to them goes by verbs."""

    list_display = ["shown", "standing", "asked_at", "confirmed_at", "source"]
    list_filter = [StateFilter, SourceFilter, "confirmed_at", "asked_at"]
    sortable_by = ["asked_at", "confirmed_at"]
    search_fields = ["address_key"]
    search_help_text = "An address or its beginning; “@example.org” for all at one domain."
    paginator = BoundedPaginator
    list_per_page = 100
    list_max_show_all = 200
    actions = ["unsubscribe", "erase"]
    change_list_template = "admin/newsletter/subscribers.html"
    fields = [
        "shown", "standing", "source", "asked_at", "confirmed_at", "unsubscribed_at",
        "paused_until", "bounced_at", "complained_at", "erased_at", "what_happened",
    ]  # fmt: skip

    def get_urls(self):
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/", export, name="newsletter_subscriber_export"), *super().get_urls()]

    def get_form(self, request, obj=None, **options):
        return AddForm if obj is None else super().get_form(request, obj, **options)

    def get_fields(self, request, obj=None):
        return ["address", "basis"] if obj is None else self.fields

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_unsubscribe_permission(self, request):
        return request.user.has_perm("newsletter.change_subscriber")

    def has_erase_permission(self, request):
        return request.user.has_perm("newsletter.delete_subscriber")

    def has_export_permission(self, request):
        return request.user.has_perm("newsletter.export_subscriber")

    def save_model(self, request, subscriber, form, change):
        added = Subscriber.objects.add_by_hand(
            form.cleaned_data["address"], by=request.user, basis=form.cleaned_data["basis"]
        )
        empty_letterbox.enqueue()
        subscriber.pk = added.pk
        subscriber._state.adding = False

    def get_search_results(self, request, queryset, term):
        return queryset.matching(term.replace("\0", "")), False

    def changelist_view(self, request, extra_context=None):
        context = {
            "counts": [
                (State(state).label, count)
                for state, count in Subscriber.objects.count_by_state().items()
            ],
            "may_export": self.has_export_permission(request),
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})

    # Django's log would keep the name of what it is about; an erasure could not reach it.

    def log_addition(self, request, subscriber, message):
        return _unnamed(super().log_addition(request, subscriber, message))

    def log_change(self, request, subscriber, message):
        return _unnamed(super().log_change(request, subscriber, message))

    @admin.display(description="address", ordering="address_key")
    def shown(self, subscriber):
        return str(subscriber)

    @admin.display(description="state")
    def standing(self, subscriber):
        return State(subscriber.state).label

    @admin.display(description="What happened")
    def what_happened(self, subscriber):
        if subscriber.erased_at:
            return "Forgotten, with the address."
        events = ConsentEvent.objects.of(subscriber.address_key).select_related("wording", "by")
        rows = [
            (
                timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
                event.get_kind_display(),
                ", ".join(
                    str(part)
                    for part in (event.place, event.ip_prefix, event.by, event.basis, event.wording)
                    if part
                ),
            )
            for event in events
        ]
        return format_html_join("", "<p>{}: {} ({})</p>", rows)

    @admin.action(description="Unsubscribe, as the reader asked", permissions=["unsubscribe"])
    def unsubscribe(self, request, queryset):
        for subscriber in queryset:
            subscriber.unsubscribe(place="admin", by=request.user)
            self.log_change(request, subscriber, "Unsubscribed.")
        self.message_user(request, "Unsubscribed.", messages.SUCCESS)

    @admin.action(description="Erase for good…", permissions=["erase"])
    def erase(self, request, queryset):
        if "sure" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": "Erase for good?",
                "subscribers": queryset[:500],
                "opts": self.opts,
            }
            return TemplateResponse(request, "admin/newsletter/erase.html", context)
        for subscriber in queryset:
            # Logged first: afterwards there is no name to log, and the log must hold none.
            subscriber.erase(by=request.user)
            self.log_change(request, subscriber, "Erased.")
        self.message_user(request, "Erased.", messages.SUCCESS)
        return None

    def export_view(self, request):
        """Say what would be taken out, then stream it."""
        if not self.has_export_permission(request) or not self.has_view_permission(request):
            raise PermissionDenied
        filters = {
            key: value.replace("\0", "")
            for key, value in request.GET.items()
            if key in NARROWED_BY | {"q", "state"}
        }
        state = filters.pop("state", "")
        try:
            readers = Subscriber.objects.narrowed(filters)
        except (ValueError, ValidationError):
            return redirect("admin:newsletter_subscriber_export")
        posted = request.POST if request.method == "POST" else None
        picked = [state] if state in State.values else [State.CONFIRMED]
        counts = readers.count_by_state()
        form = ExportForm(posted, counts=counts, initial={"states": picked})
        if form.is_valid():
            return self._take_out(request, readers, form.cleaned_data, filters)
        context = {
            **self.admin_site.each_context(request),
            "title": "Export subscribers",
            "form": form,
            "filters": narrowed_in_words(filters),
            "media": self.media + forms.Media(css={"all": ["desk/issues.css"]}),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/newsletter/export.html", context)

    def _take_out(self, request, readers, chosen, filters):
        log = ExportLog.objects.create(by=request.user, filters=filters, **chosen)
        many = readers.in_states(chosen["states"])[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE
        if many:
            export_file.enqueue(log.pk)
            self.message_user(request, "It is long, and is being written. Fetch it here.")
            return redirect("admin:newsletter_exportlog_change", log.pk)
        response = StreamingHttpResponse(Export(log).stream(), content_type=TYPES[log.form])
        name = f"subscribers-{timezone.now():%Y-%m-%d}.{log.form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


def _unnamed(entry):
    entry.object_repr = f"Reader {entry.object_id}"
    entry.save(update_fields=["object_repr"])
    return entry


@admin.register(Suppression)
class SuppressionAdmin(LookOnly):
    list_display = ["at", "reason", "address_hash"]
    list_filter = ["reason"]
    search_fields = ["address_hash"]
    search_help_text = "A whole address: its keyed hash is looked up, for nothing else is kept."
    paginator = BoundedPaginator

    def get_search_results(self, request, queryset, term):
        if not term:
            return queryset, False
        try:
            return queryset & Suppression.objects.of(read_address(term).key), False
        except BadAddress:
            return queryset.none(), False
