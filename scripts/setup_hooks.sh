#!/bin/sh
# Turns on the hooks of scripts/hooks for this clone. "git config --unset core.hooksPath" turns them off.
set -eu
cd "$(dirname "$0")/.."
git config core.hooksPath scripts/hooks
echo "Commits are now checked by scripts/hooks/pre-commit (leave it out once with --no-verify)."
