#!/usr/bin/env bash
# A throwaway Redis on loopback, in memory only, for tests. Prints its URL once it takes connections; it is gone as soon as standard
# input is closed, so it never outlives whoever started it. Exit code 3: Redis is not installed.
set -u

if ! command -v redis-server > /dev/null; then
  echo "Redis is not installed (Debian: apt-get install redis-server)" >&2
  exit 3
fi

directory=$(mktemp -d "${TMPDIR:-/tmp}/meetup-redis-XXXXXX") || exit 1
server=
finish() {
  trap - EXIT INT TERM
  if [ -n "$server" ]; then kill -KILL "$server" 2> /dev/null; wait "$server" 2> /dev/null; fi
  rm -rf "$directory"
}
trap finish EXIT
trap 'exit 130' INT TERM

answers() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# Below the ports that the system hands out by itself; a taken one is only known by trying.
for _ in 1 2 3 4 5 6 7 8; do
  port=${MEETUP_REDIS_PORT:-$((10000 + RANDOM % 20000))}
  if answers "$port"; then continue; fi
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$directory" --daemonize no < /dev/null > "$directory/log" 2>&1 &
  server=$!
  while kill -0 "$server" 2> /dev/null; do
    if answers "$port"; then
      echo "redis://127.0.0.1:$port"
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
