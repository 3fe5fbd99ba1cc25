"""Plays Terraform's AWS provider against the pool.

The provider is a Go program that these tests can't have. What it does is played here in Python instead, from its source:
which members it sends, in which order it calls, what it makes of a response, and when it finds a difference. Each resource
has a file, which names the provider's file and the commit that its rules were read from.

- `schema` describes attributes. `sdk_plan` and `framework_plan` find differences as the provider's two frameworks do.
- `requests` writes requests as the provider's AWS client does.
- `workspace` plays `terraform plan`, `apply`, `destroy` and `import` for one resource.
- `played` has what the tests assert of a resource's life.
- `altered` is a client whose responses are altered, to show that a test finds a wrong description.
"""
