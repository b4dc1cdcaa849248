package org.kvmsh.dsl.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.code.CCompiler;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.UcallExit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The calls of a guest in C: it writes the address of a struct call, of kvmsh.c, to a port or to an address without
 * memory. What it prints is console output, its end ends the run, and what it asserts in vain is an error of the
 * script. So is an access where it has no memory: at a null pointer and below its stacks.
 */
record GuestCalls(Terminal terminal, PhysicalMemory memory, ReadyDeviceConfig device, GuestCpus vcpus) {
    private static final int PRINT = 1;
    private static final int DONE = 2;
    private static final int FAIL = 3;
    private static final int SYNC = 4;
    private static final int EXCEPTION = 5;
    private static final int OVERFLOW = 6;
    private static final int ARGUMENT = 7;
    private static final int START = 8;
    private static final int WRONG = 9;
    /** The offset of the member that has a call's result. */
    private static final int RESULT = 3 * Long.BYTES;
    /** The offset of the text in the struct, and its size. */
    private static final int TEXT = 6 * Long.BYTES;

    private static final int LONGEST = 512;
    private static final int MOST_ARGUMENTS = 7;
    private static final long GUARD = 0x10000;
    private static final String STACK = "a vCPU has " + Bits64.size(CCompiler.stack())
            + " of stack: look for recursion, or make large arrays static";

    /** A call as it is in guest memory. */
    private record Call(Exit write, long address, byte[] bytes, ByteBuffer numbers) {
        long number() {
            return numbers.getLong(Long.BYTES);
        }

        long values() {
            return numbers.getLong(2 * Long.BYTES);
        }

        long a() {
            return numbers.getLong(RESULT);
        }

        long b() {
            return numbers.getLong(4 * Long.BYTES);
        }

        long file() {
            return numbers.getLong(5 * Long.BYTES);
        }

        String text() {
            return GuestCalls.text(bytes, TEXT);
        }
    }

    List<HandlerConfig> handlers() {
        long base = device.guest().base();
        return List.of(
                WrittenValue.to(device, this::call),
                MissingMemory.ofNullPointer(device.guest().empty(), this::pc, device.site()),
                MissingMemory.of(base - GUARD, base - 1, "stack overflow", STACK, this::pc, device.site()));
    }

    private long pc(Exit exit) {
        return vcpus.address(exit.owner());
    }

    private Object call(Exit write, long address) {
        byte[] bytes = memory.read(address, TEXT + LONGEST);
        if (bytes == null || bytes.length < TEXT + LONGEST) {
            throw new ScriptError(
                    device.site(),
                    "the guest called kvmsh with a struct at " + Bits64.hex(address) + ", which is not in guest memory",
                    "its stack pointer or code was probably overwritten; to see where it stopped: m.context");
        }
        Call call = new Call(
                write,
                address,
                bytes,
                ByteBuffer.wrap(bytes).order(device.guest().order()));
        long what = call.numbers().getLong(0);
        if (what < PRINT || what > WRONG) {
            throw new ScriptError(
                    device.site(), "the guest called kvmsh with the unknown call number " + Bits64.hex(what));
        }
        return switch ((int) what) {
            case PRINT -> print(call);
            case DONE -> new RunEnds.Code(call.number());
            case FAIL -> throw failed(call);
            case SYNC -> sync(call);
            case EXCEPTION -> exception(call);
            case OVERFLOW ->
                throw new ScriptError(device.site(), "the stack of vCPU " + call.number() + " overflowed", STACK);
            case ARGUMENT -> argument(call);
            case START -> start(call);
            default -> throw at(call.number(), "the guest " + call.text() + " at " + place(call.file(), call.number()));
        };
    }

    private Object print(Call call) {
        int length = (int) Math.min(call.number(), LONGEST);
        terminal.print(new String(call.bytes(), TEXT, length, StandardCharsets.ISO_8859_1));
        return null;
    }

    private UcallExit sync(Call call) {
        long[] args = new long[(int) Math.min(call.values(), MOST_ARGUMENTS)];
        call.numbers().position(TEXT).asLongBuffer().get(args);
        return new UcallExit(
                call.write(), call.number(), args, result -> answer(call, result), () -> unhandled(call, args));
    }

    private ScriptError unhandled(Call call, long[] args) {
        String number = Long.toUnsignedString(call.number());
        return at(
                call.b(),
                "no handler for sync(" + number
                        + Arrays.stream(args)
                                .mapToObj(arg -> ", " + Bits64.hex(arg))
                                .collect(Collectors.joining())
                        + ") of the guest at " + place(call.file(), call.b()),
                "try: on(ucall: " + number + ") { e -> … }, or: on(ucall: any) { e -> … }");
    }

    private void answer(Call call, long result) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(call.numbers().order())
                .putLong(result)
                .array();
        memory.write(call.address() + RESULT, bytes);
    }

    private RunEnds exception(Call call) {
        byte[] regs = memory.read(call.a(), (int) call.number());
        if (regs == null || regs.length < call.number()) {
            throw new ScriptError(
                    device.site(),
                    "the guest reported an exception with saved registers at " + Bits64.hex(call.a())
                            + ", which is not in guest memory");
        }
        return vcpus.exception(call.write().owner(), regs);
    }

    private Object argument(Call call) {
        List<Long> args = device.guest().args();
        if (Long.compareUnsigned(call.number(), args.size()) >= 0) {
            throw new ScriptError(
                    device.site(),
                    "the guest called guest_arg(" + call.number() + "), but args: has " + args.size()
                            + (args.size() == 1 ? " value" : " values"));
        }
        answer(call, args.get((int) call.number()));
        return null;
    }

    private Object start(Call call) {
        if (!vcpus.has(call.number())) {
            throw new ScriptError(
                    device.site(),
                    "the guest tried to start vCPU " + call.number() + ", which the machine does not have",
                    "try: vcpu " + call.number());
        }
        return null;
    }

    private ScriptError failed(Call call) {
        return at(
                call.number(),
                "the guest's assertion failed at " + place(call.file(), call.number()) + ": " + call.text()
                        + (call.values() != 0 ? "; left " + value(call.a()) + ", right " + value(call.b()) : ""));
    }

    private ScriptError at(long line, String said, String... notes) {
        String text = device.guest().text();
        return new ScriptError(device.site(), said, notes)
                .inText(text, text == null ? 0 : (int) line - device.guest().line() + 1);
    }

    /** A line of the guest's C source. */
    private String place(long file, long line) {
        byte[] name = memory.read(file, LONGEST);
        return (name == null ? "an unknown file" : text(name, 0)) + ":" + line;
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
