"""How Sphinx builds these pages; nothing is fetched from a network."""

from importlib import metadata

project = "rural_taobao"
author = "the rural_taobao authors"
copyright = author
version = release = metadata.version("rural_taobao")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
nitpicky = False

html_theme = "furo"
html_title = f"rural_taobao {release}"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
# Fields told under `Attributes:` become part of their class, and are not documented twice.
napoleon_use_ivar = True
