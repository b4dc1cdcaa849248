package org.kvmsh.dsl.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.UcallExit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The calls of a guest in C: it writes the address of a struct call, of kvmsh.c, to a port or to an address without
 * memory. What it prints is console output, its end ends the run, and what it asserts in vain is an error of the
 * script.
 */
record GuestCalls(Terminal terminal, PhysicalMemory memory, ReadyDeviceConfig device) {
    private static final int PRINT = 1;
    private static final int DONE = 2;
    private static final int FAIL = 3;
    private static final int SYNC = 4;
    /** The offset of the member that has a call's result. */
    private static final int RESULT = 3 * Long.BYTES;

    private static final int MOST_ARGUMENTS = 7;
    /** The offset of the text in the struct, and its size. */
    private static final int TEXT = 6 * Long.BYTES;

    private static final int LONGEST = 512;

    List<HandlerConfig> handlers() {
        return WrittenValue.to(device, this::call);
    }

    private Object call(Exit write, long address) {
        byte[] bytes = memory.read(address, TEXT + LONGEST);
        if (bytes == null || bytes.length < TEXT + LONGEST) {
            throw new ScriptError(
                    device.site(),
                    "the guest called kvmsh with a struct at " + Bits64.hex(address) + ", which is not in guest memory",
                    "its stack pointer or code was probably overwritten; m.context shows where it stopped");
        }
        ByteBuffer call = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long what = call.getLong();
        long number = call.getLong();
        if (what == PRINT) {
            terminal.print(new String(bytes, TEXT, (int) Math.min(number, LONGEST), StandardCharsets.ISO_8859_1));
            return null;
        }
        if (what == DONE) {
            return new RunEnds.Code(number);
        }
        if (what == SYNC) {
            return sync(write, address, number, call);
        }
        if (what != FAIL) {
            throw new ScriptError(device.site(), "the guest called kvmsh with the unknown number " + Bits64.hex(what));
        }
        throw failed(
                (int) number, call.getLong() != 0, call.getLong(), call.getLong(), call.getLong(), text(bytes, TEXT));
    }

    private GuestSync sync(Exit write, long address, long number, ByteBuffer call) {
        long[] args = new long[(int) Math.min(call.getLong(), MOST_ARGUMENTS)];
        call.getLong();
        int line = (int) call.getLong();
        long file = call.getLong();
        call.asLongBuffer().get(args);
        UcallExit exit = new UcallExit(write, number, args, result -> {
            memory.write(
                    address + RESULT,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(call.order())
                            .putLong(result)
                            .array());
        });
        return new GuestSync(
                exit,
                () -> new ScriptError(
                                device.site(),
                                "no handler for sync(" + exit.placeInWords()
                                        + Arrays.stream(args)
                                                .mapToObj(arg -> ", " + Bits64.hex(arg))
                                                .collect(Collectors.joining())
                                        + ") of the guest at " + place(file, line),
                                "try: on(ucall: " + exit.placeInWords() + ") { e -> … }, or: on(ucall: any) { e -> … }")
                        .inText(device.text(), device.text() == null ? 0 : line));
    }

    /** A line of the guest's C source. */
    private String place(long file, int line) {
        byte[] name = memory.read(file, LONGEST);
        return (name == null ? "an unknown file" : text(name, 0)) + ":" + line;
    }

    private ScriptError failed(int line, boolean hasValues, long a, long b, long file, String condition) {
        return new ScriptError(
                        device.site(),
                        "the guest's assertion failed at " + place(file, line) + ": " + condition
                                + (hasValues ? "; left " + value(a) + ", right " + value(b) : ""))
                .inText(device.text(), device.text() == null ? 0 : line);
    }

    private static String value(long value) {
        return value + (value >= 0 && value < 10 ? "" : " (" + Bits64.hex(value) + ")");
    }

    private static String text(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
