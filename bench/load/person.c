#define _GNU_SOURCE
#include "person.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char key[] = "dGhlIHNhbXBsZSBub25jZQ==";

static void upgrade(int index, const char *ticket) {
  char text[4096];
  struct person *person = &people[index];
  int length;
  if (dialect == MEETUP) {
    length = ticket
      ? snprintf(text, sizeof text, "GET /api/v1/ws/meetup?session_id=%s&ticket=%s HTTP/1.1\r\n", person->session, ticket)
      : snprintf(text, sizeof text, "GET /api/v1/ws/meetup?session_id=%s HTTP/1.1\r\nAuthorization: Bearer %s\r\n", person->session, person->token);
  } else {
    length = snprintf(text, sizeof text, "GET /ws?room=%d HTTP/1.1\r\n", index / 2);
  }
  length += snprintf(text + length, sizeof text - (size_t)length,
    "Host: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n%s\r\n",
    host_and_port, key, dialect == MQTT ? "Sec-WebSocket-Protocol: mqtt\r\n" : "");
  person->stage = UPGRADE;
  write_out(index, text, (size_t)length);
}

void greet(int index) {
  if (!with_tickets) {
    upgrade(index, 0);
    return;
  }
  char text[4096];
  int length = snprintf(text, sizeof text, "POST /api/v1/sessions/%s/ws-ticket HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n\r\n",
    people[index].session, host_and_port, people[index].token);
  people[index].stage = TICKET;
  write_out(index, text, (size_t)length);
}

static void subscribe(int index) {
  char topic[32];
  uint8_t packet[64] = {0x82, 0, 0, 1};
  int length = snprintf(topic, sizeof topic, "s/%d/%d", index / 2, (index ^ 1) & 1);
  packet[5] = (uint8_t)length;
  memcpy(packet + 6, topic, (size_t)length);
  packet[1] = (uint8_t)(2 + 2 + length + 1);
  send_frame(index, 2, packet, (size_t)packet[1] + 2);
}

static void connect_mqtt(int index) {
  uint8_t packet[64] = {0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0};
  int length = snprintf((char *)packet + 14, 32, "p%d", index);
  packet[13] = (uint8_t)length;
  packet[1] = (uint8_t)(12 + length);
  send_frame(index, 2, packet, (size_t)packet[1] + 2);
}

/// An answer of HTTP with a body of that length is whole; 0 when more must come.
static size_t whole_answer(uint8_t *bytes, size_t length) {
  uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - bytes) + 4, body = 0;
  uint8_t *at = memmem(bytes, head, "Content-Length: ", 16);
  if (at) body = strtoul((char *)at + 16, 0, 10);
  uint8_t *chunked = memmem(bytes, head, "chunked", 7);
  if (chunked) {
    uint8_t *last = memmem(bytes + head, length - head, "\r\n0\r\n\r\n", 7);
    return last ? (size_t)(last - bytes) + 7 : 0;
  }
  return head + body <= length ? head + body : 0;
}

static size_t take_http(int index, uint8_t *bytes, size_t length) {
  struct person *person = &people[index];
  size_t whole = whole_answer(bytes, length);
  if (whole == 0) return 0;
  if (person->stage == TICKET) {
    char ticket[256] = "";
    uint8_t *at = memmem(bytes, whole, "\"ticket\":\"", 10);
    if (at) sscanf((char *)at + 10, "%255[^\"]", ticket);
    if (*ticket) upgrade(index, ticket); else person->stage = GONE;
  } else if (memcmp(bytes, "HTTP/1.1 101", 12) != 0) {
    person->stage = GONE;
  } else if (dialect == MQTT) {
    person->stage = CONNACK;
    connect_mqtt(index);
  } else {
    person->stage = OPEN;
  }
  return whole;
}

size_t take_greeting(int index, uint8_t *bytes, size_t length) {
  struct person *person = &people[index];
  if (person->stage == TICKET || person->stage == UPGRADE) return take_http(index, bytes, length);
  if (length < 2 || length < 2 + (size_t)bytes[1]) return 0;
  if (person->stage == CONNACK) {
    person->stage = SUBACK;
    subscribe(index);
  } else {
    person->stage = OPEN;
  }
  return 2 + (size_t)bytes[1];
}

void send_frame(int index, int opcode, const void *payload, size_t length) {
  static const uint8_t mask[8] = {0x37, 0xfa, 0x21, 0x3d, 0x37, 0xfa, 0x21, 0x3d};
  uint8_t frame[1024];
  size_t head = 2;
  frame[0] = (uint8_t)(0x80 | opcode);
  if (length <= 125) {
    frame[1] = (uint8_t)(0x80 | length);
  } else {
    frame[1] = 0x80 | 126;
    frame[2] = (uint8_t)(length >> 8);
    frame[3] = (uint8_t)length;
    head = 4;
  }
  memcpy(frame + head, mask, 4);
  const uint8_t *from = payload;
  for (size_t i = 0; i < length; i++) frame[head + 4 + i] = from[i] ^ mask[i & 7];
  write_out(index, frame, head + 4 + length);
}

static char *put_digits(char *at, int64_t value, int digits) {
  for (int i = digits - 1; i >= 0; i--, value /= 10) at[i] = (char)('0' + value % 10);
  return at + digits;
}

static const char *second_text(int64_t second) {
  static int64_t cached = -1;
  static char text[32];
  if (second != cached) {
    time_t time = (time_t)second;
    struct tm tm;
    gmtime_r(&time, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    cached = second;
  }
  return text;
}

void send_fix(int index, int64_t intended_us) {
  char packet[512], *at = packet;
  if (dialect == MQTT) {
    // The length takes two bytes, since it is over 127.
    at += 3;
    *at++ = 0;
    int topic = sprintf(at + 1, "s/%d/%d", index / 2, index & 1);
    *at++ = (char)topic;
    at += topic;
  }

  // Both walk along a street at 1.4 m/s, there and back, a kilometre apart.
  uint32_t step = people[index].sent % 20000;
  if (step > 10000) step = 20000 - step;
  at = stpcpy(at, "{\"type\":\"location_update\",\"payload\":{\"lat\":52.");
  at = put_digits(at, 5200071 + step * 13 + (index & 1) * 90000, 7);
  at = stpcpy(at, ",\"lon\":13.");
  at = put_digits(at, 4049541 + index % 1000, 7);
  at = stpcpy(at, ",\"accuracy_m\":5.2,\"timestamp\":\"");
  int64_t clock = day_us + intended_us;
  at = stpcpy(at, second_text(clock / 1000000));
  *at++ = '.';
  at = put_digits(at, clock % 1000000, 6);
  at = stpcpy(at, "Z\",\"heading_deg\":87.5,\"speed_mps\":1.4}}");
  people[index].sent++;
  if (dialect == MQTT) {
    size_t rest = (size_t)(at - packet) - 3;
    packet[0] = 0x30;
    packet[1] = (char)(0x80 | (rest & 0x7f));
    packet[2] = (char)(rest >> 7);
  }
  send_frame(index, dialect == MQTT ? 2 : 1, packet, (size_t)(at - packet));
}

int64_t intended_of(const uint8_t *payload, size_t length) {
  static const char name[] = "\"timestamp\":\"";
  if (dialect != MQTT && (length < 12 || (memcmp(payload + 9, "peer_loc", 8) != 0 && memcmp(payload + 9, "location", 8) != 0))) return -1;
  const uint8_t *at = memmem(payload, length, name, sizeof name - 1);
  if (!at) return -1;
  at += sizeof name - 1;
  const uint8_t *end = payload + length;
  if (end - at < 24) return -1;
#define TWO(i) ((at[i] - '0') * 10 + at[(i) + 1] - '0')
  int64_t us = ((TWO(11) * 60LL + TWO(14)) * 60 + TWO(17)) * 1000000;
  int64_t unit = 100000;
  for (const uint8_t *digit = at + 20; digit < end && *digit >= '0' && *digit <= '9'; digit++, unit /= 10) us += (*digit - '0') * unit;

  // The time of day is enough: nothing is under way for half a day.
  int64_t day = 86400000000LL, now_in_day = us - day_us % day;
  return now_in_day < 0 ? now_in_day + day : now_in_day;
}
