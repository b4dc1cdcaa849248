package org.kvmsh.dsl.device;

import java.util.List;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.kvm.PaprHcallExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/**
 * A powerpc guest's terminal behind hypercalls. Source: Linux on Power Architecture Reference, "H_GET_TERM_CHAR",
 * "H_PUT_TERM_CHAR".
 */
record VirtualTerminal(Terminal terminal) {
    private static final int LENGTH = 0;
    private static final int CHARACTERS = 1;
    /** Two registers full. */
    private static final int MOST = 2 * Long.BYTES;

    List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        long put = Hypercalls.number("H_PUT_TERM_CHAR");
        long get = Hypercalls.number("H_GET_TERM_CHAR");
        return List.of(
                new HandlerConfig(
                        ExitPlaces.one(device.kind(), put),
                        exit -> put((PaprHcallExit) exit, device.at()),
                        device.site()),
                new HandlerConfig(
                        ExitPlaces.one(device.kind(), get),
                        exit -> get((PaprHcallExit) exit, device.at()),
                        device.site()));
    }

    private Object put(PaprHcallExit call, long unit) {
        if (call.arg(0) != unit || Long.compareUnsigned(call.arg(1), MOST) > 0) {
            return Hypercalls.number("H_PARAMETER");
        }
        terminal.print(call.getText());
        return Hypercalls.number("H_SUCCESS");
    }

    /** Returns the number of characters in r4, and they themselves in r5 and r6, the first one in the highest byte. */
    private Object get(PaprHcallExit call, long unit) {
        if (call.arg(0) != unit) {
            return Hypercalls.number("H_PARAMETER");
        }
        int length = 0;
        long[] characters = new long[MOST / Long.BYTES];
        while (length < MOST && terminal.hasInput()) {
            characters[length / Long.BYTES] |=
                    (long) terminal.read() << Long.SIZE - Byte.SIZE * (length % Long.BYTES + 1);
            length++;
        }
        call.arg(LENGTH, length);
        for (int i = 0; i < characters.length; i++) {
            call.arg(CHARACTERS + i, characters[i]);
        }
        return Hypercalls.number("H_SUCCESS");
    }
}
