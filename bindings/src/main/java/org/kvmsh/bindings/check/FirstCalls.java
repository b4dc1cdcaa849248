package org.kvmsh.bindings.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.TsvTable;

/** The calls that a new VM needs on an architecture before its vCPUs run. */
final class FirstCalls {
    private static final List<String[]> ROWS = TsvTable.rows(FirstCalls.class, "first-calls.tsv");
    private static final int HEXADECIMAL = 16;

    private FirstCalls() {}

    /**
     * The calls that follow an ioctl.
     *
     * @param on the VM, or the vCPU
     * @param page bytes of a page of the board's kernel
     * @param target the answer of KVM_ARM_PREFERRED_TARGET
     */
    static List<CheckedCall> after(Abi abi, String ioctl, Part on, int page, LongSupplier target) {
        List<CheckedCall> calls = new ArrayList<>();
        for (String[] row : ROWS) {
            if (row[0].equals(abi.arch().toString()) && row[1].equals(ioctl) && abi.hasIoctl(row[2])) {
                Map<String, Operand> fields = new LinkedHashMap<>(RightArguments.of(abi, row[2], page, target));
                for (String each : row[3].split(" ")) {
                    String[] field = each.split("=");
                    fields.put(field[0], new Operand.Plain(Long.parseUnsignedLong(field[1], HEXADECIMAL)));
                }
                calls.add(new CheckedCall(on, row[2], null, fields, 0, null));
            }
        }
        return calls;
    }
}
