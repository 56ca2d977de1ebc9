"""From what a request says to a scenario: demos, stored ones, texts and data, with overlays."""
