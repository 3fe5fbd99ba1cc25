"""Plays Terraform's AWS provider against the pool.

The provider is a Go program, which these tests do not run. They play in Python what its source does: which members it
sends, in which order it calls, what it makes of a response, and when it finds a difference. The file of each resource
names the provider's file, and the commit from which its rules were read.

- `schema` describes attributes. `sdk_plan` and `framework_plan` find differences as the provider's two frameworks do.
- `requests` writes requests as the provider's AWS client does.
- `workspace` plays `terraform plan`, `apply`, `destroy` and `import` for one resource.
- `played` has what the tests assert of a resource, from `apply` to `destroy`.
- `altered` has a client that alters responses, to show that a test finds a wrong description.
"""
