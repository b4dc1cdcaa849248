package boardlog

import org.kvmsh.bindings.kernel.Kernel

/**
 * Writes what a board's kernel would log, from within a script: {@code boardlog.BoardLog.log(kvm, 'BUG: …')}. Scripts cannot name the
 * classes of org.kvmsh, so this one has its own package.
 */
class BoardLog {
    /**
     * One who writes more than ten lines in five seconds loses the rest, so each line has its own writer; without a new line it waits
     * to be continued (kernel/printk/printk.c, devkmsg_write, vprintk_store).
     */
    static void log(Kernel kernel, String... lines) {
        lines.each { write(kernel, '/dev/kmsg', "$it\n") }
    }

    static void log(Object kvm, String... lines) {
        log(kernel(kvm), lines)
    }

    /** Written bits are added (kernel/sysctl.c, proc_taint). */
    static void taint(Kernel kernel, long bits) {
        write(kernel, '/proc/sys/kernel/tainted', "$bits")
    }

    static void taint(Object kvm, long bits) {
        taint(kernel(kvm), bits)
    }

    /** Panics; the call returns when the board is lost (drivers/tty/sysrq.c, sysrq_handle_crash). */
    static void crash(Object kvm) {
        write(kernel(kvm), '/proc/sysrq-trigger', 'c')
    }

    /** Logs the state of all tasks (drivers/tty/sysrq.c, sysrq_handle_showstate). */
    static void dumpTasks(Kernel kernel) {
        write(kernel, '/proc/sysrq-trigger', 't')
    }

    static void dumpTasks(Object kvm) {
        dumpTasks(kernel(kvm))
    }

    static String taints(Object kvm) {
        kernel(kvm).files().read('/proc/sys/kernel/tainted').strip()
    }

    /** {@code kvm} of a board that a script has opened. */
    static Object kvmOf(Object board) {
        board.@session.kvm()
    }

    private static Kernel kernel(Object kvm) {
        kvm.@file.kernel()
    }

    private static void write(Kernel kernel, String path, String text) {
        int fd = kernel.open(path)
        assert fd >= 0 && kernel.write(fd, text.bytes) == text.size()
        kernel.close(fd)
    }
}
