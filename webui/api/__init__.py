"""The JSON routes for programs: what they take, what they give, and their description in OpenAPI."""
