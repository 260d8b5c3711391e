"""How the staff log in."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made in the admin: nobody signs up."""

    def is_open_for_signup(self, request):
        return False


class Staff(AuthenticationBackend):
    """allauth's log-in; what a person may do is asked in one question, their groups' included."""

    def get_all_permissions(self, user_obj, obj=None):
        asks = obj is None and user_obj.is_active and not user_obj.is_anonymous
        if asks and not user_obj.is_superuser and not hasattr(user_obj, "_perm_cache"):
            known = Permission.objects.order_by()
            own, groups = known.filter(user=user_obj), known.filter(group__user=user_obj)
            named = own.union(groups).values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{label}.{name}" for label, name in named}
        return super().get_all_permissions(user_obj, obj)


def network_of(request):
    """What counts as one address when log-ins fail: IPv6 hands every household 2⁶⁴ of them."""
    address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
