"""Plays the commands of Terraform for one resource."""

from botocore.exceptions import ClientError

from . import framework_plan, sdk_plan

ATTEMPTS = 3


class Resource:
    """A kind of resource, as the provider manages it. `client` calls the service, one method for each operation."""

    schema = {}
    plans = sdk_plan
    region, account = "local", "000000000000"

    def __init__(self, client):
        self.client = client

    def create(self, plan):
        """Makes the resource. Returns the state before the first read."""
        raise NotImplementedError

    def read(self, state):
        """The state after a read, or None if the resource is gone."""
        raise NotImplementedError

    def update(self, plan, state):
        """Changes the resource. Returns the state before the next read."""
        raise NotImplementedError

    def delete(self, state):
        raise NotImplementedError

    def left(self, state):
        """What is there after a delete, or None."""
        return self.read(state)

    def imported(self, identifier):
        """The state from which an import reads."""
        return {"id": identifier}

    def plan(self, configuration, state):
        return self.plans.plan(self.schema, configuration, state)


def code_of(error):
    return error.response["Error"]["Code"]


def found(call, *absent, **request):
    """The response, or None for an error that says that there is no such thing."""
    try:
        return call(**request)
    except ClientError as error:
        if code_of(error) in (absent or ("ResourceNotFoundException",)):
            return None
        raise


def retried(call, is_temporary, **request):
    """Calls again after an error that passes. The provider waits between its attempts; these tests don't."""
    for _ in range(ATTEMPTS - 1):
        try:
            return call(**request)
        except ClientError as error:
            if not is_temporary(code_of(error), error.response["Error"]["Message"]):
                raise
    return call(**request)


class Workspace:
    """One resource, and its state."""

    def __init__(self, resource, state=None):
        self.resource, self.state = resource, state

    def plan(self, configuration):
        """terraform plan: reads the resource, and compares."""
        if self.state is not None:
            self.state = self.resource.read(dict(self.state))
        return self.resource.plan(configuration, self.state)

    def apply(self, configuration):
        """terraform apply. Returns the plan that was carried out."""
        plan = self.plan(configuration)
        if plan.is_empty:
            return plan
        if plan.replaces:
            self.destroy()
            fresh = self.resource.plan(configuration, None)
            self._take(self.resource.create(fresh), fresh)
        elif plan.creates:
            self._take(self.resource.create(plan), plan)
        else:
            self._take(self.resource.update(plan, self.state), plan)
        return plan

    def _take(self, state, plan):
        if self.resource.plans is framework_plan:
            framework_plan.check_result(self.resource.schema, plan.values, state)
        self.state = self.resource.read(state)
        if self.state is None:
            raise AssertionError("the resource is not found after apply")

    def destroy(self):
        self.resource.delete(self.state)
        self.state = None

    def import_(self, identifier):
        """terraform import. Returns another workspace, with the state that an import finds."""
        return Workspace(self.resource, self.resource.read(self.resource.imported(identifier)))
