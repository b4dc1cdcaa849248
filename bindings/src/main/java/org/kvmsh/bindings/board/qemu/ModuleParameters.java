package org.kvmsh.bindings.board.qemu;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parameters of modules on a kernel's command line, {@code kvm.dyndbg=+p}. The kernel itself gives them to built-in
 * code alone; what loads a module passes them on, as modprobe(8) does.
 *
 * @param append words of the kernel's command line
 */
record ModuleParameters(String append) {
    static final ModuleParameters NONE = new ModuleParameters("");
    /** Blanks outside double quotes, as next_arg of lib/cmdline.c separates words. */
    private static final String BLANKS = " +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    /**
     * The parameters of a module, separated by a blank; empty if it has none.
     *
     * @param file kvm-hv.ko; on the command line kvm_hv, or kvm-hv
     */
    String of(String file) {
        String module = underscored(file.substring(0, file.indexOf(".ko")));
        return words().filter(word ->
                        underscored(word.substring(0, word.indexOf('.'))).equals(module))
                .map(word -> word.substring(word.indexOf('.') + 1))
                .collect(Collectors.joining(" "));
    }

    /** Whether no word is a module's. */
    boolean isEmpty() {
        return words().findAny().isEmpty();
    }

    private Stream<String> words() {
        return Arrays.stream(append.split(BLANKS)).filter(word -> word.matches("[^.=]+\\..*"));
    }

    private static String underscored(String name) {
        return name.replace('-', '_');
    }
}
