// A histogram of microseconds in the layout of HdrHistogram: three significant digits, from 1 µs to over an hour, in fixed memory.
#pragma once
#include <stdint.h>

enum { HALF_BITS = 10, HALF = 1 << HALF_BITS, MAGNITUDES = 24, SLOTS = (MAGNITUDES + 1) * HALF };

struct histogram {
  uint64_t counts[SLOTS + HALF];
  uint64_t total;
  uint64_t highest;
};

static inline int slot_of(uint64_t value) {
  int magnitude = 63 - __builtin_clzll(value | (2 * HALF - 1)) - HALF_BITS;
  int slot = (magnitude << HALF_BITS) + (int)(value >> magnitude);
  return slot < SLOTS + HALF ? slot : SLOTS + HALF - 1;
}

/// The highest value that counts as the same as those of a slot.
static inline uint64_t top_of(int slot) {
  int magnitude = slot < 2 * HALF ? 0 : (slot >> HALF_BITS) - 1;
  return (((uint64_t)slot - ((uint64_t)magnitude << HALF_BITS) + 1) << magnitude) - 1;
}

static inline void note(struct histogram *histogram, int64_t value) {
  uint64_t v = value < 0 ? 0 : (uint64_t)value;
  histogram->counts[slot_of(v)]++;
  histogram->total++;
  if (v > histogram->highest) histogram->highest = v;
}

static inline uint64_t percentile(const struct histogram *histogram, double percent) {
  uint64_t wanted = (uint64_t)(percent / 100 * (double)histogram->total + 0.5), seen = 0;
  for (int slot = 0; slot < SLOTS + HALF; slot++) {
    seen += histogram->counts[slot];
    if (seen >= wanted && seen > 0) return top_of(slot) < histogram->highest ? top_of(slot) : histogram->highest;
  }
  return histogram->highest;
}

static inline uint64_t count_above(const struct histogram *histogram, uint64_t value) {
  uint64_t count = 0;
  for (int slot = slot_of(value) + 1; slot < SLOTS + HALF; slot++) count += histogram->counts[slot];
  return count;
}
