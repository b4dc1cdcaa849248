package org.kvmsh.dsl.machine.interrupt;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.call.Descriptor;
import org.kvmsh.dsl.word.Word;

/** An eventfd: a counter that the kernel and a script share (eventfd(2)). */
public final class EventFd implements AutoCloseable {
    private final Kernel kernel;
    private final int fd;
    private final String what;
    private boolean closed;

    private EventFd(Kernel kernel, int fd, String what) {
        this.kernel = kernel;
        this.fd = fd;
        this.what = what;
    }

    static EventFd of(Kernel kernel, String what) {
        int fd = kernel.eventfd(0);
        if (fd < 0) {
            throw new KvmException(Refusal.ofSystemCall(kernel.abi(), "eventfd", "eventfd", -fd));
        }
        return new EventFd(kernel, fd, what);
    }

    @Word(value = "the descriptor's number", example = "kick.fd")
    public int getFd() {
        return fd;
    }

    @Word(value = "the number of signals since the previous call", example = "kick.count")
    public int getCount() {
        byte[] counter = new byte[Long.BYTES];
        int read = kernel.read(fd, counter);
        if (read < 0 && read != Errno.EAGAIN.negative()) {
            throw new KvmException(Refusal.ofSystemCall(kernel.abi(), "read", "read of an eventfd", -read));
        }
        return read < 0
                ? 0
                : (int) ByteBuffer.wrap(counter).order(kernel.abi().order()).getLong();
    }

    @Word(
            value = "wait up to the given time for a signal; returns the number of signals since the"
                    + " previous call, or 0 on timeout",
            example = "kick.waitFor 100.ms")
    public int waitFor(Duration within) {
        return Descriptor.poll(kernel, fd, within) > 0 ? getCount() : 0;
    }

    @Word(value = "add one to the counter and wake its readers", example = "kick.signal()")
    public void signal() {
        int written = kernel.write(
                fd,
                ByteBuffer.allocate(Long.BYTES)
                        .order(kernel.abi().order())
                        .putLong(0, 1)
                        .array());
        if (written < 0) {
            throw new KvmException(Refusal.ofSystemCall(kernel.abi(), "write", "write to an eventfd", -written));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            kernel.close(fd);
        }
    }

    @Override
    public String toString() {
        return "eventfd " + fd + " for " + what;
    }
}
