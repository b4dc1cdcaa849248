package org.kvmsh.dsl.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kvm.SbiExit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/**
 * A RISC-V guest's console behind SBI calls. Source: RISC-V Supervisor Binary Interface Specification, "Debug Console
 * Extension".
 */
record SbiConsole(Terminal terminal, PhysicalMemory memory) {
    /** The most that one call takes; the guest calls again for the rest, as the specification has it. */
    private static final int MOST = 4096;

    private static final int LENGTH = 0;
    private static final int ADDRESS = 1;
    private static final int ADDRESS_HIGH = 2;

    List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        return List.of(new HandlerConfig(device.place(), exit -> call((SbiExit) exit), device.site()));
    }

    private Object call(SbiExit call) {
        return SbiCalls.number(
                switch (call.getCall()) {
                    case "SBI_EXT_DBCN_CONSOLE_WRITE" -> write(call);
                    case "SBI_EXT_DBCN_CONSOLE_READ" -> read(call);
                    case "SBI_EXT_DBCN_CONSOLE_WRITE_BYTE" -> {
                        terminal.print(call.getText());
                        yield "SBI_SUCCESS";
                    }
                    default -> "SBI_ERR_NOT_SUPPORTED";
                });
    }

    private String write(SbiExit call) {
        byte[] text = bytes(call);
        if (text == null) {
            return "SBI_ERR_INVALID_PARAM";
        }
        terminal.print(new String(text, StandardCharsets.ISO_8859_1));
        call.setValue(text.length);
        return "SBI_SUCCESS";
    }

    private String read(SbiExit call) {
        byte[] into = bytes(call);
        if (into == null) {
            return "SBI_ERR_INVALID_PARAM";
        }
        int length = 0;
        while (length < into.length && terminal.hasInput()) {
            into[length++] = (byte) terminal.read();
        }
        memory.write(call.arg(ADDRESS), Arrays.copyOf(into, length));
        call.setValue(length);
        return "SBI_SUCCESS";
    }

    /** The part of guest memory that a call names; null if it is not all memory. */
    private byte[] bytes(SbiExit call) {
        int length = (int) Math.min(MOST, call.arg(LENGTH) & Long.MAX_VALUE);
        if (length == 0) {
            return new byte[0];
        }
        byte[] bytes = call.arg(ADDRESS_HIGH) == 0 ? memory.read(call.arg(ADDRESS), length) : null;
        return bytes == null || bytes.length < length ? null : bytes;
    }
}
