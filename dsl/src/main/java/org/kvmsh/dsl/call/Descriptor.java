package org.kvmsh.dsl.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.kernel.FileStatus;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * A descriptor of the board by its number, such as the result of an ioctl, for the calls that any file has.
 *
 * @param keeper takes mappings, which are to be given back with the descriptor's owner
 */
public record Descriptor(
        Kernel kernel,

        @Word(value = "the descriptor's number", example = "m.descriptor(fd).fd")
        int fd,

        Consumer<AutoCloseable> keeper) {
    /** The most bytes that read(2) and write(2) of a board take at once. */
    private static final int MOST_BYTES = 64 << 10;

    private static final long MOST_MAPPED = 1L << 40;
    /** Interval of checks for an interrupt of the waiting thread. */
    private static final int SLICE_MILLIS = 50;
    /** FALLOC_FL_KEEP_SIZE and FALLOC_FL_PUNCH_HOLE of include/uapi/linux/falloc.h. */
    private static final int KEEP_SIZE = 1;

    private static final int PUNCH_HOLE = 2;

    /** Events of poll(2), numbered as in include/uapi/asm-generic/poll.h. */
    private enum Event {
        IN(1),
        OUT(4),
        ERR(8),
        HUP(0x10),
        NVAL(0x20);

        private final int bit;

        Event(int bit) {
            this.bit = bit;
        }
    }

    @Word(
            value = "read(2) up to BYTES bytes (maximum 64 KiB); with at:, pread(2) at that offset",
            example = "m.descriptor(fd).read 8",
            named = "at")
    public List<Integer> read(Number count) {
        byte[] bytes = room(count);
        return came(bytes, kernel.read(fd, bytes), "read");
    }

    public List<Integer> read(Map<String, ?> where, Number count) {
        byte[] bytes = room(count);
        return came(bytes, kernel.readAt(fd, bytes, at("read", where)), "pread");
    }

    private static byte[] room(Number count) {
        return new byte[(int) Bits64.of(count, "the number of bytes", 0, MOST_BYTES, Site.UNKNOWN)];
    }

    private List<Integer> came(byte[] bytes, int answer, String call) {
        int length = taken(answer, call);
        List<Integer> came = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            came.add(Byte.toUnsignedInt(bytes[i]));
        }
        return came;
    }

    private static long at(String word, Map<String, ?> where) {
        return Vocabulary.named(Descriptor.class, word, where, Site.UNKNOWN).required("at");
    }

    @Word(
            value = "write(2): a list of numbers, bytes or a string, up to 64 KiB; returns the number of bytes"
                    + " written; with at:, pwrite(2) at that offset",
            example = "m.descriptor(fd).write " + "'text'",
            js = "m.descriptor(fd).write([1, 0, 0, 0])",
            named = "at")
    public int write(Object bytes) {
        return taken(kernel.write(fd, some(GivenBytes.of(bytes))), "write");
    }

    public int write(Map<String, ?> where, Object bytes) {
        return taken(kernel.writeAt(fd, some(GivenBytes.of(bytes)), at("write", where)), "pwrite");
    }

    private static byte[] some(byte[] bytes) {
        return Arrays.copyOf(bytes, (int) Bits64.of(bytes.length, "the number of bytes", 0, MOST_BYTES, Site.UNKNOWN));
    }

    @Word(
            value = "mmap(2) BYTES from offset:, MAP_SHARED; unmapped when the machine is closed",
            example = "m.descriptor(fd).map 4.KB",
            js = "m.descriptor(fd).map(KB(4))",
            named = "offset")
    public Memory map(Number size) {
        return map(Map.of(), size);
    }

    public Memory map(Map<String, ?> where, Number size) {
        Long offset =
                Vocabulary.named(Descriptor.class, "map", where, Site.UNKNOWN).longOrNull("offset");
        Mapped mapped = kernel.map(
                fd, Bits64.of(size, "a memory size", 0, MOST_MAPPED, Site.UNKNOWN), offset == null ? 0 : offset);
        taken(-mapped.errno(), "mmap");
        Memory memory = new Memory(mapped.region());
        keeper.accept(memory);
        return memory;
    }

    @Word(
            value = "poll(2): wait up to the given time for the descriptor to become readable or report an"
                    + " error; returns the events (in, err, hup, nval), or an empty list on timeout",
            example = "m.descriptor(fd).poll 100.ms")
    public List<String> poll(Duration within) {
        int there = poll(kernel, fd, within);
        taken(there, "poll");
        return Arrays.stream(Event.values())
                .filter(event -> (there & event.bit) != 0)
                .map(event -> event.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /**
     * Waits until a descriptor can be read: what poll(2) answers; 0 if the time ran out, or the thread was interrupted.
     */
    public static int poll(Kernel kernel, int fd, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            long left = Math.max(0, (end - System.nanoTime()) / 1_000_000);
            int there = kernel.poll(fd, Event.IN.bit, (int) Math.min(SLICE_MILLIS, left));
            if (there != 0 || left == 0 || Thread.currentThread().isInterrupted()) {
                return there;
            }
        }
    }

    @Word(value = "fstat(2): the size, mode and blocks", example = "m.descriptor(fd).stat().size")
    public FileStat stat() {
        FileStatus status = kernel.status(fd);
        taken(-status.errno(), "fstat");
        return new FileStat(status.size(), status.mode(), status.blocks(), status.blockSize());
    }

    @Word(
            value = "fallocate(2): offset: and length: in bytes; punch: true frees the pages, keep: true keeps the"
                    + " file size, mode: gives the flags as a number",
            example = "m.descriptor(fd).fallocate " + "offset: 0, length: 4.KB, punch: true, keep: true",
            js = "m.descriptor(fd).fallocate({offset: 0, length: KB(4), punch: true, keep: true})",
            named = {"offset", "length", "punch", "keep", "mode"})
    public void fallocate(Map<String, ?> part) {
        NamedArguments named = Vocabulary.named(Descriptor.class, "fallocate", part, Site.UNKNOWN);
        Long mode = named.longOrNull("mode");
        int flags = (named.flag("keep") ? KEEP_SIZE : 0) | (named.flag("punch") ? PUNCH_HOLE : 0);
        taken(
                kernel.fallocate(
                        fd, mode == null ? flags : mode.intValue(), named.required("offset"), named.required("length")),
                "fallocate");
    }

    private int taken(int answer, String call) {
        if (answer < 0) {
            throw new KvmException(Refusal.ofSystemCall(kernel.abi(), call, call + " of descriptor " + fd, -answer));
        }
        return answer;
    }

    @Override
    public String toString() {
        return "descriptor " + fd;
    }
}
