"""What other apps may use of publishing: rows to read, questions to ask, and the actions open to them."""

from kohkol.publishing.models import Approval, Delivery, Message, RestsOn, Variant, VariantMedia
from kohkol.publishing.states import DeliveryState, MessageState, VariantState

__all__ = [
    "Approval",
    "Delivery",
    "DeliveryState",
    "Message",
    "MessageState",
    "RestsOn",
    "Variant",
    "VariantMedia",
    "VariantState",
]
