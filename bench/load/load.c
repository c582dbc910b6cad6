// An open-loop load: every person sends a fix at moments laid down before, whether or not anything came back, and what is measured is the
// time from the moment a fix was meant to be sent to its arrival at the other person. Both live in this one process, so there is one clock.
#define _GNU_SOURCE
#include "histogram.h"
#include "person.h"
#include "process.h"
#include "schedule.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum { READ_BYTES = 65536, AT_ONCE = 64, GRACE_US = 3000000 };

enum dialect dialect = PLAIN;
const char *host_and_port = "";
bool with_tickets;
struct person *people;
int64_t day_us;

static int count = 2, port, stalled_pairs, epoll, open_count, gone_count;
static double rate = 10, warm_s = 3, seconds = 10;
static const char *pids = "", *people_file;
static int64_t from_us, to_us;
static struct histogram delay, lateness;
static uint64_t sent, arrived, arrived_in_time, disordered, blocked;

static int64_t now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void stop_with(const char *what) {
  fprintf(stderr, "load: %s\n", what);
  exit(1);
}

static void watch(int index, uint32_t events) {
  struct epoll_event event = {.events = events, .data.u32 = (uint32_t)index};
  epoll_ctl(epoll, EPOLL_CTL_MOD, people[index].fd, &event);
}

static void lose(int index) {
  struct person *person = &people[index];
  if (person->fd < 0) return;
  gone_count++;
  open_count -= person->stage == OPEN;
  close(person->fd);
  person->fd = -1;
  person->stage = GONE;
}

void write_out(int index, const void *bytes, size_t length) {
  struct person *person = &people[index];
  ssize_t written = person->unsent_length || person->fd < 0 ? 0 : send(person->fd, bytes, length, MSG_NOSIGNAL);
  if (written < 0 && errno != EAGAIN) return;
  if (written < 0) written = 0;
  if ((size_t)written == length || person->fd < 0) return;
  blocked++;
  length -= (size_t)written;
  person->unsent = realloc(person->unsent, person->unsent_length + length);
  memcpy(person->unsent + person->unsent_length, (const uint8_t *)bytes + written, length);
  person->unsent_length += (uint32_t)length;
  watch(index, EPOLLOUT | (person->stalled ? 0u : EPOLLIN));
}

static void write_rest(int index) {
  struct person *person = &people[index];
  ssize_t written = send(person->fd, person->unsent, person->unsent_length, MSG_NOSIGNAL);
  if (written <= 0) return;
  person->unsent_length -= (uint32_t)written;
  memmove(person->unsent, person->unsent + written, person->unsent_length);
  if (person->unsent_length == 0) watch(index, person->stalled ? 0 : EPOLLIN);
}

static void arrive(int index, int64_t intended, int64_t now) {
  struct person *person = &people[index];
  if (intended <= person->last_us) disordered++;
  person->last_us = intended;
  if (now >= from_us && now < to_us) arrived_in_time++;
  if (intended >= from_us && intended < to_us) {
    arrived++;
    note(&delay, now - intended);
  }
}

/// One frame at the beginning of the bytes; how long it is, or 0 when it is not whole.
static size_t take_frame(int index, uint8_t *bytes, size_t length, int64_t now) {
  if (length < 2) return 0;
  size_t head = 2, payload = bytes[1] & 0x7f;
  if (payload == 126) {
    if (length < 4) return 0;
    payload = (size_t)bytes[2] << 8 | bytes[3];
    head = 4;
  }
  if (length < head + payload) return 0;
  int opcode = bytes[0] & 0x0f;
  if (opcode == 8) {
    send_frame(index, 8, bytes + head, payload >= 2 ? 2 : 0);
    lose(index);
  } else if (opcode == 9) {
    send_frame(index, 10, bytes + head, payload);
  } else if (people[index].stage < OPEN) {
    take_greeting(index, bytes + head, payload);
    open_count += people[index].stage == OPEN;
  } else if (opcode <= 2) {
    int64_t intended = intended_of(bytes + head, payload);
    if (intended >= 0) arrive(index, intended, now);
  }
  return head + payload;
}

static void read_in(int index) {
  static uint8_t buffer[2 * READ_BYTES];
  struct person *person = &people[index];
  size_t length = person->kept_length;
  memcpy(buffer, person->kept, length);
  person->kept_length = 0;
  ssize_t read = recv(person->fd, buffer + length, READ_BYTES, 0);
  if (read < 0 && errno == EAGAIN) return;
  if (read <= 0) {
    lose(index);
    return;
  }
  length += (size_t)read;
  int64_t now = now_us();
  size_t start = 0, used = 1;
  while (start < length && used > 0 && person->fd >= 0) {
    bool is_http = person->stage == TICKET || person->stage == UPGRADE;
    used = is_http ? take_greeting(index, buffer + start, length - start) : take_frame(index, buffer + start, length - start, now);
    if (is_http && person->stage == OPEN) open_count++;
    if (person->stage == GONE) lose(index);
    start += used;
  }
  if (start < length && person->fd >= 0) {
    person->kept = realloc(person->kept, length - start);
    person->kept_length = (uint32_t)(length - start);
    memcpy(person->kept, buffer + start, length - start);
  }
}

static void handle_events(int64_t until_us) {
  struct epoll_event events[256];
  int64_t wait = until_us - now_us();
  if (wait < 0) wait = 0;
  struct timespec patience = {.tv_sec = wait / 1000000, .tv_nsec = wait % 1000000 * 1000};
  int ready = epoll_pwait2(epoll, events, 256, &patience, 0);
  for (int i = 0; i < ready; i++) {
    int index = (int)events[i].data.u32;
    if (people[index].fd >= 0 && events[i].events & EPOLLOUT) write_rest(index);
    if (people[index].fd >= 0 && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_in(index);
  }
}

static void open_socket(int index) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct person *person = &people[index];
  int one = 1, little = 4096;
  person->fd = socket(AF_INET, SOCK_STREAM, 0);
  person->last_us = -1;
  if (person->stalled) setsockopt(person->fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
  if (person->fd < 0 || connect(person->fd, (struct sockaddr *)&to, sizeof to) < 0) stop_with(strerror(errno));
  setsockopt(person->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct timeval patience = {.tv_sec = 20};
  setsockopt(person->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
  epoll_ctl(epoll, EPOLL_CTL_ADD, person->fd, &event);
  greet(index);
}

static void open_all(void) {
  for (int index = 0; index < count; index++) {
    open_socket(index);
    while (index + 1 - open_count - gone_count >= AT_ONCE) handle_events(now_us() + 20000000);
  }
  for (int64_t end = now_us() + 60000000; open_count + gone_count < count && now_us() < end;) handle_events(end);
}

static void send_due(int64_t start, int64_t period, uint64_t *next, int64_t *due) {
  for (int64_t now = now_us(); *due <= now && *due < to_us;) {
    int index = turn[*next % (uint64_t)count];
    if (people[index].fd >= 0) {
      send_fix(index, *due);
      if (*due >= from_us) {
        sent++;
        note(&lateness, now_us() - *due);
      }
    }
    ++*next;
    *due = start + (int64_t)(*next / (uint64_t)count) * period + phase[turn[*next % (uint64_t)count]];
  }
}

static void read_people(void) {
  char session[128], token[2048];
  FILE *file = fopen(people_file, "r");
  if (!file) stop_with("the file of people cannot be read");
  for (int index = 0; index < count; index++) {
    if (fscanf(file, "%127s %2047s", session, token) != 2) stop_with("the file of people is too short");
    people[index].session = strdup(session);
    people[index].token = strdup(token);
  }
  fclose(file);
}

static void read_options(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    const char *name = argv[i], *value = argv[i + 1];
    if (!strcmp(name, "--dialect")) dialect = !strcmp(value, "meetup") ? MEETUP : !strcmp(value, "mqtt") ? MQTT : PLAIN;
    else if (!strcmp(name, "--port")) port = atoi(value);
    else if (!strcmp(name, "--people")) people_file = value;
    else if (!strcmp(name, "--sockets")) count = atoi(value) & ~1;
    else if (!strcmp(name, "--rate")) rate = atof(value);
    else if (!strcmp(name, "--warm")) warm_s = atof(value);
    else if (!strcmp(name, "--seconds")) seconds = atof(value);
    else if (!strcmp(name, "--pid")) pids = value;
    else if (!strcmp(name, "--tickets")) with_tickets = atoi(value) != 0;
    else if (!strcmp(name, "--stalled")) stalled_pairs = atoi(value);
    else stop_with("usage: load --port N [--dialect plain|meetup|mqtt] [--people FILE] [--sockets N] [--rate PER-SOCKET-AND-SECOND]\n"
      "       [--warm S] [--seconds S] [--pid N,N] [--tickets 0|1] [--stalled PAIRS]");
  }
  if (port == 0 || count < 2) stop_with("--port and at least two --sockets are needed");
}

int main(int argc, char **argv) {
  static char address[32];
  read_options(argc, argv);
  snprintf(address, sizeof address, "127.0.0.1:%d", port);
  host_and_port = address;
  struct timespec real;
  clock_gettime(CLOCK_REALTIME, &real);
  day_us = real.tv_sec * 1000000LL + real.tv_nsec / 1000 - now_us();
  prctl(PR_SET_TIMERSLACK, 1000);
  epoll = epoll_create1(0);
  people = calloc((size_t)count, sizeof *people);
  if (people_file) read_people();
  for (int pair = 0; pair < stalled_pairs; pair++) people[2 * pair + 1].stalled = true;

  int64_t opening = now_us();
  open_all();
  double opened_s = (double)(now_us() - opening) / 1e6;
  int refused = gone_count;
  for (int pair = 0; pair < stalled_pairs; pair++) watch(2 * pair + 1, 0);

  int64_t start = now_us() + 200000, period = rate > 0 ? (int64_t)(1e6 / rate) : 1;
  from_us = start + (int64_t)(warm_s * 1e6);
  to_us = from_us + (int64_t)(seconds * 1e6);
  lay_down_turns(count, period);
  uint64_t next = 0;
  int64_t due = rate > 0 ? start + phase[turn[0]] : INT64_MAX;
  while (now_us() < from_us) {
    handle_events(due < from_us ? due : from_us);
    send_due(start, period, &next, &due);
  }

  printf("{\"event\":\"measuring\"}\n");
  fflush(stdout);
  struct cost before = cost_of(pids);
  double machine = machine_us();
  struct rusage own, own_after;
  getrusage(RUSAGE_SELF, &own);
  int64_t measured_from = now_us();
  while (now_us() < to_us) {
    handle_events(due < to_us ? due : to_us);
    send_due(start, period, &next, &due);
  }
  double span = (double)(now_us() - measured_from);
  getrusage(RUSAGE_SELF, &own_after);
  struct cost after = cost_of(pids);
  machine = machine_us() - machine;
  printf("{\"event\":\"measured\"}\n");
  fflush(stdout);
  for (int64_t end = now_us() + GRACE_US; arrived < sent && now_us() < end;) handle_events(end < now_us() + 100000 ? end : now_us() + 100000);

#define SPENT(field) ((double)(own_after.field.tv_sec - own.field.tv_sec) * 1e6 + (double)(own_after.field.tv_usec - own.field.tv_usec))
  double generator = SPENT(ru_utime) + SPENT(ru_stime), server = after.cpu_us - before.cpu_us;
  printf("{\"event\":\"result\",\"sockets\":%d,\"open\":%d,\"refused\":%d,\"closed\":%d,\"open_s\":%.3f,\"sent\":%lu,\"delivered\":%lu,\"delivered_in_time\":%lu,"
    "\"lost\":%ld,\"disordered\":%lu,\"blocked\":%lu,\"p50_us\":%lu,\"p90_us\":%lu,\"p99_us\":%lu,\"p999_us\":%lu,\"max_us\":%lu,"
    "\"late_p50_us\":%lu,\"late_p99_us\":%lu,\"late_max_us\":%lu,\"late_over_ms\":%.5f,\"server_us\":%.0f,\"server_share\":%.4f,\"generator_share\":%.4f,"
    "\"others_share\":%.4f,\"switches\":%lu,\"rss_kb\":%lu,\"files\":%lu}\n",
    count, open_count, refused, gone_count - refused, opened_s, sent, arrived, arrived_in_time, (long)(sent - arrived), disordered, blocked,
    percentile(&delay, 50), percentile(&delay, 90), percentile(&delay, 99), percentile(&delay, 99.9), delay.highest,
    percentile(&lateness, 50), percentile(&lateness, 99), lateness.highest,
    lateness.total ? (double)count_above(&lateness, 1000) / (double)lateness.total : 0, server, server / span, generator / span,
    (machine - server - generator) / span, after.switches - before.switches, after.rss_kb, after.files);
  for (int index = 0; index < count; index++) {
    if (people[index].fd >= 0 && people[index].stage == OPEN && dialect != MQTT) send_frame(index, 8, "\x03\xe8", 2);
  }
  return 0;
}
