"""Sends the properties of a resource in the calls of Cognito's API, as CloudFormation does."""

import base64


class Api:
    """A client that takes properties, and notes which of them it has sent."""

    def __init__(self, clients):
        self.clients, self.sent = clients, set()

    def call(self, operation, asked=None, /, **more):
        """Calls an operation with `more`, and with those properties that the operation has members for."""
        client = self.clients["cognito-idp"]
        if operation not in client.meta.service_model.operation_names:
            client = self.clients["cognito-identity"]
        members = client.meta.service_model.operation_model(operation).input_shape.members
        taken = {name: value for name, value in (asked or {}).items() if name in members}
        self.sent |= taken.keys()
        request = {**taken, **more}
        unknown = request.keys() - members.keys()
        if unknown:
            raise ValueError(f"{operation} has no member {sorted(unknown)}")
        shaped = {name: shaped_as(members[name], value, name) for name, value in request.items()}
        response = client._make_api_call(operation, shaped)
        return {name: value for name, value in response.items() if name != "ResponseMetadata"}


def shaped_as(shape, value, place):
    """A property's value in the type of the API's member. Templates may write numbers and switches as text."""
    if getattr(shape, "is_document_type", False):
        return value
    match shape.type_name:
        case "structure":
            unknown = value.keys() - shape.members.keys()
            if unknown:
                raise ValueError(f"{place} has no member {sorted(unknown)}")
            return {name: shaped_as(shape.members[name], one, f"{place}.{name}") for name, one in value.items()}
        case "list":
            return [shaped_as(shape.member, one, place) for one in value]
        case "map":
            return {str(name): shaped_as(shape.value, one, f"{place}.{name}") for name, one in value.items()}
        case "boolean":
            return {"true": True, "false": False}[str(value).lower()]
        case "integer" | "long":
            return int(value)
        case "blob":
            return base64.b64decode(value)
        case "string":
            return str(value).lower() if isinstance(value, bool) else str(value)
    return value
