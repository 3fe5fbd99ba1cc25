"""AWS's own description of the two services, as botocore has it."""

import functools

from botocore.loaders import Loader
from botocore.model import ServiceModel

USER_POOLS, IDENTITY_POOLS = "cognito-idp", "cognito-identity"
SERVICES = (USER_POOLS, IDENTITY_POOLS)


@functools.cache
def service_model(service):
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@functools.cache
def operation_model(service, operation):
    """The description of an operation; None if the service has none of this name."""
    model = service_model(service)
    return model.operation_model(operation) if operation in model.operation_names else None


def service_of(operation):
    """The service that has the operation. If both or none have it, the service of user pools."""
    return next((service for service in SERVICES if operation_model(service, operation)), USER_POOLS)


def target(service, operation):
    return f"{service_model(service).metadata['targetPrefix']}.{operation}"


def is_signed(service, operation):
    """Whether AWS's clients sign this operation. They do not sign the operations that an app itself calls."""
    model = operation_model(service, operation)
    return model is None or (model.auth_type or "") != "none"
