"""Views of the desks, one module a desk."""
