"""The attributes in a user pool's schema.

Rules: expandSchemaAttributeTypes, flattenSchemaAttributeTypes, skipFlatteningStringAttributeContraints and
userPoolSchemaAttributeMatchesStandardAttribute in internal/service/cognitoidp/user_pool.go, read from
isometry/terraform-provider-aws, a copy of the provider, at c129a9390ed86d24c2fa11212b0edb72285707b4.
"""

from .requests import members, renamed

LENGTHS = {"max_length": "MaxLength", "min_length": "MinLength"}
BOUNDS = {"max_value": "MaxValue", "min_value": "MinValue"}


def _standard(name, kind="String", *, mutable=True, required=False, **constraints):
    return {"Name": name, "AttributeDataType": kind, "DeveloperOnlyAttribute": False, "Mutable": mutable,
            "Required": required, **constraints}


def _lengths(least, most):
    return {"StringAttributeConstraints": {"MinLength": least, "MaxLength": most}}


STANDARD = [
    *(_standard(name, **_lengths("0", "2048")) for name in (
        "address", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
        "phone_number", "picture", "preferred_username", "profile", "website", "zoneinfo",
    )),
    _standard("birthdate", **_lengths("10", "10")),
    _standard("sub", mutable=False, required=True, **_lengths("1", "2048")),
    _standard("email_verified", "Boolean"),
    _standard("phone_number_verified", "Boolean"),
    _standard("updated_at", "Number", NumberAttributeConstraints={"MinValue": "0"}),
]
# The attribute that the service adds to a pool with an identity provider.
IDENTITIES = _standard("identities", StringAttributeConstraints={})


def expanded(attribute):
    """An attribute in a request. The three flags are always sent."""
    [bounds] = attribute.get("number_attribute_constraints") or [None]
    [lengths] = attribute.get("string_attribute_constraints") or [None]
    return {
        "Name": attribute["name"], "AttributeDataType": attribute["attribute_data_type"],
        "DeveloperOnlyAttribute": bool(attribute.get("developer_only_attribute")),
        "Mutable": bool(attribute.get("mutable")), "Required": bool(attribute.get("required")),
        # An empty block sends no constraints.
        **members(
            NumberAttributeConstraints=renamed(bounds, BOUNDS) if bounds else None,
            StringAttributeConstraints=(renamed(lengths, LENGTHS) or None) if lengths else None,
        ),
    }


def flattened(configured, schema):
    """The described attributes that are in the configuration, or are not standard ones."""
    configured = [expanded(one) for one in configured]
    return [_flat(attribute, configured) for attribute in schema
            if attribute in configured or attribute not in (*STANDARD, IDENTITIES)]


def _flat(attribute, configured):
    flat = {
        "attribute_data_type": attribute.get("AttributeDataType", ""),
        "developer_only_attribute": attribute.get("DeveloperOnlyAttribute", False),
        "mutable": attribute.get("Mutable", False),
        "name": attribute["Name"].removeprefix("dev:").removeprefix("custom:"),
        "required": attribute.get("Required", False),
    }
    for tf, name, names in (
        ("number_attribute_constraints", "NumberAttributeConstraints", BOUNDS),
        ("string_attribute_constraints", "StringAttributeConstraints", LENGTHS),
    ):
        if name in attribute and not (names is LENGTHS and _leaves_out_lengths(attribute, configured)):
            flat[tf] = [{key: attribute[name][member] for key, member in names.items() if member in attribute[name]}]
    return flat


def _leaves_out_lengths(attribute, configured):
    """Whether the configuration has this attribute of type String, but no constraints."""
    def without(one):
        return {name: value for name, value in one.items() if not name.endswith("Constraints")}

    return attribute["AttributeDataType"] == "String" and any(
        without(one) == without(attribute) and "StringAttributeConstraints" not in one for one in configured
    )
