"""The sign-in form without a link that needs e-mail: a lost password is renewed by the office's administrator."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """Allauth's form; the page itself says what to do about a lost password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["password"].help_text = ""
