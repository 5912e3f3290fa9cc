"""The one error that a refusal raises."""


class AwsError(Exception):
    """AWS said no: ``Code: message``, as it stands in an API answer."""

    def __init__(self, text: str) -> None:
        self.code, _, self.message = text.partition(": ")
        super().__init__(f"api error {text}")
