"""A letter to fill in, with a picture beside it, in a theme that extends another."""

from __future__ import annotations

LETTER = """---
title: For {{ name }}
language: en
fields:
  name: {type: text}
---

Dear {{ name }}.

![A picture](pictures/leaf.png "What it shows"){width=3%}
"""
THEME = 'extends = "base.toml"\nname = "mine"\n[text.body]\nsize = 13\nleading = 19\n'
BASE = 'extends = "clinic"\nname = "base"\n[palette]\naccent = "#1B4B7A"\n'
