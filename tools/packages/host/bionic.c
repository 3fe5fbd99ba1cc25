// The functions of Android's C library that glibc lacks or defines differently. With them, the AAR's x86_64 library
// runs unchanged in a process on Linux. They are built as libc.so, because the AAR's library looks for that name.
//
// For everything else, the library calls glibc's own functions: on x86_64 both C libraries pass the kernel's structures
// unchanged.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define OURS "libcognito_auth_ffi.so"

// bionic's <bits/sysconf.h>
enum {
  BIONIC_PAGESIZE = 0x27,
  BIONIC_PAGE_SIZE = 0x28,
  BIONIC_NPROCESSORS_CONF = 0x60,
  BIONIC_NPROCESSORS_ONLN = 0x61,
};

// The whole process calls the functions of a preloaded library. Only the Android library may get Android's results.
static int asked_by_android(const void *caller) {
  Dl_info info;
  return dladdr(caller, &info) && info.dli_fname && strstr(info.dli_fname, OURS);
}

volatile int *__errno(void) { return &errno; }

int __android_log_write(int priority, const char *tag, const char *text) {
  return fprintf(stderr, "log %d %s: %s\n", priority, tag, text);
}

void android_set_abort_message(const char *text) { fprintf(stderr, "abort message: %s\n", text); }

long sysconf(int name) {
  static long (*real)(int);
  if (!real) real = (long (*)(int))dlsym(RTLD_NEXT, "sysconf");
  if (!asked_by_android(__builtin_return_address(0))) return real(name);
  switch (name) {
    case BIONIC_PAGESIZE:
    case BIONIC_PAGE_SIZE: return real(_SC_PAGESIZE);
    case BIONIC_NPROCESSORS_CONF: return real(_SC_NPROCESSORS_CONF);
    case BIONIC_NPROCESSORS_ONLN: return real(_SC_NPROCESSORS_ONLN);
    default:
      fprintf(stderr, "bionic.c: sysconf(%d) is not translated\n", name);
      errno = EINVAL;
      return -1;
  }
}

// Android has POSIX's strerror_r, which returns a code. glibc has GNU's, which returns a text.
char *strerror_r(int number, char *buffer, size_t size) {
  static char *(*real)(int, char *, size_t);
  if (!real) real = (char *(*)(int, char *, size_t))dlsym(RTLD_NEXT, "strerror_r");
  if (!asked_by_android(__builtin_return_address(0))) return real(number, buffer, size);
  snprintf(buffer, size, "%s", strerrordesc_np(number) ? strerrordesc_np(number) : "unknown error");
  return 0;
}
