package org.kvmsh.dsl.device;

/**
 * A serial port as polled consoles use it, Linux's earlyprintk among them; it raises no interrupts. Source: PC16550D
 * data sheet, "Registers".
 */
final class Serial8250 extends RegisterDevice {
    private static final int REGISTERS = 8;
    private static final int DATA = 0;
    private static final int INTERRUPT_ENABLE = 1;
    private static final int INTERRUPT_ID = 2;
    private static final int LINE_CONTROL = 3;
    private static final int LINE_STATUS = 5;
    private static final int MODEM_STATUS = 6;
    /** Line control: registers 0 and 1 are the divisor's. */
    private static final int DIVISOR_LATCH = 0x80;

    private static final int NO_INTERRUPT = 0x01;
    /** Line status: a character has come; the transmitter takes one, and has sent the last. */
    private static final int DATA_READY = 0x01;

    private static final int TRANSMITTER_EMPTY = 0x20 | 0x40;
    /** Modem status: carrier, data set ready, clear to send. */
    private static final int CONNECTED = 0x80 | 0x20 | 0x10;

    private final Terminal terminal;
    private final int[] held = new int[REGISTERS];
    private final int[] divisor = new int[2];

    Serial8250(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    int size() {
        return REGISTERS;
    }

    private boolean isDivisor(int register) {
        return register <= INTERRUPT_ENABLE && (held[LINE_CONTROL] & DIVISOR_LATCH) != 0;
    }

    @Override
    long read(int register) {
        if (isDivisor(register)) {
            return divisor[register];
        }
        return switch (register) {
            case DATA -> terminal.read();
            case INTERRUPT_ID -> NO_INTERRUPT;
            case LINE_STATUS -> TRANSMITTER_EMPTY | (terminal.hasInput() ? DATA_READY : 0);
            case MODEM_STATUS -> CONNECTED;
            default -> held[register];
        };
    }

    @Override
    void write(int register, long value) {
        if (isDivisor(register)) {
            divisor[register] = (int) value & 0xff;
        } else if (register == DATA) {
            terminal.print(Character.toString((char) (value & 0xff)));
        } else {
            held[register] = (int) value & 0xff;
        }
    }
}
