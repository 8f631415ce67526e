// SPDX-License-Identifier: GPL-3.0-or-later
// syscalls LEVEL   What each filtered system call answers at a level of hardening (strict, userns,
// off). TAP.
//
// Run through the launcher, in a directory that it may write. One test per call; the calls are made
// directly, since libc would choose others. Built a second time with -m32 where the compiler can:
// foreign ABIs must get the same.
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

static int passed, failed;

static const char *name_of(int error)
{
	return error ? strerrorname_np(error) : "success";
}

static void expect(const char *what, long result, int wanted)
{
	int error = result < 0 ? errno : 0;
	bool good = error == wanted;

	*(good ? &passed : &failed) += 1;
	printf("%sok %d - %s: %s", good ? "" : "not ", passed + failed, what, name_of(wanted));
	printf(good ? "\n" : ", but it was %s\n", name_of(error));
}

static void change_modes(int error)
{
	static const struct {
		unsigned int bit;
		const char *name;
	} bits[] = {{S_ISUID, "setuid"}, {S_ISGID, "setgid"}};
	int fd = open("file", O_CREAT | O_RDWR, 0600);

	for (int i = 0; i < 2; i++) {
		unsigned int mode = bits[i].bit | 0755;
		char what[64];
#define TEST(call, ...)                                                                            \
	do {                                                                                       \
		snprintf(what, sizeof(what), "%s %s", #call, bits[i].name);                        \
		unlink("new");                                                                     \
		expect(what, syscall(SYS_##call, __VA_ARGS__), error);                             \
	} while (0)
#ifdef SYS_chmod
		TEST(chmod, "file", mode);
		TEST(creat, "new", mode);
		TEST(open, "new", O_CREAT | O_WRONLY, mode);
		TEST(open, ".", O_TMPFILE | O_WRONLY, mode);
		TEST(mknod, "new", S_IFREG | mode, 0);
#endif
		TEST(fchmod, fd, mode);
		TEST(fchmodat, AT_FDCWD, "file", mode);
		TEST(openat, AT_FDCWD, "new", O_CREAT | O_WRONLY, mode);
		TEST(openat, AT_FDCWD, ".", O_TMPFILE | O_WRONLY, mode);
		TEST(mknodat, AT_FDCWD, "new", S_IFREG | mode, 0);
		// Kernels before 6.6 do not know it; the filter answers all the same.
		if (error || syscall(SYS_fchmodat2, AT_FDCWD, "file", 0755, 0) == 0)
			TEST(fchmodat2, AT_FDCWD, "file", mode, 0);
#undef TEST
	}
	expect("chmod without special bits", fchmod(fd, 0755), 0);
	expect("open of an old file, anything as mode",
	       syscall(SYS_openat, AT_FDCWD, "file", O_RDONLY, 07777), 0);
	expect("a sticky bit", syscall(SYS_fchmodat, AT_FDCWD, "file", 01755), 0);
	close(fd);
	unlink("new");
	unlink("file");
}

static void hidden_arguments(int error, bool sandboxes)
{
	struct open_how how = {.flags = O_RDONLY};

	// Sandboxes need it.
	expect("openat2", syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how)),
	       sandboxes ? 0 : error);
	// With nowhere to write to it fails differently when it is not filtered.
	expect("io_uring_setup", syscall(SYS_io_uring_setup, 1, NULL), error ? error : EFAULT);
	// Of a ring that came from outside.
	expect("io_uring_enter", syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0),
	       error ? error : EBADF);
	// -1 has a meaning of its own to newer kernels.
	expect("io_uring_register", syscall(SYS_io_uring_register, -2, 0, NULL, 0),
	       error ? error : EBADF);
}

// In a child, as success changes the process.
static void in_child(const char *what, long (*call)(void), int error)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(call() < 0 ? errno : 0);
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status))
		status = EIO << 8;
	errno = WEXITSTATUS(status);
	expect(what, errno ? -1 : 0, error);
}

static long call_unshare(void)
{
	return syscall(SYS_unshare, CLONE_NEWUSER);
}

static long call_clone(void)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return pid;
}

static long call_clone3(void)
{
	// A size of 0 is EINVAL to a kernel that looks at it.
	return syscall(SYS_clone3, NULL, 0);
}

static long call_setns(void)
{
	// No descriptor: EBADF to a kernel that looks at it.
	return syscall(SYS_setns, -1, CLONE_NEWUSER);
}

static long call_fork(void)
{
	return 0;
}

#ifdef __x86_64__
// The 32-bit entry, which 64-bit programs can use as well. Pointers must be below 4 GiB: static
// data of a program that is not position-independent.
static const char low_name[] = "file";

static long call_32bit(long number, long first, long second)
{
	long result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number), "b"(first), "c"(second)
			 : "memory", "r8", "r9", "r10", "r11");
	errno = result < 0 ? -result : 0;
	return result < 0 ? -1 : result;
}

static long getpid_32bit(void)
{
	return call_32bit(20, 0, 0);
}

static long chmod_32bit(void)
{
	return call_32bit(15, (long)low_name, S_ISGID | 0755);
}

static long unshare_32bit(void)
{
	return call_32bit(310, CLONE_NEWUSER, 0);
}

static long chmod_x32(void)
{
	return syscall(0x40000000 | SYS_chmod, low_name, S_ISGID | 0755);
}

static void foreign_calls(bool off, bool strict)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		_exit(getpid_32bit() < 0);
	close(open(low_name, O_CREAT | O_RDWR, 0600));
	if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		in_child("32-bit chmod setgid", chmod_32bit, off ? 0 : EPERM);
		in_child("32-bit unshare of users", unshare_32bit, strict ? EPERM : 0);
	} else {
		puts("# this kernel has no 32-bit calls");
	}
	// Debian's kernel has x32 switched off.
	in_child("x32 chmod setgid", chmod_x32, off ? ENOSYS : EPERM);
	unlink(low_name);
}
#endif

int main(int argc, char **argv)
{
	bool off = argc > 1 && strcmp(argv[1], "off") == 0;
	bool strict = argc > 1 && strcmp(argv[1], "strict") == 0;

	change_modes(off ? 0 : EPERM);
	hidden_arguments(off ? 0 : ENOSYS, !strict);
	in_child("unshare of users", call_unshare, strict ? EPERM : 0);
	in_child("clone into a user namespace", call_clone, strict ? EPERM : 0);
	in_child("clone3", call_clone3, strict ? ENOSYS : EINVAL);
	in_child("setns", call_setns, strict ? EPERM : EBADF);
	in_child("fork", call_fork, 0);
#ifdef __x86_64__
	foreign_calls(off, strict);
#endif
	printf("1..%d\n%d passed, %d failed\n", passed + failed, passed, failed);
	return failed ? 1 : 0;
}
