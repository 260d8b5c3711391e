"""How the staff log in."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made in the admin: nobody signs up."""

    def is_open_for_signup(self, request):
        return False


def network_of(request):
    """What counts as one address when log-ins fail: IPv6 hands every household 2⁶⁴ of them."""
    address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)
