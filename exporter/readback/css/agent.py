"""What user agents begin with (HTML Living Standard, 15.3), as far as it decides how words look."""

AGENT_SHEET = """
h1 { font-size: 2em; margin: 0.67em 0 } h2 { font-size: 1.5em; margin: 0.83em 0 }
h3 { font-size: 1.17em; margin: 1em 0 } h4 { margin: 1.33em 0 }
h5 { font-size: 0.83em; margin: 1.67em 0 } h6 { font-size: 0.67em; margin: 2.33em 0 }
h1, h2, h3, h4, h5, h6, b, strong, th { font-weight: bold }
p, dl, ul, ol, menu, blockquote, figure, pre { margin: 1em 0 }
address, cite, dfn, em, i, var { font-style: italic }
code, kbd, pre, samp, tt { font-family: monospace }
small, sub, sup { font-size: smaller }
a:link { color: #0000EE }
mark { color: black }
"""
