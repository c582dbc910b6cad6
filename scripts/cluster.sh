#!/usr/bin/env bash
# A whole cluster on loopback: PostgreSQL, Redis, some instances and the nginx of deploy/nginx, all throwaway.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${MEETUP_CLUSTER:-${TMPDIR:-/tmp}/meetup-cluster-$(id -u)}
server=$root/artifacts/bin/MeetUp.Server/release/MeetUp.Server.dll
user=meetup password=meetup
export LC_ALL=C

usage() {
  cat <<'TEXT'
usage: scripts/cluster.sh up [N] | down | start WHAT | stop WHAT [SIGNAL] | status

  up [N]              starts PostgreSQL, Redis, N instances (3) and nginx, and prints the URL
  down                stops exactly what up started, and removes its files
  start WHAT          starts again what was stopped: instance-1 … instance-N, postgres, redis or nginx
  stop WHAT [SIGNAL]  sends TERM, or that signal
  status              what runs where

Its files are in MEETUP_CLUSTER (default: meetup-cluster-UID in the temporary directory). Every MEETUP__… variable reaches the instances.
TEXT
}

stop_with() { printf 'cluster: %s\n' "$1" >&2; exit "${2:-1}"; }
pid_of() { head -n 1 "$home/$1.pid" 2> /dev/null; }
port_of() { sed -n "s/^$1 //p" "$home/ports"; }
# By pid and start, so that nobody else's process is ever taken for ours.
born() { ps -o stat= -o lstart= -p "$1" 2> /dev/null | sed '/^Z/d; s/^[^ ]* *//'; }
is_running() { local pid; pid=$(pid_of "$1") && [ -n "$pid" ] && [ -n "$(born "$pid")" ] && [ "$(born "$pid")" = "$(tail -n 1 "$home/$1.pid")" ]; }
answers() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }
instances() { sed -n 's/^\(instance-[0-9]*\) .*/\1/p' "$home/ports"; }

find_postgres() {
  local directory
  for directory in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin "$(pg_config --bindir 2>/dev/null)" "$(dirname "$(readlink -f "$(command -v initdb)")")"; do
    if [ -x "$directory/initdb" ] && [ -x "$directory/pg_isready" ]; then echo "$directory"; fi
  done | sort --version-sort | tail -n 1
}

# PostgreSQL refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi

# launch NAME COMMAND…: in the background, in a group of its own, so that a Ctrl-C here does not reach it.
launch() {
  local name=$1
  shift
  setsid "$@" < /dev/null >> "$home/$name.log" 2>&1 &
  printf '%s\n%s\n' $! "$(born $!)" > "$home/$name.pid"
}

# wait_for NAME TEST…: half a minute for it to answer, unless it ends before.
wait_for() {
  local name=$1
  shift
  for _ in $(seq 300); do
    "$@" && return
    is_running "$name" || { tail -n 5 "$home/$name.log" >&2; stop_with "$name did not start, see $home/$name.log"; }
    sleep 0.1
  done
  stop_with "$name did not answer within 30 s, see $home/$name.log"
}

is_ready() {
  local line
  { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
  printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  IFS= read -r -t 5 line <&3
  exec 3>&-
  [[ $line == *" 200 "* ]]
}

start_postgres() {
  local programs
  programs=$(find_postgres)
  if [ ! -d "$home/postgres" ]; then
    mkdir "$home/postgres"
    echo "$password" > "$home/password"
    if [ "$(id -u)" = 0 ]; then chown postgres "$home/postgres" "$home/password"; fi
    (cd "$home/postgres" && "${as[@]+"${as[@]}"}" "$programs/initdb" -D "$home/postgres/data" -U "$user" --pwfile="$home/password" \
      --auth-host=scram-sha-256 --auth-local=trust --encoding=UTF8 --no-locale --no-sync) >> "$home/postgres.log" 2>&1 \
      || stop_with "initdb failed, see $home/postgres.log"
  fi
  launch postgres env -C "$home/postgres" "${as[@]+"${as[@]}"}" "$programs/postgres" -D "$home/postgres/data" -p "$(port_of postgres)" -h 127.0.0.1 -k "$home/postgres" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB
  wait_for postgres "$programs/pg_isready" -q -h 127.0.0.1 -p "$(port_of postgres)"
}

start_redis() {
  launch redis redis-server --port "$(port_of redis)" --bind 127.0.0.1 --save '' --appendonly no --dir "$home" --daemonize no
  wait_for redis answers "$(port_of redis)"
}

start_instance() {
  local name=$1 port
  port=$(port_of "$name")
  mkdir -p "$home/$name"
  # On a busy machine a fresh PostgreSQL may take longer for the schema than an instance waits: it is started again, as anywhere.
  for _ in 1 2 3; do
    launch_instance "$name" "$port"
    while is_running "$name"; do
      if is_ready "$port"; then return; fi
      sleep 0.1
    done
  done
  tail -n 5 "$home/$name.log" >&2
  stop_with "$name did not start, see $home/$name.log"
}

launch_instance() {
  local name=$1 port=$2
  launch "$name" env -C "$home/$name" ASPNETCORE_URLS="http://127.0.0.1:$port" PORT= MEETUP_DATA_DIR="$home/$name" \
    DATABASE_URL="postgres://$user:$password@127.0.0.1:$(port_of postgres)/postgres" REDIS_URL="redis://127.0.0.1:$(port_of redis)" \
    MEETUP_SIGNING_KEY="$(cat "$home/key.pem")" MEETUP_PUBLIC_URL="http://127.0.0.1:$(port_of nginx)" MEETUP__HTTP__KNOWN_PROXIES=127.0.0.1 \
    dotnet "$server"
}

# The reference itself, with these instances, and without TLS and the rights of a service.
write_nginx() {
  local name line=$root/deploy/nginx/upstream.conf
  cp -R "$root/deploy/nginx" "$home/nginx"
  mkdir "$home/temp"
  {
    sed '/^ *server /,$d' "$line"
    for name in $(instances); do sed -n "s/meetup-1:8000/127.0.0.1:$(port_of "$name")/p" "$line"; done
    sed '1,/server meetup-3/d' "$line"
  } > "$home/nginx/upstream.conf"
  {
    echo "worker_processes 1; daemon off; pid $home/nginx.own.pid; error_log stderr crit;"
    [ "$(id -u)" != 0 ] || echo "user root;"
    echo "events { worker_connections 8192; }"
    echo "http {"
    for name in client_body proxy fastcgi uwsgi scgi; do echo "  ${name}_temp_path $home/temp/$name;"; done
    echo "  include http.conf; include upstream.conf; access_log $home/access.log meetup;"
    echo "  server { listen 127.0.0.1:$(port_of nginx); include locations.conf; }"
    echo "}"
  } > "$home/nginx/nginx.conf"
}

start_nginx() {
  launch nginx nginx -c "$home/nginx/nginx.conf" -p "$home"
  wait_for nginx answers "$(port_of nginx)"
}

start() {
  case $1 in
    postgres) start_postgres ;;
    redis) start_redis ;;
    nginx) start_nginx ;;
    instance-*) start_instance "$1" ;;
  esac
}

knows() { [ -f "$home/ports" ] && [ -n "$(port_of "$1")" ]; }

# Below the ports that the system hands out by itself.
free_port() {
  local port
  for _ in $(seq 50); do
    port=$((10000 + RANDOM % 20000))
    if ! answers "$port" && ! grep -qs " $port\$" "$home/ports"; then echo "$port"; return; fi
  done
  return 1
}

up() {
  local count=$1 name
  [[ $count =~ ^[1-9]$ ]] || stop_with "N must be from 1 to 9, not '$count'" 2
  [ ! -e "$home" ] || stop_with "there is one in $home already: take it down first"
  for name in dotnet nginx redis-server openssl setsid; do command -v "$name" > /dev/null || stop_with "$name is not installed" 3; done
  [ -n "$(find_postgres)" ] || stop_with "PostgreSQL is not installed" 3
  mkdir -p "$root/artifacts/logs"
  if [ ! -f "$server" ] || [ "${MEETUP_CLUSTER_BUILD:-yes}" = yes ]; then
    dotnet build "$root/src/MeetUp.Server" --configuration Release -v quiet > "$root/artifacts/logs/cluster-build.log" 2>&1 \
      || stop_with "the build failed, see $root/artifacts/logs/cluster-build.log"
  fi

  (umask 066 && mkdir "$home") || stop_with "cannot make $home"
  trap 'down' EXIT
  : > "$home/ports"
  for name in postgres redis nginx $(seq -f 'instance-%g' "$count"); do echo "$name $(free_port)" >> "$home/ports"; done
  (umask 077 && openssl ecparam -genkey -name prime256v1 -noout -out "$home/key.pem")
  write_nginx
  start postgres
  start redis
  for name in $(instances); do start "$name"; done
  start nginx
  trap - EXIT
  echo "http://127.0.0.1:$(port_of nginx)"
}

# gone NAME SECONDS: whether it ended within that time.
gone() {
  for _ in $(seq "$(($2 * 10))"); do
    is_running "$1" || return 0
    sleep 0.1
  done
  return 1
}

down() {
  local name names=''
  [ -f "$home/ports" ] || stop_with "nothing is up in $home"
  names="nginx $(instances | tr '\n' ' ')redis postgres"
  for name in $names; do
    is_running "$name" || continue
    kill -CONT "$(pid_of "$name")"
    # PostgreSQL takes INT for "now, but tidily". Nobody waits for a drain here: a second TERM is not needed.
    if [ "$name" = postgres ]; then kill -INT "$(pid_of "$name")"; else kill -TERM "$(pid_of "$name")"; fi
  done
  for name in $names; do
    gone "$name" 10 || kill -KILL "$(pid_of "$name")"
  done
  rm -rf "$home"
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  up) up "${1:-3}" ;;
  down) down ;;
  start)
    knows "${1:-}" || stop_with "there is no '${1:-}'; see --help" 2
    is_running "$1" && stop_with "$1 runs already"
    start "$1"
    ;;
  stop)
    knows "${1:-}" || stop_with "there is no '${1:-}'; see --help" 2
    is_running "$1" || stop_with "$1 does not run"
    kill -"${2:-TERM}" "$(pid_of "$1")"
    ;;
  status)
    [ -f "$home/ports" ] || stop_with "nothing is up in $home"
    while read -r name port; do
      printf '%s 127.0.0.1:%s %s\n' "$name" "$port" "$(is_running "$name" && pid_of "$name" || echo stopped)"
    done < "$home/ports"
    ;;
  -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
