#!/usr/bin/env bash
# Looks at what is tracked: format, shell scripts, sizes, secrets, and traces of one machine. Prints TAP; exits 1 when anything is wrong.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# Generated, or one file on purpose: the debug page must work from a single file.
unbound='/Migrations/|\.gen\.|\.d\.ts$|^web/client\.html$'
text=(':!*.md' ':!*.gpx' ':!*package-lock.json' ':!*packages.lock.json')
passed=0 failed=0 skipped=0

# check NAME TEXT: fine when TEXT, the findings, is empty.
check() {
  if [ -z "$2" ]; then
    passed=$((passed + 1))
    printf 'ok - %s\n' "$1"
  else
    failed=$((failed + 1))
    printf 'not ok - %s\n' "$1"
    printf '%s\n' "$2" | head -n 30 | sed 's/^/    /'
  fi
}

skip() {
  skipped=$((skipped + 1))
  printf 'ok - %s # SKIP %s\n' "$1" "$2"
}

long_files() {
  local limit=$1
  shift
  git ls-files -z -- "$@" | grep -zvE "$unbound" | xargs -0 -r wc -l | awk -v limit="$limit" '$2 != "total" && $1 > limit { print $2 ": " $1 " lines" }'
}

large_files() {
  git ls-files -z -- ':!*package-lock.json' ':!*packages.lock.json' | xargs -0 -r stat --format '%s %n' 2>/dev/null | awk '$1 > 512 * 1024 { print $2 ": " int($1 / 1024) " KiB" }'
}

no_final_newline() {
  git grep -Il '' -- "${text[@]}" | while IFS= read -r file; do [ -z "$(tail -c 1 "$file")" ] || printf '%s\n' "$file"; done
}

shell_scripts() { git grep -lIE '^#!.*(bash|/sh)' -- run test .ci scripts tests deploy bench; }

not_executable() { shell_scripts | while IFS= read -r file; do [ -x "$file" ] || printf '%s\n' "$file"; done; }

# This checkout's place, its parent, and the home of whoever runs this: none of them means anything elsewhere.
machine_paths() {
  local above
  above=$(dirname "$PWD")
  for place in "$PWD" "$above" "${HOME:-/}"; do
    case $place in / | /tmp | /home | /usr | /opt | /srv | /app) ;; *) git grep -nIF "$place/" ;; esac
  done | sort -u
}

check "no trailing whitespace or carriage return" "$(git grep -nIE '[[:space:]]+$' -- "${text[@]}")"
check "every text file ends with a newline" "$(no_final_newline)"
check "no file over 512 KiB" "$(large_files)"
check "no source over 300 lines" "$(long_files 300 '*.cs' '*.ts' '*.tsx' '*.mjs' '*.sh' '*.html' '*.c' '*.h' run test ':!tests/')"
check "no test over 400 lines" "$(long_files 400 'tests/*.cs' 'tests/*.mjs' 'tests/*.py')"
check "no secrets" "$(git grep -nIE -f scripts/secrets.txt)"
check "no path of one machine" "$(machine_paths)"
check "no registry host" "$(git grep -nIE 'registry[.]npmjs[.]org|api[.]nuget[.]org|pypi[.]org|"resolved"[:] "http')"
check "shell scripts are executable" "$(not_executable)"

if command -v shellcheck > /dev/null; then
  check "shellcheck" "$(shell_scripts | xargs -r shellcheck --severity warning --format gcc 2>&1)"
else
  skip "shellcheck" "it is not installed (Debian: apt-get install shellcheck)"
fi

if command -v node > /dev/null; then
  check "the debug page's policy" "$(node scripts/csp_hashes.mjs 2>&1)"
else
  skip "the debug page's policy" "it needs Node.js"
fi

# Rules and code style are errors of every build; what is left is where the spaces go.
format=$(dotnet format whitespace --folder --verify-no-changes --include src/ tests/ bench/ --exclude src/MeetUp.Server/Data/ 2>&1) && format=
check "dotnet format" "$format"

printf '# pass %d\n# fail %d\n# skipped %d\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]
