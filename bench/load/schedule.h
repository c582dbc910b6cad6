// Who sends when: laid down before anything is sent.
#pragma once
#include <stdint.h>
#include <stdlib.h>

/// People in the order of their turns, and when in a period each has theirs.
static int *turn;
static int64_t *phase;

static int by_phase(const void *one, const void *other) {
  int64_t a = phase[*(const int *)one], b = phase[*(const int *)other];
  return a < b ? -1 : a > b;
}

/// Everybody sends at an even pace, each from a moment of their own in the first period.
static void lay_down_turns(int count, int64_t period) {
  turn = malloc(sizeof *turn * (size_t)count);
  phase = malloc(sizeof *phase * (size_t)count);
  uint64_t seed = 88172645463325252ULL;
  for (int index = 0; index < count; index++) {
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    phase[index] = (int64_t)(seed % (uint64_t)period);
    turn[index] = index;
  }
  qsort(turn, (size_t)count, sizeof *turn, by_phase);
}
