"""The kinds of Identity and Access Management."""

from .record import Kind, Refers, words

IAM_KINDS = {
    "iam.Role": Kind(
        arn="iam:role{path}{id}",
        missing="NoSuchEntity: The role with name {id} cannot be found.",
        in_use="DeleteConflict: Cannot delete entity, must delete policies first: {users}.",
        replaces=words("name namePrefix path"),
        regional=False,
    ),
    "iam.RolePolicy": Kind(
        replaces=words("name namePrefix role"),
        refers=(Refers("role", ("iam.Role",)),),
        regional=False,
    ),
}
