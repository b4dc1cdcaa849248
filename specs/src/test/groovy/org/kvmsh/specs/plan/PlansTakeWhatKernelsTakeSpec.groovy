package org.kvmsh.specs.plan

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/**
 * A plan is complete for what its board has told: of set-ups generated around each limit, no kernel refuses one that the plan took, and the plan refuses none that the
 * kernel takes. {@code -Dsetups=N} and {@code -Dseed=N} choose others.
 */
@Timeout(3600)
class PlansTakeWhatKernelsTakeSpec extends Specification {
    private static final int COUNT = Integer.getInteger('setups', !Boolean.getBoolean('whole') ? 40 : Boolean.getBoolean('sampled') ? 100 : 400)
    private static final long SEED = Long.getLong('seed', 29)

    /** What a kernel takes although a part has no effect: kvmsh's own, each with its reason, and none of them claims an errno. */
    private static final Map<String, String> WITHOUT_EFFECT = [
        /coalesce io: needs an x86 board/: 'other processors have no ports',
        /overlaps guest memory at/: 'the guest reaches the memory, and not the interrupt controller',
        /a radix guest has no hashed page table/: 'the table takes the place of the radix tree that the script asks for',
        /pit needs irqchip: the timer's interrupt/: 'before Linux 6.18 the PIT is created and its interrupt goes nowhere',
    ]

    /** The least of a hundred set-ups that the kernel takes, and that it refuses; a model lacks much of what they ask for. */
    private static int least(String board) {
        board.startsWith('model') ? 5 : 15
    }

    @Sample(verify = 16)
    def "#board: what the plan takes the kernel takes, and what it refuses the kernel refuses"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        def setUps = new SetUps(on.session.host(), SEED)
        def tried = []

        when:
        COUNT.times { tried << new Tried(on, setUps.next()) }
        def counts = tried.countBy { it.verdict }
        def wrong = tried.findAll { it.verdict in [Verdict.REFUSED_AT_RUN, Verdict.LEGAL_REFUSED, Verdict.ANOTHER_ERRNO, Verdict.CRASHED] }*.toString()
        println "$board, seed $SEED: $COUNT set-ups, $counts"

        then:
        wrong == []

        and: 'about as many are valid as not'
        counts[Verdict.BOTH_TAKE] * 100 >= least(board) * COUNT
        counts[Verdict.BOTH_REFUSE] * 100 >= least(board) * COUNT

        cleanup:
        on?.close()

        where:
        board << ['kvm', 'qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:arm64-rfc', 'qemu:ppc64', 'qemu:ppc64-powernv', 'qemu:ppc64-rfc', 'qemu:riscv64',
                'rfc:qemu:arm64', 'rfc:qemu:ppc64', 'model:x86_64', 'model:arm-vgicv2', 'model:rfc', 'model:ppc970-hv', 'model:power7-hv', 'model:ppc-pr']
    }

    private enum Verdict { BOTH_TAKE, BOTH_REFUSE, WORDS_REFUSE, WITHOUT_EFFECT, NO_MEMORY, REFUSED_AT_RUN, LEGAL_REFUSED, ANOTHER_ERRNO, CRASHED }

    /** A set-up as a plan and as the kernel take it. */
    private static class Tried {
        private final OnBoard on
        final String setUp
        final Verdict verdict
        private final Throwable planned
        private Throwable kernel

        /** @param setUp the block of a VM */
        Tried(OnBoard on, String setUp) {
            this.on = on
            this.setUp = setUp
            planned = outcome("vm { $setUp }.close()")
            verdict = verdict()
        }

        private Throwable outcome(String script) {
            try {
                on.run(script)
                null
            } catch (ScriptError | RuntimeException e) {
                on.session.machines().toList()*.close()
                e
            }
        }

        private Verdict verdict() {
            if (planned == null) {
                return Verdict.BOTH_TAKE
            }
            if (!(planned instanceof ScriptError)) {
                return Verdict.CRASHED
            }
            def claimed = errno(planned, 'would fail')
            // How much memory is free is not a fact of a board.
            if (planned.refusal() != null && claimed == null && errno(planned, 'failed') == 'ENOMEM') {
                return Verdict.NO_MEMORY
            }
            if (planned.refusal() != null && claimed == null) {
                return Verdict.REFUSED_AT_RUN
            }
            kernel = on.session.unchecked().upToTheKernel { outcome("vm { $setUp }.close()") }
            if (kernel == null && planned.message.contains('KVM_RUN on the vCPU would fail')) {
                kernel = on.session.unchecked().upToTheKernel { outcome("m = vm { $setUp }; m.memory at: 0x60000000, size: 64.KB; m.more { vcpu(5) { start 0x60000000 } }; m.run(within: 1.s)") }
            }
            if (kernel == null) {
                return claimed == null && WITHOUT_EFFECT.keySet().any { planned.message =~ it } ? Verdict.WITHOUT_EFFECT : Verdict.LEGAL_REFUSED
            }
            if (!(kernel instanceof ScriptError)) {
                return Verdict.CRASHED
            }
            // Words contradict each other, or the model does not implement what they need: no kernel is asked.
            def returned = errno(kernel, 'failed')
            if (returned == null) {
                return Verdict.WORDS_REFUSE
            }
            claimed == null || claimed == returned || planned.message.contains('KVM_RUN on the vCPU would fail') ? Verdict.BOTH_REFUSE : Verdict.ANOTHER_ERRNO
        }

        private static String errno(Throwable e, String verb) {
            def said = e.message =~ /$verb with (E\w+)/
            said.find() ? said.group(1) : null
        }

        @Override
        String toString() {
            "$verdict, vm { $setUp }: ${planned?.message}${kernel == null ? '' : "; the kernel: ${kernel.message}"}"
        }
    }
}
