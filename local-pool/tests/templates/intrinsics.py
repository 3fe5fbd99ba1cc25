"""The intrinsic functions, conditions and parameters of a CloudFormation template."""

import re

# The account of the stacks: the one of AWS's examples.
ACCOUNT = "123456789012"
NOTHING = object()  # AWS::NoValue: the property or the element is left out


def pseudo_parameters(stack_name, region):
    return {
        "AWS::AccountId": ACCOUNT,
        "AWS::Region": region,
        "AWS::Partition": "aws",
        "AWS::URLSuffix": "amazonaws.com",
        "AWS::StackName": stack_name,
        "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{stack_name}/1",
        "AWS::NotificationARNs": [],
        "AWS::NoValue": NOTHING,
    }


class Values:
    """Computes the values of a template. `resources` has the deployed resources by name, each with its `reference` and
    the method `attribute`."""

    def __init__(self, template, parameters, pseudo, resources):
        self.conditions = template.get("Conditions", {})
        self.mappings = template.get("Mappings", {})
        declared = template.get("Parameters", {})
        chosen = {name: self.parameter(name, one, parameters) for name, one in declared.items()}
        self.names = {**pseudo, **chosen}
        self.resources = resources

    @staticmethod
    def parameter(name, declared, given):
        if name in given:
            return given[name]
        if "Default" not in declared:
            raise KeyError(f"the template's parameter {name} has no value")
        return declared["Default"]

    def of(self, value):
        """The value with each function in it computed."""
        if isinstance(value, list):
            computed = [self.of(element) for element in value]
            return [element for element in computed if element is not NOTHING]
        if not isinstance(value, dict):
            return self.dynamic(value) if isinstance(value, str) else value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name == "Ref":
                return self.reference(argument)
            if name.startswith("Fn::"):
                return self.function(name.removeprefix("Fn::"), argument)
        computed = {name: self.of(member) for name, member in value.items()}
        return {name: member for name, member in computed.items() if member is not NOTHING}

    def reference(self, name):
        return self.names[name] if name in self.names else self.resources[name].reference

    def attribute(self, argument):
        resource, name = argument.split(".", 1) if isinstance(argument, str) else argument
        return self.resources[resource].attribute(self.of(name))

    def function(self, name, argument):
        match name:
            case "GetAtt":
                return self.attribute(argument)
            case "Join":
                separator, parts = argument
                return separator.join(str(part) for part in self.of(parts))
            case "Sub":
                return self.substituted(*(argument if isinstance(argument, list) else [argument, {}]))
            case "Split":
                separator, text = argument
                return self.of(text).split(separator)
            case "Select":
                index, elements = argument
                return self.of(elements)[int(self.of(index))]
            case "If":
                condition, then, otherwise = argument
                return self.of(then if self.holds({"Condition": condition}) else otherwise)
            case "FindInMap":
                table, key, column = (self.of(part) for part in argument[:3])
                return self.mappings[table][key][column]
            case "Equals" | "And" | "Or" | "Not":
                return self.holds({f"Fn::{name}": argument})
        raise NotImplementedError(f"the function Fn::{name}")

    def substituted(self, text, own):
        def one(match):
            name = match.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in own:
                return str(self.of(own[name]))
            return str(self.attribute(name) if "." in name else self.reference(name))

        return re.sub(r"\$\{([^}]+)\}", one, text)

    def holds(self, condition):
        """Whether a condition is fulfilled."""
        [(name, argument)] = condition.items()
        match name:
            case "Condition":
                return self.holds(self.conditions[argument])
            case "Fn::Equals":
                return self.of(argument[0]) == self.of(argument[1])
            case "Fn::And":
                return all(self.holds(one) for one in argument)
            case "Fn::Or":
                return any(self.holds(one) for one in argument)
            case "Fn::Not":
                return not self.holds(argument[0])
        raise NotImplementedError(f"the condition {name}")

    @staticmethod
    def dynamic(text):
        """CloudFormation puts the secret of another service in place of a dynamic reference."""
        return re.sub(r"\{\{resolve:(?:secretsmanager|ssm|ssm-secure):([^:}]+)[^}]*\}\}", r"value-of-\1", text)


def names_in(value):
    """The resources and parameters that a part of a template refers to."""
    if isinstance(value, list):
        for element in value:
            yield from names_in(element)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "Ref":
                yield member
            elif name == "Fn::GetAtt":
                yield member.split(".")[0] if isinstance(member, str) else member[0]
            elif name == "Fn::Sub":
                yield from (found.split(".")[0] for found in re.findall(r"\$\{([^!}]+)\}", str(member)))
            yield from names_in(member)
