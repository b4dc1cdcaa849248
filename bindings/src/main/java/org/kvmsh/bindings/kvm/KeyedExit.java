package org.kvmsh.bindings.kvm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.ExitAdvice;
import org.kvmsh.bindings.abi.ExitReasons;

/**
 * The exits whose handlers are registered by a number: {@code on(io: 0x3f8)}. A row is all that kvmsh knows about one
 * besides the class of its exit, which has its number, its answer and the members for scripts. exits.tsv has what the
 * kernel's documents say about an exit of any reason: its architectures, and whether the next KVM_RUN completes it.
 */
public enum KeyedExit implements ExitKind {
    IO("a port", 0xffff, Exit.Io.class, null, "KVM_EXIT_IO"),
    MMIO("an address", Long.MAX_VALUE, Exit.Mmio.class, null, "KVM_EXIT_MMIO"),
    HCALL("a hypercall number", Long.MAX_VALUE, null, HypercallExit::new, "KVM_EXIT_PAPR_HCALL", "KVM_EXIT_HYPERCALL"),
    MSR("an MSR number", Long.MAX_VALUE, MsrExit.class, MsrExit::new, "KVM_EXIT_X86_RDMSR", "KVM_EXIT_X86_WRMSR"),
    SBI("an SBI extension ID", Integer.toUnsignedLong(-1), SbiExit.class, SbiExit::new, "KVM_EXIT_RISCV_SBI"),
    DEBUG("an instruction address", Long.MAX_VALUE, DebugExit.class, DebugExit::new, "KVM_EXIT_DEBUG"),
    /** A call of a guest in C, which comes as a write to the port or address of kvmsh's guest library. */
    UCALL("the number in sync(number, ...)", Long.MAX_VALUE, UcallExit.class, null),
    SYSTEM("a system event type", Long.MAX_VALUE, Exit.SystemEvent.class, null, "KVM_EXIT_SYSTEM_EVENT"),
    /** An exit of any reason, if the exit's key has no handler. */
    EXIT("an exit reason", Long.MAX_VALUE, null, NamedExit::new);

    private static final Map<String, KeyedExit> BY_EXIT = new HashMap<>();

    private final String number;
    private final long most;
    private final Class<? extends Exit> type;
    private final View view;
    private final List<String> exits;
    private List<Arch> architectures;
    /** Whether the next KVM_RUN completes one; null until it is asked. */
    private Boolean owes;

    /** Creates the exit from the members common to all views of kvm_run's union. */
    interface View {
        NamedExit of(NamedExit.Head head);
    }

    static {
        for (KeyedExit each : values()) {
            each.exits.forEach(exit -> BY_EXIT.put(ExitReasons.shortName(exit), each));
            if (each.isOfLibrary()) {
                BY_EXIT.put(each.word(), each);
            }
        }
    }

    /**
     * @param number what a handler's number is, in words
     * @param most the highest of them
     * @param type what a handler gets; null if that depends on the architecture or the exit
     * @param view creates it; null for the exits that {@link KvmRun} decodes itself, since they are frequent or have no
     *     fixed layout
     * @param exits its exit reasons
     */
    KeyedExit(String number, long most, Class<? extends Exit> type, View view, String... exits) {
        this.number = number;
        this.most = most;
        this.type = type;
        this.view = view;
        this.exits = List.of(exits);
    }

    /**
     * The key of an exit.
     *
     * @param exit the exit's name in small letters, such as x86_rdmsr
     * @return null if its handlers are registered by reason
     */
    public static KeyedExit of(String exit) {
        return BY_EXIT.get(exit);
    }

    /** An exit with a name, of the key's class if it has a key. */
    static NamedExit view(NamedExit.Head head) {
        KeyedExit keyed = of(head.name());
        return keyed == null ? new NamedExit(head) : keyed.view.of(head);
    }

    /** The key in a script. */
    public String key() {
        return word();
    }

    /** The meaning of a handler's number, in words: a port. */
    public String number() {
        return number;
    }

    /** The highest number. */
    public long most() {
        return most;
    }

    /** The class of the exit that a handler gets; null if it differs from one architecture to another. */
    public Class<? extends Exit> type() {
        return type;
    }

    /** Whether it is a call to kvmsh's guest library and not an exit reason of the kernel's. */
    public boolean isOfLibrary() {
        return exits.isEmpty() && this != EXIT;
    }

    /** The exit reasons, by the kernel's names; empty for a handler of any, and for a call of the guest library. */
    public List<String> exits() {
        return exits;
    }

    /** The architectures whose kernels have it, in the order of {@link Arch}. */
    public List<Arch> architectures() {
        if (architectures == null) {
            architectures = exits.isEmpty()
                    ? List.of(Arch.values())
                    : Arrays.stream(Arch.values()).filter(this::isOf).toList();
        }
        return architectures;
    }

    private boolean isOf(Arch arch) {
        return exits.stream().map(ExitReasons::advice).anyMatch((ExitAdvice advice) -> advice.isOf(arch));
    }

    /** Whether one comes while an instruction is executed, which ends as KVM completes the exit at the next KVM_RUN. */
    public boolean isInstruction() {
        if (owes == null) {
            owes = exits.stream().map(ExitReasons::advice).anyMatch(ExitAdvice::owes);
        }
        return owes;
    }

    @Override
    public boolean isUsual() {
        return this == DEBUG || this == SYSTEM;
    }

    @Override
    public String toString() {
        return word();
    }
}
