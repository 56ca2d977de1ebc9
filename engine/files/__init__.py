"""Scenario files: strict reading, overlays with their trail, and the JSON Schema of the format."""
