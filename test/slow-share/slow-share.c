/*
 * A read-only file system that shows a folder as a network share would: every request takes a round trip of its own, and requests
 * that are made at once wait side by side.
 *
 *     cc -O2 slow-share.c -o slow-share $(pkg-config --cflags --libs fuse3)
 *     MICROSECONDS=20000 slow-share FOLDER MOUNT_POINT
 *
 * A round trip each: looking up or stating a name, opening a file, each read, each listing. With HANGS_AFTER=n all files but the first n
 * take to open until the share goes away. The file .requests, which no listing has, tells of the requests so far, at once.
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { STAT, OPEN, READ, LIST, KINDS };
static const char *names[KINDS] = {"stat", "open", "read", "list"};
static const char *REQUESTS = "/.requests";

static char folder[4096];
static long microseconds;
static long hangs_after = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* So far, now under way, and the most that were under way at once. */
static long total[KINDS], now[KINDS], most[KINDS];

static void round_trip(enum kind kind) {
  pthread_mutex_lock(&lock);
  int hangs = kind == OPEN && hangs_after >= 0 && total[OPEN] >= hangs_after;
  total[kind]++;
  if (++now[kind] > most[kind]) most[kind] = now[kind];
  pthread_mutex_unlock(&lock);
  struct timespec time = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  nanosleep(&time, NULL);
  if (hangs) pause();
  pthread_mutex_lock(&lock);
  now[kind]--;
  pthread_mutex_unlock(&lock);
}

static void locate(char *out, const char *path) { snprintf(out, 8192, "%s%s", folder, path); }

static int do_getattr(const char *path, struct stat *found, struct fuse_file_info *file) {
  (void)file;
  if (strcmp(path, REQUESTS) == 0) {
    memset(found, 0, sizeof *found);
    found->st_mode = S_IFREG | 0444;
    found->st_nlink = 1;
    found->st_size = 4096;
    return 0;
  }
  char full[8192];
  locate(full, path);
  round_trip(STAT);
  return lstat(full, found) ? -errno : 0;
}

/* What is told of the requests, as it was when .requests was opened: a text that grows while it is read would come out torn. */
static char *tell_requests(void) {
  size_t size = 1024;
  char *text = malloc(size);
  if (text == NULL) return NULL;
  int length = 0;
  pthread_mutex_lock(&lock);
  for (int kind = 0; kind < KINDS; kind++)
    length += snprintf(text + length, size - length, "%s\"%s\":{\"total\":%ld,\"now\":%ld,\"most\":%ld}",
                       kind == 0 ? "{" : ",", names[kind], total[kind], now[kind], most[kind]);
  pthread_mutex_unlock(&lock);
  snprintf(text + length, size - length, "}");
  return text;
}

static int read_text(const char *text, char *out, size_t size, off_t at) {
  off_t length = (off_t)strlen(text);
  if (at >= length) return 0;
  int given = length - at < (off_t)size ? (int)(length - at) : (int)size;
  memcpy(out, text + at, given);
  return given;
}

static int do_open(const char *path, struct fuse_file_info *file) {
  if (strcmp(path, REQUESTS) == 0) {
    char *text = tell_requests();
    if (text == NULL) return -ENOMEM;
    file->direct_io = 1;
    file->fh = (uint64_t)(uintptr_t)text;
    return 0;
  }
  char full[8192];
  locate(full, path);
  round_trip(OPEN);
  int opened = open(full, O_RDONLY);
  if (opened < 0) return -errno;
  file->fh = opened;
  return 0;
}

static int do_read(const char *path, char *out, size_t size, off_t at, struct fuse_file_info *file) {
  if (strcmp(path, REQUESTS) == 0) return read_text((const char *)(uintptr_t)file->fh, out, size, at);
  round_trip(READ);
  ssize_t got = pread(file->fh, out, size, at);
  return got < 0 ? -errno : (int)got;
}

static int do_release(const char *path, struct fuse_file_info *file) {
  if (strcmp(path, REQUESTS) == 0) free((char *)(uintptr_t)file->fh);
  else close(file->fh);
  return 0;
}

static int do_readdir(const char *path, void *out, fuse_fill_dir_t fill, off_t at, struct fuse_file_info *file,
                      enum fuse_readdir_flags flags) {
  (void)at, (void)file, (void)flags;
  char full[8192];
  locate(full, path);
  round_trip(LIST);
  DIR *listed = opendir(full);
  if (listed == NULL) return -errno;
  for (struct dirent *entry; (entry = readdir(listed)) != NULL;) {
    struct stat found = {.st_ino = entry->d_ino, .st_mode = entry->d_type << 12};
    fill(out, entry->d_name, &found, 0, 0);
  }
  closedir(listed);
  return 0;
}

static int do_readlink(const char *path, char *out, size_t size) {
  char full[8192];
  locate(full, path);
  ssize_t length = readlink(full, out, size - 1);
  if (length < 0) return -errno;
  out[length] = 0;
  return 0;
}

static void do_nothing(int number) { (void)number; }

static void *do_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  connection->max_background = 1024;
  connection->congestion_threshold = 1024;
  /* Whoever waits can be ended, as on NFS and SMB: the thread that keeps it waiting gets a signal. */
  config->intr = 1;
  struct sigaction wakes = {.sa_handler = do_nothing};
  sigaction(config->intr_signal, &wakes, NULL);
  /* As those of NFS and SMB are. */
  config->attr_timeout = 1;
  config->entry_timeout = 1;
  return NULL;
}

static const struct fuse_operations operations = {
    .getattr = do_getattr, .open = do_open,         .read = do_read,         .release = do_release,
    .readdir = do_readdir, .readlink = do_readlink, .init = do_init,
};

/*
 * Takes the place of the C library's for libfuse, whose version 3.14 does not tell the kernel that names of one folder may be looked up
 * side by side: its first reply is a fuse_out_header with a fuse_init_out, whose flags say so.
 */
ssize_t writev(int file, const struct iovec *parts, int count) {
  static int replied;
  if (count == 2 && !__atomic_exchange_n(&replied, 1, __ATOMIC_SEQ_CST)) {
    ((struct fuse_init_out *)parts[1].iov_base)->flags |= FUSE_PARALLEL_DIROPS;
  }
  return syscall(SYS_writev, file, parts, count);
}

int main(int count, char **arguments) {
  /* What waits for the share cannot end before it: it goes with the test that started it. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (count != 3 || realpath(arguments[1], folder) == NULL) return 2;
  const char *given = getenv("MICROSECONDS");
  microseconds = given == NULL ? 0 : atol(given);
  if ((given = getenv("HANGS_AFTER")) != NULL) hangs_after = atol(given);
  char *options[] = {arguments[0], arguments[2], "-f", "-o", "ro,max_threads=512,max_idle_threads=512", NULL};
  return fuse_main(5, options, &operations, NULL);
}
