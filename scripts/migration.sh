#!/usr/bin/env bash
# Makes the migrations of both engines anew after an entity changed, each as the one migration "Initial".
# Once a release is out, databases exist that must be upgraded: then give a name, and a further migration is added to each.
# usage: scripts/migration.sh [NAME]
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../src/MeetUp.Server"

name=${1:-Initial}
dotnet tool restore > /dev/null
if [ "$name" = Initial ]; then rm -rf Data/Sqlite/Migrations Data/Postgres/Migrations; fi
dotnet build -v quiet -nologo
for engine in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --context "${engine}MeetUpDb" -o "Data/$engine/Migrations"
done
