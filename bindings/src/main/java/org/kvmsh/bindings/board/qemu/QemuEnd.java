package org.kvmsh.bindings.board.qemu;

/**
 * The end of a QEMU, as the shell that watches over it prints it: its exit status, and the signal's name if a signal
 * ended it.
 */
final class QemuEnd {
    /** For printf(1). No console begins a line so. */
    static final String FORMAT = "\\001kvmsh-qemu-end %s %s\\n";

    private static final String MARK = "\001kvmsh-qemu-end ";

    private QemuEnd() {}

    static boolean tells(String line) {
        return line.startsWith(MARK);
    }

    static String of(String line) {
        String[] words = line.substring(MARK.length()).strip().split(" ");
        return words.length > 1 ? "QEMU was killed by SIG" + words[1] : "QEMU exited with status " + words[0];
    }
}
