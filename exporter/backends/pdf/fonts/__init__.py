"""The text engine: words shaped by HarfBuzz, shown by operators, their fonts embedded as subsets."""
