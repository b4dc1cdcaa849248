package org.kvmsh.dsl.lang;

import java.util.List;

/** Mistakes in either language of people used to C, a debugger or another shell. */
final class CSlips {
    private CSlips() {}

    static void addTo(Slips slips, boolean groovy) {
        syntax(slips, groovy);
        words(slips, groovy);
    }

    /** Numbers, types, pointers, the preprocessor. */
    private static void syntax(Slips slips, boolean groovy) {
        slips.add(
                "(?<![\\w.])(0[xX][0-9a-fA-F]+|\\d+)(?:[uU][lL]{0,2}|[lL]{1,2}[uU]|[lL]{2}" + (groovy ? "" : "|[lL]")
                        + ")\\b",
                "$0 has a C suffix",
                Slips.WRITE + (groovy ? "$1" : "$1, or $1n for a BigInt"));
        for (String unit : List.of("KB", "MB", "GB")) {
            slips.add(
                    "(?<![\\w.])(\\d+)(?!\\." + unit + "\\b)[. \\t]?(?i:" + unit.charAt(0) + ")(?:i?[bB])?\\b",
                    "$0 is not a number: the units are KB, MB and GB",
                    Slips.WRITE + (groovy ? "$1." + unit : unit + "($1)"));
        }
        slips.add(
                "(?<![\\w.])(?:NULL|nil|None|nullptr" + (groovy ? "|undefined" : "") + ")\\b",
                "^unknown name '(?:NULL|nil|None|nullptr|undefined)'",
                "",
                Slips.WRITE + "null");
        slips.add("(?<![\\w.])(?:True|TRUE)\\b", "^unknown name '(?:True|TRUE)'", "", Slips.WRITE + "true");
        slips.add("(?<![\\w.])(?:False|FALSE)\\b", "^unknown name '(?:False|FALSE)'", "", Slips.WRITE + "false");
        // The word of earlier versions.
        slips.add(
                "\\blaunch\\b",
                "has no launch|^unknown (?:word|name) 'launch'",
                "start runs a machine on another thread",
                Slips.WRITE + "start");
        slips.add(
                "\\bsizeof\\b",
                "sizeof is C syntax",
                "pass an ioctl only its struct, without a size; to see a struct's size: kvmsh abi show NAME");
        slips.add(
                "(?<=[(,=]|\\bioctl|\\bKVM_\\w{1,40},)[ \\t]*&[ \\t]*(\\w+)",
                "^unexpected",
                "a script has no address-of operator &",
                Slips.WRITE + "$1");
        slips.add(
                "\\bsymbols\\.(\\w+)(?:->|\\.)(\\w+(?:(?:->|\\.)\\w+)*)",
                "^unexpected|^a number has no |^cannot access .* on undefined",
                "to follow a pointer of the guest, put the C expression in brackets",
                Slips.WRITE + "symbols['$1->$2']");
        slips.add(
                groovy
                        ? "(?<!\\{[ \\t]{0,4}\\w{1,40})(?<!,[ \\t]{0,2}\\w{1,40})(?<=[\\w)\\]])->([A-Za-z_]\\w*)"
                        : "(?<![(,:=][ \\t]{0,3}\\w{1,40})(?<=[\\w)\\]])->([A-Za-z_]\\w*)",
                "^unexpected",
                "use . for members, not ->",
                Slips.WRITE + ".$1");
        slips.add(
                "(?<![\\w.])(\\w[\\w.]*(?:\\(\\w*\\))?)\\.(KVM_(?!EXIT_|CAP_|REG_)[A-Z0-9_]+)\\b",
                "KVM_",
                "to call an ioctl, write ioctl and its name",
                groovy ? Slips.WRITE + "$1.ioctl $2" : Slips.WRITE + "$1.ioctl($2)");
        slips.add(
                "(?<![\\w.])(KVM_(?!EXIT_|CAP_|REG_)[A-Z0-9_]+)[ \\t]*\\(",
                "KVM_",
                "to call an ioctl, write ioctl and its name",
                groovy
                        ? Slips.WRITE + "kvm.ioctl $1, m.ioctl $1 or m.vcpu(0).ioctl $1"
                        : Slips.WRITE + "kvm.ioctl($1), m.ioctl($1) or m.vcpu(0).ioctl($1)");
        slips.add(
                "(?<![\\w.])ioctl\\b",
                "^ioctl cannot be used here",
                "ioctl is a member of kvm, of a machine and of a vCPU",
                Slips.WRITE + "kvm.ioctl, m.ioctl or m.vcpu(0).ioctl");
        slips.add(
                "\\bKVM\\.ioctl\\b", "ioctl", "the word for /dev/kvm is kvm, in lower case", Slips.WRITE + "kvm.ioctl");
        slips.add(
                "\\bkvm\\.ioctl[ \\t(]+(?:kvm|fd|vm_?fd|vcpu_?fd)[ \\t]*,",
                "^ioctl does not take|^unknown name",
                "ioctl takes no descriptor: it is a member of kvm, of a machine and of a vCPU",
                Slips.WRITE + "kvm.ioctl, m.ioctl or m.vcpu(0).ioctl");
        slips.add(
                "\\bioctl[ \\t(]+(KVM_\\w+)[ \\t]+(?=[\\w\\'\"\\[(])",
                "^unexpected|has no |^unknown",
                "a comma is missing after $1",
                Slips.WRITE + "$1, …");
        slips.add(
                "(?<![\\w.])((?:(?:unsigned|signed)(?:[ \\t]+(?:int|long|char|short))*|long[ \\t]+long|__[usb]e?\\d+|u?int\\d+_t|[us](?:8|16|32|64)|s?size_t|(?:char|void)[ \\t]*\\*"
                        + (groovy ? "" : "|int|long|char|short|float|double|bool|byte")
                        + "))[ \\t*]*(?<=[ \\t*])([A-Za-z_]\\w*)[ \\t]*(?=[=;\\[]|$)",
                "$1 is a C type",
                Slips.WRITE + (groovy ? "def $2 = …" : "let $2 = …"));
        slips.add(
                "\\bstruct[ \\t]+(\\w+)[ \\t]+(\\w+)",
                "struct is a kvmsh word that creates a struct",
                groovy ? Slips.WRITE + "def $2 = struct('$1')" : Slips.WRITE + "const $2 = struct('$1')");
        slips.add(
                "^[ \\t]*#[ \\t]*include\\b",
                "#include is not needed: names from the kernel's headers are already defined",
                "remove the line");
        slips.add(
                "^[ \\t]*#[ \\t]*define[ \\t]+(\\w+)",
                "use a variable instead of #define",
                groovy ? Slips.WRITE + "def $1 = …" : Slips.WRITE + "const $1 = …");
        slips.add("^[ \\t]*#(?!!)", "^unexpected", "a comment begins with //", Slips.WRITE + "//");
    }

    /** kvmsh's own words, as they are in C, in a debugger, or guessed. */
    private static void words(Slips slips, boolean groovy) {
        slips.add(
                "\\bmem[ \\t]*\\(([^()\\n]*)\\)[ \\t]*=(?!=)",
                "cannot assign to a call",
                groovy ? Slips.WRITE + "mem $1, u8: VALUE" : Slips.WRITE + "mem($1, {u8: VALUE})");
        slips.add(
                "\\breg[ \\t]*\\((['\"][^'\"\\n]*['\"])\\)[ \\t]*=(?!=)",
                "cannot assign to a call",
                Slips.WRITE + "reg($1, VALUE)");
        slips.add(
                "(?<=\\)[ \\t]{0,3}|(?<!\\w)\\d{1,20}[ \\t]{0,3})=(?![=~>])",
                "^The LHS of an assignment|^Invalid left hand side",
                "only a variable or a member can be assigned to",
                "== compares");
        slips.add(
                "\\bmem\\[([^\\]\\n]*)\\][ \\t]*=(?!=)",
                "takes arguments|has no |^cannot access|^unknown name",
                "cannot assign to mem by index",
                groovy ? Slips.WRITE + "mem $1, u8: VALUE" : Slips.WRITE + "mem($1, {u8: VALUE})");
        slips.add(
                "\\b(vcpu|mem|caps|dis|device|explain|trace)\\[([^\\]\\n]*)\\]",
                "takes arguments|has no |^cannot access|^unknown name",
                "put the arguments of $1 in parentheses",
                Slips.WRITE + "$1($2)");
        slips.add(
                "\\bvcpu\\.(?=\\w)",
                "takes arguments|has no vcpu|^cannot access|^unknown name",
                "select a vCPU by its id",
                Slips.WRITE + "vcpu(0).");
        slips.add(
                "\\bmem[ \\t(]+([\\w.]+)[ \\t]*,[ \\t]*(\\[[^\\]\\n]*\\])",
                "^mem does not take",
                "mem needs the width of the numbers: u8:, u16:, u32: or u64:",
                groovy ? Slips.WRITE + "mem $1, u8: $2" : Slips.WRITE + "mem($1, {u8: $2})");
        slips.add(
                "\\bmem[ \\t(]+([\\w.]+)[ \\t]*,[ \\t]*(['\"][^'\"\\n]*['\"])",
                "^mem does not take",
                "mem needs the data to write: text:, hex: or u8:",
                groovy
                        ? Slips.WRITE + "mem $1, text: $2; use hex: for bytes"
                        : Slips.WRITE + "mem($1, {text: $2}); use hex: for bytes");
        slips.add(
                "\\bmem[ \\t(]+([\\w.]+)[ \\t]*,[ \\t]*([A-Za-z_]\\w*)",
                "^mem does not take",
                "",
                groovy ? Slips.WRITE + "mem $1, u8: $2" : Slips.WRITE + "mem($1, {u8: $2})");
        slips.add(
                "\\bregs?[ \\t(]+(\\w+)[ \\t]*\\)?[ \\t]*(?=$|[;}])",
                "^unknown name|has no ",
                "a register is a member of regs",
                Slips.WRITE + "regs.$1");
        slips.add(
                "\\breg[ \\t(]+(\\w+)[ \\t]*[,=](?!=)",
                "^unknown name|^no class",
                "to write a register, pass it as a named argument",
                groovy ? Slips.WRITE + "reg $1: VALUE" : Slips.WRITE + "reg({$1: VALUE})");
        slips.add(
                "\\bregs[ \\t]+(\\w+)[ \\t]+(\\w+)",
                "^unknown name|^unexpected",
                "$1 is a named argument: add a colon after it",
                groovy ? Slips.WRITE + "regs $1: $2" : Slips.WRITE + "regs({$1: $2})");
        slips.add(
                "\\bregs(?:\\.|[ \\t]*\\([ \\t]*|[ \\t]*\\{[ \\t]*)(\\w+)[ \\t]*=?(?!=)",
                "^no machine yet",
                groovy ? "regs takes named arguments" : "regs takes an object",
                groovy ? Slips.WRITE + "regs $1: VALUE" : Slips.WRITE + "regs: {$1: VALUE}");
        slips.add(
                "\\{[ \\t]*(-?\\w+(?:[ \\t]*,[ \\t]*-?\\w+)+)[ \\t,]*\\}",
                "^unexpected",
                "put a list in square brackets",
                Slips.WRITE + "[$1]");
        slips.add(
                "\\berrno:[ \\t]*['\"]([^'\"\\n]*)['\"]",
                "^errno: must be",
                "write an errno without quotes",
                Slips.WRITE + "errno: $1");
        slips.add(
                "\\berrno:[ \\t]*-[ \\t]*(E[A-Z0-9]+)",
                "^errno: is -",
                "an errno is positive here",
                Slips.WRITE + "errno: $1");
        slips.add(
                "\\bexpect[ \\t]*\\([ \\t]*errno[ \\t]*={1,3}[ \\t]*(\\w+)[ \\t]*[,)]",
                "errno is a named argument: add a colon after it",
                groovy ? Slips.WRITE + "expect(errno: $1) { … }" : Slips.WRITE + "expect({errno: $1}, () => …)");
        slips.add(
                "\\bexpect[ \\t]*\\([ \\t]*errno[ \\t]*={1,3}[ \\t]*(\\w+)[ \\t]*[,)]",
                "^expect does not take",
                "errno is a named argument: add a colon after it",
                groovy ? Slips.WRITE + "expect(errno: $1) { … }" : Slips.WRITE + "expect({errno: $1}, () => …)");
        slips.add(
                "\\b(if|while|for|switch)[ \\t]+(?=[^\\s(])",
                "^unexpected",
                "put the condition of $1 in parentheses",
                Slips.WRITE + "$1 (…) { … }");
        slips.add(
                "(?<![\\w.])0\\d*[89]\\d*\\b",
                "octal",
                "$0 is not a number: a leading 0 means octal",
                "write it without the 0");
        slips.add("<>", "^unexpected", "<> is not an operator", Slips.WRITE + "!=");
        slips.add(
                "(?<![\\w.])(?:printf|echo|puts|printk|fprintf|pr_info|say)\\b",
                "^unknown",
                "",
                groovy ? Slips.WRITE + "println 'text'" : Slips.WRITE + "println('text')");
        slips.add(
                "(?<![\\w.])open[ \\t(]",
                "^unknown",
                "kvmsh opens /dev/kvm itself: use the word kvm instead",
                groovy
                        ? Slips.WRITE + "kvm.ioctl KVM_GET_API_VERSION"
                        : Slips.WRITE + "kvm.ioctl(KVM_GET_API_VERSION)");
        slips.add(
                "\\bvcpu[ \\t]*\\(([^()\\n]*)\\)[ \\t]+(?=\\w)",
                "^cannot access|^unexpected",
                "put the words of a vCPU in braces",
                groovy ? Slips.WRITE + "vcpu($1) { … }" : Slips.WRITE + "vcpu: {…}");
        slips.add(
                "\\b(caps|trace|explain)[ \\t(]+([A-Z*][\\w*]*)",
                "^unexpected|^unknown",
                "put a name or a pattern in quotes",
                groovy ? Slips.WRITE + "$1 '$2'" : Slips.WRITE + "$1('$2')");
        slips.add(
                "(?<![\\w.])(?:ram|slot|memslot)\\b",
                "^unknown word '(?:ram|slot|memslot)'",
                "",
                groovy ? Slips.WRITE + "memory at: 0, size: 64.KB" : Slips.WRITE + "memory: {at: 0, size: KB(64)}");
        slips.add(
                "\\b(?:break|b)[ \\t]+(0x\\w+|\\d+)",
                "^unexpected|^unknown",
                "the word 'breakpoint' sets a breakpoint",
                groovy ? Slips.WRITE + "breakpoint at: $1" : Slips.WRITE + "breakpoint({at: $1})");
        slips.add(
                "\\bbreakpoint[ \\t(]+([\\w.]+)",
                "^breakpoint does not take",
                "at: is a named argument",
                groovy ? Slips.WRITE + "breakpoint at: $1" : Slips.WRITE + "breakpoint({at: $1})");
        slips.add(
                "\\bmem[ \\t(]+\\{?[ \\t]*(?:at|size)[ \\t]*:",
                "^mem does not take|^mem has no argument",
                "mem reads and writes memory that exists; memory adds guest memory",
                groovy ? Slips.WRITE + "memory at: 0, size: 64.KB" : Slips.WRITE + "memory: {at: 0, size: KB(64)}");
        slips.add(
                "\\bregs[ \\t(]+\\{?[ \\t]*(\\w+)[ \\t]*:",
                "^regs does not take",
                "regs reads the registers; reg writes one",
                groovy ? Slips.WRITE + "reg $1: VALUE" : Slips.WRITE + "reg({$1: VALUE})");
        slips.add(
                "\\brun[ \\t(]+(\\d+)",
                "^run does not take",
                "pass the number of instructions as a named argument",
                groovy ? Slips.WRITE + "run steps: $1" : Slips.WRITE + "run({steps: $1})");
        debugger(slips, groovy);
        DebuggerSlips.addTo(slips, groovy);
        slips.add(
                "\\bstep[ \\t(]+(\\d+)",
                "^step does not take",
                "step executes one instruction",
                groovy ? Slips.WRITE + "run steps: $1" : Slips.WRITE + "run({steps: $1})");
        slips.add(
                "\\bcontinue\\b",
                "only allowed|[Ii]llegal continue|^unexpected",
                "continue is only for loops; to continue the guest, use run",
                Slips.WRITE + "run()");
    }

    /** Adds the spellings of gdb and crash. */
    private static void debugger(Slips slips, boolean groovy) {
        slips.add(
                "(?<![\\w.])(?:disasm|disas|disassemble)[ \\t(]+(\\w+)",
                "^unknown word",
                "",
                groovy ? Slips.WRITE + "dis $1, 8" : Slips.WRITE + "dis($1, 8)");
        slips.add(
                "(?<![\\w.])(?:stepi|nexti|si|ni)\\b",
                "^unknown (?:name|word) '(?:stepi|nexti|si|ni)'",
                "",
                Slips.WRITE + "step()");
        slips.add(
                "(?<![\\w.])x/\\w+[ \\t]+(0x\\w+|\\d+)",
                "^unexpected|^unknown|has no ",
                "the word 'mem' reads guest memory",
                groovy ? Slips.WRITE + "mem $1, 64" : Slips.WRITE + "mem($1, 64)");
        slips.add(
                "(?<![\\w.])(?:info|i)[ \\t]+r(?:eg(?:ister)?s?)?\\b",
                "^unexpected|^unknown",
                "the word 'regs' reads the registers",
                Slips.WRITE + "regs");
        for (String[] each : new String[][] {{"", ""}, {"r", "read"}, {"a", "access"}}) {
            String access = each[1].isEmpty() ? "" : ", access: '" + each[1] + "'";
            slips.add(
                    "(?<![\\w.])" + each[0] + "watch[ \\t(]+(0x\\w+|\\d+)",
                    "^unexpected|^unknown|^watch (?:does not take|needs a block)",
                    "the word 'watchpoint' sets a watchpoint",
                    groovy
                            ? Slips.WRITE + "watchpoint at: $1, size: 4" + access
                            : Slips.WRITE + "watchpoint({at: $1, size: 4" + access + "})");
        }
        slips.add(
                "\\bwatchpoint[ \\t(]+([\\w.]+)",
                "^watchpoint does not take",
                "at: is a named argument",
                groovy ? Slips.WRITE + "watchpoint at: $1, size: 4" : Slips.WRITE + "watchpoint({at: $1, size: 4})");
    }
}
