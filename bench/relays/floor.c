// The least a WebSocket relay can do: one thread, one epoll; a frame is unmasked and forwarded to the other socket of its room.
// It believes everything it reads and exists only to be measured against.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKETS = 20000, ROOMS = SOCKETS };

static int peer[SOCKETS], waiting[ROOMS], room_of[SOCKETS];

static void leave(int fd) {
  if (peer[fd]) peer[peer[fd]] = 0;
  if (room_of[fd] >= 0 && waiting[room_of[fd]] == fd) waiting[room_of[fd]] = 0;
  peer[fd] = 0;
  close(fd);
}

static void enter(int fd, const char *request) {
  // Nobody here checks the key: hashing it once per socket would not show in a figure.
  static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  const char *at = strstr(request, "room=");
  int room = at ? atoi(at + 5) % ROOMS : 0;
  room_of[fd] = room;
  if (waiting[room]) {
    peer[fd] = waiting[room];
    peer[waiting[room]] = fd;
    waiting[room] = 0;
  } else {
    waiting[room] = fd;
  }
  send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL);
}

static void forward(int fd, uint8_t *bytes, ssize_t length) {
  while (length >= 6) {
    size_t head = 2, payload = bytes[1] & 0x7f;
    if (payload == 126) {
      payload = (size_t)bytes[2] << 8 | bytes[3];
      head = 4;
    }
    if ((size_t)length < head + 4 + payload) return;
    uint8_t *mask = bytes + head, *body = mask + 4;
    for (size_t i = 0; i < payload; i++) body[i] ^= mask[i & 3];
    uint8_t first = bytes[0];
    size_t whole = head + 4 + payload;
    if ((first & 0x0f) == 8) return;
    bytes[4] = first;
    memmove(bytes + 4 + 1, bytes + 1, 1);
    bytes[5] &= 0x7f;
    if (head == 4) {
      bytes[6] = (uint8_t)(payload >> 8);
      bytes[7] = (uint8_t)payload;
    }
    if (peer[fd]) send(peer[fd], bytes + 4, head + payload, MSG_NOSIGNAL | MSG_DONTWAIT);
    bytes += whole;
    length -= (ssize_t)whole;
  }
}

int main(int argc, char **argv) {
  static uint8_t buffer[65536];
  int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 0)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&here, sizeof here) < 0 || listen(listener, 1024) < 0) {
    perror("floor");
    return 1;
  }
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    struct epoll_event events[256];
    int ready = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        fd = accept(listener, 0, 0);
        if (fd < 0 || fd >= SOCKETS) continue;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        room_of[fd] = -1;
        event.data.fd = fd;
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        continue;
      }
      ssize_t length = recv(fd, buffer, sizeof buffer - 1, 0);
      buffer[length < 0 ? 0 : length] = 0;
      if (length <= 0) leave(fd);
      else if (room_of[fd] < 0) enter(fd, (char *)buffer);
      else forward(fd, buffer, length);
    }
  }
}
