from newsletter.models.arming import Arming
from newsletter.models.bounce import Bounce
from newsletter.models.confirmation import Confirmation
from newsletter.models.consent import ConsentEvent, NeverChanged
from newsletter.models.delivery import Delivery, Pace, Rest
from newsletter.models.export_log import ExportLog
from newsletter.models.issue import Entry, Issue, IssuePicture, NotReady
from newsletter.models.letter import Letter
from newsletter.models.list_import import ListImport, Reject
from newsletter.models.outbox import OutboxMail
from newsletter.models.rhythm import Rhythm
from newsletter.models.sign_up import SignUp
from newsletter.models.subscriber import State, Subscriber
from newsletter.models.suppression import Suppression
from newsletter.models.welcome import Welcome
from newsletter.models.wording import Wording

__all__ = [
    "Arming",
    "Bounce",
    "Confirmation",
    "ConsentEvent",
    "Delivery",
    "Entry",
    "ExportLog",
    "Issue",
    "IssuePicture",
    "Letter",
    "ListImport",
    "NeverChanged",
    "NotReady",
    "OutboxMail",
    "Pace",
    "Reject",
    "Rest",
    "Rhythm",
    "SignUp",
    "State",
    "Subscriber",
    "Suppression",
    "Welcome",
    "Wording",
]

# What the groups Audience and Chief may do here.
AUDIENCE_PERMISSIONS = [
    "view_subscriber",
    "add_subscriber",
    "change_subscriber",
    "delete_subscriber",
    "export_subscriber",
    "import_subscriber",
    "view_listimport",
    "view_consentevent",
    "view_exportlog",
    "view_suppression",
    "view_outboxmail",
    "view_welcome",
    "change_welcome",
    "view_rhythm",
    "change_rhythm",
    "view_issue",
    "add_issue",
    "change_issue",
    "send_issue",
    "view_entry",
    "add_entry",
    "change_entry",
    "delete_entry",
    "view_delivery",
]
