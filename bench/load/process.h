// What processes have cost so far, by /proc.
#pragma once
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cost {
  double cpu_us;
  uint64_t switches;
  uint64_t rss_kb;
  uint64_t files;
};

static uint64_t field_of(const char *path, const char *name) {
  char line[256];
  uint64_t value = 0;
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  while (fgets(line, sizeof line, file)) {
    if (strncmp(line, name, strlen(name)) == 0) value = strtoull(line + strlen(name), 0, 10);
  }
  fclose(file);
  return value;
}

static void add_process(int pid, struct cost *cost) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  FILE *file = fopen(path, "r");
  if (!file) return;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  unsigned long user = 0, kernel = 0;
  char *rest = strrchr(text, ')');
  if (rest) sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
  cost->cpu_us += (double)(user + kernel) * 1e6 / (double)sysconf(_SC_CLK_TCK);

  snprintf(path, sizeof path, "/proc/%d/status", pid);
  cost->rss_kb += field_of(path, "VmRSS:");
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *tasks = opendir(path);
  for (struct dirent *task; tasks && (task = readdir(tasks));) {
    if (task->d_name[0] == '.') continue;
    char status[400];
    snprintf(status, sizeof status, "%s/%s/status", path, task->d_name);
    cost->switches += field_of(status, "voluntary_ctxt_switches:") + field_of(status, "nonvoluntary_ctxt_switches:");
  }
  if (tasks) closedir(tasks);
  snprintf(path, sizeof path, "/proc/%d/fd", pid);
  DIR *files = opendir(path);
  for (struct dirent *one; files && (one = readdir(files));) cost->files += one->d_name[0] != '.';
  if (files) closedir(files);
}

/// Of a comma separated list of processes together.
static struct cost cost_of(const char *pids) {
  struct cost cost = {0};
  for (const char *at = pids; at && *at; at = strchr(at, ',') ? strchr(at, ',') + 1 : 0) add_process(atoi(at), &cost);
  return cost;
}

/// What all cores together have been busy for.
static double machine_us(void) {
  unsigned long user, low, kernel, idle, wait, hard, soft;
  FILE *file = fopen("/proc/stat", "r");
  if (!file) return 0;
  int read = fscanf(file, "cpu %lu %lu %lu %lu %lu %lu %lu", &user, &low, &kernel, &idle, &wait, &hard, &soft);
  fclose(file);
  return read < 7 ? 0 : (double)(user + low + kernel + hard + soft) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}
