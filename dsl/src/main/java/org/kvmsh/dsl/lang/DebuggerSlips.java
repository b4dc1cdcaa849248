package org.kvmsh.dsl.lang;

/** The spellings of gdb, QEMU's monitor and other libraries. */
final class DebuggerSlips {
    private static final String NUMBER = "(0[xX]\\w+|\\d+)";
    private static final String UNREAD = "^unexpected|^unknown|is not a number|has no ";

    private DebuggerSlips() {}

    static void addTo(Slips slips, boolean groovy) {
        memory(slips, groovy);
        running(slips, groovy);
        machines(slips, groovy);
    }

    private static void memory(Slips slips, boolean groovy) {
        String read = groovy ? Slips.WRITE + "mem $1, 64" : Slips.WRITE + "mem($1, 64)";
        slips.add(
                "(?<![\\w.])(?:xp[ \\t]*/\\w+|hexdump|dump|xxd)[ \\t(]+" + NUMBER,
                UNREAD,
                "the word 'mem' reads guest memory",
                read);
        slips.add("^[ \\t]*\\*[ \\t]*\\(?[ \\t]*" + NUMBER, "^unexpected", "the word 'mem' reads guest memory", read);
        slips.add(
                "(?<![\\w.])u[ \\t]+" + NUMBER,
                UNREAD,
                "the word 'dis' disassembles",
                groovy ? Slips.WRITE + "dis $1, 8" : Slips.WRITE + "dis($1, 8)");
        slips.add("(?<![\\w.])(?:x|display)/\\d*i\\b", UNREAD, "the word 'dis' disassembles", Slips.WRITE + "dis()");
        slips.add(
                "(?<![\\w.])info[ \\t]+(?:mem|mtree|tlb)\\b",
                "takes arguments|" + UNREAD,
                "the word 'memmap' shows the guest's memory",
                Slips.WRITE + "memmap");
        slips.add(
                "\\.(?:read|write|peek|poke)\\b",
                "(?:has no |^unknown (?:word|name) ')(?:read|write|peek|poke)\\b",
                "the word 'mem' reads and writes guest memory",
                groovy
                        ? Slips.WRITE + "mem 0x1000, 64, or mem 0x1000, u8: VALUE"
                        : Slips.WRITE + "mem(0x1000, 64), or mem(0x1000, {u8: VALUE})");
        slips.add(
                "['\"]([^'\"\\n]*)['\"]",
                "^no symbol '0[xX]",
                "an address is written without quotes",
                Slips.WRITE + "$1");
        slips.add(
                "(?<![\\w.])(?:p|print|set|info)(?:/\\w)?[ \\t]+\\$(\\w+)",
                UNREAD,
                "a register is a member of regs",
                Slips.WRITE + "regs.$1");
    }

    private static void running(Slips slips, boolean groovy) {
        slips.add(
                "(?<![\\w.])(?:tbreak|tb)[ \\t]+\\*?[ \\t]*" + NUMBER,
                UNREAD,
                "the word 'breakpoint' sets a breakpoint; once: true removes it after one stop",
                groovy
                        ? Slips.WRITE + "breakpoint at: $1, once: true"
                        : Slips.WRITE + "breakpoint({at: $1, once: true})");
        slips.add(
                "(?<![\\w.])(?:h?break|h?b)[ \\t]+\\*?[ \\t]*" + NUMBER,
                UNREAD,
                "the word 'breakpoint' sets a breakpoint",
                groovy ? Slips.WRITE + "breakpoint at: $1" : Slips.WRITE + "breakpoint({at: $1})");
        slips.add(
                "(?<![\\w.])info[ \\t]+(?:b\\w*|wat\\w*)",
                "takes arguments|" + UNREAD,
                "the word 'breakpoints' lists breakpoints and watchpoints",
                Slips.WRITE + "breakpoints");
        slips.add(
                "(?<![\\w.])(?:delete|clear)[ \\t]+" + NUMBER,
                UNREAD,
                "the word 'breakpoint' also removes a breakpoint",
                groovy ? Slips.WRITE + "breakpoint remove: ADDRESS" : Slips.WRITE + "breakpoint({remove: ADDRESS})");
        alone(slips, "c|cont", Slips.WRITE + "run()");
        alone(slips, "s|si|stepi", Slips.WRITE + "step()");
        alone(slips, "n|ni|nexti", Slips.WRITE + "next()");
        alone(slips, "fin", Slips.WRITE + "finish()");
        alone(slips, "bt|where", Slips.WRITE + "backtrace");
        alone(slips, "quit|q", "in the shell: /quit");
        alone(slips, "help", "in the shell: /help");
        slips.add(
                "(?<![\\w.])(?:man|help)[ \\t(]+['\"]?(KVM_\\w+)['\"]?",
                UNREAD,
                "the word 'explain' describes an ioctl or an exit",
                groovy ? Slips.WRITE + "explain '$1'" : Slips.WRITE + "explain('$1')");
        String until = groovy ? Slips.WRITE + "run until: $1" : Slips.WRITE + "run({until: $1})";
        slips.add(
                "\\brun[ \\t(]+(?:until[ \\t]*=?[ \\t]*)?([a-z]\\w*)[ \\t]*(?:\\)|$)",
                "^run (?:does not take|takes named)|has no run that takes",
                "until: is a named argument",
                until);
        slips.add(
                "\\brun[ \\t(]+(?:until[ \\t]*=?[ \\t]*)?['\"]([^'\"\\n]*)['\"]",
                "^run (?:does not take|takes named)|has no run that takes",
                "until: is a named argument; write the exit's name without quotes",
                until);
    }

    private static void alone(Slips slips, String names, String note) {
        slips.add("^[ \\t]*(?:" + names + ")[ \\t]*;?[ \\t]*$", "^unknown name '(?:" + names + ")'", "", note);
    }

    private static void machines(Slips slips, boolean groovy) {
        slips.add(
                "(?<!\\w)(?:system_reset|reset)\\b",
                "(?:has no |^unknown (?:word|name) ')(?:system_)?reset\\b",
                "to reset a machine, restore a snapshot taken before its first run",
                Slips.WRITE
                        + (groovy
                                ? "s = m.snapshot(), and later m.restore s"
                                : "s = m.snapshot(), and later m.restore(s)"));
        slips.add(
                "\\.(?:vcpus|vcpu\\d|cpus?)\\b",
                "(?:has no |^unknown (?:word|name) ')(?:v?cpu|getAt|\\d+')|^cpu cannot be used"
                        + "|^this value cannot be indexed",
                "select a vCPU by its id",
                Slips.WRITE + ".vcpu(0)");
        slips.add(
                "\\.(?:interrupt|inject|raise)\\b",
                "(?:has no |^unknown (?:word|name) ')(?:interrupt|inject|raise)\\b",
                "the word 'irq' sets an interrupt line",
                Slips.WRITE
                        + (groovy
                                ? "m.irq gsi: 4, or on arm64 m.irq spi: 32"
                                : "m.irq({gsi: 4}), or on arm64 m.irq({spi: 32})"));
    }
}
