"""What the tests assert of a resource, from `apply` to `destroy`."""

from botocore.exceptions import ClientError
from pool import PoolTest

from .altered import AlteredClient, altered, leaves
from .workspace import Workspace

READS = ("Describe", "Get", "List", "AdminGet", "AdminList")


class Played(PoolTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The provider's client sends texts of any length, and leaves the refusal to the service.
        cls.cognito = cls.pool.boto3(parameter_validation=False)

    def changes(self):
        """The operations so far that were not reads."""
        names = [one["operation"] for one in self.pool.control("GET", "requests")]
        return [name for name in names if not name.startswith(READS)]

    def settled(self, workspace, configuration):
        """Asserts that a plan is empty, and that apply calls nothing that changes anything."""
        plan = workspace.plan(configuration)
        self.assertTrue(plan.is_empty, f"the plan is not empty: {differences(plan)}")
        before = self.changes()
        workspace.apply(configuration)
        self.assertEqual(self.changes(), before)

    def applied(self, resource, configuration):
        workspace = Workspace(resource)
        self.assertTrue(workspace.apply(configuration).creates)
        self.settled(workspace, configuration)
        return workspace

    def changed_in_place(self, workspace, configuration):
        plan = workspace.apply(configuration)
        self.assertFalse(plan.replaces or plan.creates, differences(plan))
        self.settled(workspace, configuration)

    def replaced(self, workspace, configuration):
        before = dict(workspace.state)
        plan = workspace.apply(configuration)
        self.assertTrue(plan.replaces, differences(plan))
        if workspace.state.get("id") != before.get("id"):
            self.assertIsNone(workspace.resource.left(before), "the resource from before is still there")
        self.settled(workspace, configuration)

    def imported(self, workspace, identifier, configuration, unread=()):
        """Asserts that an import finds what was applied, except for the attributes that it can't read."""
        found = workspace.import_(identifier)
        known = {name: value for name, value in configuration.items() if name not in unread}
        plan = found.plan(known)
        self.assertTrue(plan.is_empty, f"the plan after an import is not empty: {differences(plan)}")

    def destroyed(self, workspace, configuration):
        before = workspace.state
        workspace.destroy()
        self.assertIsNone(workspace.resource.left(before), "the resource is still there")
        self.assertTrue(workspace.plan(configuration).creates)

    def lifecycle(self, resource, configuration, identifier, unread=()):
        workspace = self.applied(resource, configuration)
        self.imported(workspace, identifier(workspace.state), configuration, unread)
        self.destroyed(workspace, configuration)

    def unnoticed(self, workspace, configuration, operation):
        """The members of the operation's response that can be altered without a difference in the plan."""
        client, responses = workspace.resource.client, []
        workspace.resource.client = AlteredClient(client, operation, lambda response: responses.append(response) or response)
        workspace.plan(configuration)
        state, unnoticed = dict(workspace.state), set()
        for path in leaves({name: value for name, value in responses[0].items() if name != "ResponseMetadata"}):
            workspace.resource.client = AlteredClient(client, operation, lambda response, path=path: altered(response, path))
            try:
                if Workspace(workspace.resource, dict(state)).plan(configuration).is_empty:
                    unnoticed.add(".".join(str(step) for step in path))
            except ClientError:
                pass  # the altered response has led to a call that fails
        workspace.resource.client = client
        return unnoticed


def differences(plan):
    return {path: (plan.held.get(path.split(".")[0]), plan.values.get(path.split(".")[0])) for path in plan.changes}
