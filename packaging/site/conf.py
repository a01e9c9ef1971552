"""Sphinx over the pages of the repository, as packaging/site/build lays them out: static, searched without a server."""

import os

project = "psld"
copyright = "the psld developers"
version = release = os.environ.get("PSLD_VERSION", "")

extensions = ["myst_parser"]
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 3
root_doc = "index"
exclude_patterns = ["requirements.txt"]

html_theme = "furo"
html_title = f"psld {version}"
html_copy_source = False
html_show_sphinx = False
html_extra_path = ["extra"]

# Blocks are commands, tables of files, formulae: none of them is Python.
highlight_language = "none"
# Links into the sources stand in the pages for those who read them in a checkout.
suppress_warnings = ["myst.xref_missing", "myst.header"]
