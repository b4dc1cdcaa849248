package org.kvmsh.specs.rules

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.kvm.rules.Rule

/**
 * One request that breaks a checked rule and one that just keeps it, as scripts. They are here and not beside the rule because bindings has no
 * scripts, and its artifact contains no tests; the rule's call, errno and text are the key, so a changed rule needs its
 * evidence again.
 */
class RuleEvidence {
    static final Map<Arch, List<String>> BOARDS = [(Arch.X86_64): ['kvm', 'qemu:x86_64'], (Arch.ARM64): ['qemu:arm64', 'qemu:arm64-gicv3'], (Arch.PPC64): ['qemu:ppc64', 'qemu:ppc64-powernv'], (Arch.RISCV64): ['qemu:riscv64']]
    static final List<RuleEvidence> ALL = [SystemEvidence.ALL, MemoryEvidence.ALL, X86Evidence.ALL, RoutingEvidence.ALL, Arm64Evidence.ALL, Ppc64Evidence.ALL, Riscv64Evidence.ALL].flatten()

    private final String call
    private final String errno
    private final String rule
    final String breaks
    final String inside
    private final Map<String, ?> more

    private RuleEvidence(Map<String, ?> more, String call, String errno, String rule, String breaks, String inside) {
        this.more = more
        this.call = call
        this.errno = errno
        this.rule = rule
        this.breaks = breaks
        this.inside = inside
    }

    /**
     * @param more in: architectures, where the rule has other requests elsewhere; on: by architecture the boards, if the others do not have the call;
     *             elsewhere: by board or architecture what both requests get there, since it lacks what they need; but: by board or architecture the errno
     *             of another rule that the second one breaks; unsure: the kernel may take the first one where no plan refuses it; unseen: why no kernel refuses it
     */
    static RuleEvidence of(Map<String, ?> more = [:], String call, String errno, String rule, String breaks, String inside) {
        new RuleEvidence(more, call, errno, rule, breaks, inside)
    }

    boolean isOf(Rule other, Arch arch) {
        call in other.calls() && errno == other.errnos().first().name() && rule == other.text() && (more.in == null || arch.name() in more.in)
    }

    /** Whether an architecture has the call: some headers have calls of others. */
    boolean isCallOf(Arch arch) {
        !call.startsWith('KVM_ARM_') || arch == Arch.ARM64
    }

    /** Where both requests are made. */
    List<String> boardsOf(Arch arch) {
        more.on == null ? BOARDS[arch] : more.on[arch.name()] ?: []
    }

    boolean isNamesBoards() {
        more.on != null
    }

    /** What the kernel answers to the first request where it is not the rule's errno; null where it is. */
    String insteadOn(String board, Arch arch) {
        more.elsewhere?.get(board) ?: more.elsewhere?.get(arch.name())
    }

    /** What it answers to the second one. */
    String insideOn(String board, Arch arch) {
        more.but?.get(board) ?: more.but?.get(arch.name()) ?: insteadOn(board, arch) ?: 'taken'
    }

    boolean isUnsure() {
        more.unsure
    }

    String getUnseen() {
        more.unseen
    }

    /** Whether a plan comes before its calls. */
    boolean isPlanned() {
        // What no KVM_RUN would take is refused at the step that makes it so.
        breaks.startsWith('vm {') && breaks.endsWith('}') || rule == 'the windows of the interrupt controller overlap'
    }

    @Override
    String toString() {
        "$call, $errno: $rule"
    }
}
