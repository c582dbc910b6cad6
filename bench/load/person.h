// One socket of the load and how its server wants to be talked to.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum dialect { PLAIN, MEETUP, MQTT };
enum stage { UNOPENED, TICKET, UPGRADE, CONNACK, SUBACK, OPEN, GONE };

struct person {
  int fd;
  enum stage stage;
  bool stalled;
  char *session, *token;
  uint8_t *kept, *unsent;      // a piece of a frame read so far; what the kernel would not take yet
  uint32_t kept_length, unsent_length;
  uint32_t sent;
  int64_t last_us;             // the newest fix received
};

extern enum dialect dialect;
extern const char *host_and_port;
extern bool with_tickets;

/// Writes now, or keeps what does not fit until the socket is writable.
void write_out(int index, const void *bytes, size_t length);

/// The first words on a new connection, and what to say to each answer until the person is OPEN.
void greet(int index);

/// Takes what came before the person is OPEN; returns how many bytes it used.
size_t take_greeting(int index, uint8_t *bytes, size_t length);

/// A whole frame, masked as a client must.
void send_frame(int index, int opcode, const void *payload, size_t length);

/// One fix of this person, intended for that moment.
void send_fix(int index, int64_t intended_us);

/// The moment a frame's fix was intended for; −1 when it holds none.
int64_t intended_of(const uint8_t *payload, size_t length);

extern struct person *people;
extern int64_t day_us;         // the realtime clock at monotonic zero
