package org.kvmsh.bindings.linux;

import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.KernelMessages;

/** This machine's /dev/kmsg, from the first question on. Source: Documentation/ABI/testing/dev-kmsg. */
final class KernelLogFile {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int RECORD = 8192;
    /** More than a log buffer holds; a kernel that logs without end is not waited for. */
    private static final int RECORDS = 100_000;

    private int fd = -1;
    private long lost;

    /**
     * One record per read: its level, number and time, a semicolon, the text, and further lines with the device's
     * properties.
     */
    synchronized KernelMessages messages() {
        if (fd < 0) {
            return new KernelMessages(open(), List.of(), lost);
        }
        List<String> lines = new ArrayList<>();
        byte[] record = new byte[RECORD];
        for (int i = 0; i < RECORDS; i++) {
            int read = Libc.answer(Libc.read(fd, record, record.length));
            // EPIPE: records were overwritten before they were read; EINVAL: one is too long. The next read returns the
            // next record.
            if (read <= 0 && read != Errno.EPIPE.negative() && read != Errno.EINVAL.negative()) {
                break;
            }
            if (read <= 0) {
                lost++;
            } else {
                String text = new String(record, 0, read, StandardCharsets.UTF_8);
                lines.addAll(KernelMessages.lines(text.substring(text.indexOf(';') + 1)
                        .lines()
                        .findFirst()
                        .orElse("")));
            }
        }
        return new KernelMessages(0, lines, lost);
    }

    /** A kernel is not closed, so its descriptor is closed when it is garbage-collected. */
    private int open() {
        int opened = Libc.answer(Libc.open("/dev/kmsg", Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
        if (opened < 0) {
            return -opened;
        }
        fd = opened;
        CLEANER.register(this, () -> Libc.close(opened));
        Libc.lseek(fd, 0, Libc.SEEK_END);
        return 0;
    }
}
