#!/usr/bin/env bash
# A throwaway PostgreSQL on loopback, for tests. Prints its URL once it takes connections; it and its files are gone as soon as
# standard input is closed, so it never outlives whoever started it. Exit code 3: PostgreSQL is not installed.
set -u

user=meetup password=meetup
export LC_ALL=C

find_programs() {
  local directory
  for directory in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin "$(pg_config --bindir 2>/dev/null)" "$(dirname "$(readlink -f "$(command -v initdb)")")"; do
    if [ -x "$directory/initdb" ] && [ -x "$directory/pg_isready" ]; then echo "$directory"; fi
  done | sort --version-sort | tail -n 1
}

programs=$(find_programs)
if [ -z "$programs" ]; then
  echo "PostgreSQL is not installed (Debian: apt-get install postgresql-15 postgresql-15-postgis-3)" >&2
  exit 3
fi

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi

directory=$(mktemp -d "${TMPDIR:-/tmp}/meetup-postgres-XXXXXX") || exit 1
server=
finish() {
  trap - EXIT INT TERM
  if [ -n "$server" ]; then kill -QUIT "$server" 2> /dev/null; wait "$server" 2> /dev/null; fi
  rm -rf "$directory"
}
trap finish EXIT
trap 'exit 130' INT TERM

echo "$password" > "$directory/password"
if [ "$(id -u)" = 0 ]; then chown -R postgres "$directory"; fi
cd "$directory" || exit 1
if ! "${as[@]+"${as[@]}"}" "$programs/initdb" -D "$directory/data" -U "$user" --pwfile="$directory/password" \
  --auth-host=scram-sha-256 --auth-local=trust --encoding=UTF8 --no-locale --no-sync > "$directory/initdb.log" 2>&1; then
  cat "$directory/initdb.log" >&2
  exit 1
fi

# Below the ports that the system hands out by itself; a taken one is only known by trying.
for _ in 1 2 3 4 5 6 7 8; do
  port=$((10000 + RANDOM % 20000))
  "${as[@]+"${as[@]}"}" "$programs/postgres" -D "$directory/data" -p "$port" -h 127.0.0.1 -k "$directory" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB \
    -c log_min_duration_statement=1000 < /dev/null > "$directory/log" 2>&1 &
  server=$!
  while kill -0 "$server" 2> /dev/null; do
    if "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; then
      echo "postgres://$user:$password@127.0.0.1:$port/postgres"
      cat > /dev/null
      exit 0
    fi
    sleep 0.1
  done
  wait "$server"
  server=
done
cat "$directory/log" >&2
exit 1
