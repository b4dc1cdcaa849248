package org.kvmsh.dsl.device;

import java.util.HashMap;
import java.util.Map;

/**
 * ARM's PrimeCell UART as polled consoles use it; it raises no interrupts. Source: ARM DDI 0183G, "Programmers Model".
 */
final class Pl011 extends RegisterDevice {
    private static final int PAGE = 0x1000;
    private static final int DATA = 0x000;
    private static final int FLAGS = 0x018;
    private static final int RAW_INTERRUPTS = 0x03c;
    private static final int MASKED_INTERRUPTS = 0x040;
    private static final int RECEIVE_EMPTY = 1 << 4;
    private static final int TRANSMIT_EMPTY = 1 << 7;
    /** UARTPeriphID0 to 3, then UARTPCellID0 to 3, from 0xfe0 on. */
    private static final int IDENTITY_AT = 0xfe0;

    private static final int[] IDENTITY = {0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1};

    private final Terminal terminal;
    private final Map<Integer, Long> held = new HashMap<>();

    Pl011(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    int size() {
        return PAGE;
    }

    @Override
    long read(int register) {
        if (register >= IDENTITY_AT) {
            return register % Integer.BYTES == 0 ? IDENTITY[(register - IDENTITY_AT) / Integer.BYTES] : 0;
        }
        return switch (register) {
            case DATA -> terminal.read();
            case FLAGS -> TRANSMIT_EMPTY | (terminal.hasInput() ? 0 : RECEIVE_EMPTY);
            case RAW_INTERRUPTS, MASKED_INTERRUPTS -> 0;
            default -> held.getOrDefault(register, 0L);
        };
    }

    @Override
    void write(int register, long value) {
        if (register == DATA) {
            terminal.print(Character.toString((char) (value & 0xff)));
        } else {
            held.put(register, value);
        }
    }
}
