package org.kvmsh.bindings.kvm;

import java.util.function.IntToLongFunction;

/** The arguments of a guest's call as an exit shows them: in hexadecimal, up to the last one that is not 0. */
final class CallArguments {
    private CallArguments() {}

    /** Empty if all are 0. */
    static String text(int count, IntToLongFunction argument) {
        int last = count - 1;
        while (last >= 0 && argument.applyAsLong(last) == 0) {
            last--;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= last; i++) {
            text.append(i == 0 ? " args 0x" : " 0x").append(Long.toHexString(argument.applyAsLong(i)));
        }
        return text.toString();
    }
}
