package org.kvmsh.bindings.abi;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A constant that one ioctl takes as a command: the value of a field of the struct that its argument points to.
 *
 * @param name the constant
 * @param ioctl such as KVM_MEMORY_ENCRYPT_OP
 * @param struct such as kvm_sev_cmd; one ioctl may take several structs
 * @param field the field that holds the command
 */
public record Command(String name, String ioctl, String struct, String field) {
    private static final AbiTable TABLE = AbiTable.resource("commands");
    private static final String KIND = "commands";

    /** The command that a constant is; null if it belongs to no enum of commands. */
    public static Command of(String constant) {
        int second = constant.indexOf('_', constant.indexOf('_') + 1);
        String[] row = second < 0 ? null : TABLE.line(KIND, constant.substring(0, second + 1));
        if (row == null || Stream.of(row[5].split(",")).anyMatch(constant::contains)) {
            return null;
        }
        int dot = row[2].indexOf('.');
        return new Command(constant, row[3], row[2].substring(0, dot), row[2].substring(dot + 1));
    }

    /** The beginnings of the names of all commands. */
    static Set<String> prefixes() {
        return TABLE.names(KIND);
    }

    /** The commands among constants. */
    static Map<String, Long> among(Map<String, Long> constants) {
        Map<String, Long> commands = new TreeMap<>(constants);
        commands.keySet().removeIf(name -> of(name) == null);
        return commands;
    }

    /** The way in which it is passed: {@code the field id of struct kvm_tdx_cmd, for KVM_MEMORY_ENCRYPT_OP}. */
    public String passed() {
        return "the field " + field + " of struct " + struct + ", for " + ioctl;
    }

    @Override
    public String toString() {
        return name;
    }
}
