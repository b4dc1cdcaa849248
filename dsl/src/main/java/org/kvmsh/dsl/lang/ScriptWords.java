package org.kvmsh.dsl.lang;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.BreakpointWords;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpuWords;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.word.AddingWords;
import org.kvmsh.dsl.machine.word.CapabilityWords;
import org.kvmsh.dsl.machine.word.FirstVcpuWords;
import org.kvmsh.dsl.machine.word.HistoryWords;
import org.kvmsh.dsl.machine.word.InspectingWords;
import org.kvmsh.dsl.machine.word.InterruptingWords;
import org.kvmsh.dsl.machine.word.KeepingWords;
import org.kvmsh.dsl.machine.word.LiveMemoryWords;
import org.kvmsh.dsl.machine.word.RunWords;
import org.kvmsh.dsl.machine.word.StoppedVcpuWords;
import org.kvmsh.dsl.machine.word.SymbolWords;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.OpenedBoard;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.session.patch.PatchDefined;
import org.kvmsh.dsl.session.patch.ProposalMade;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.TopLevel;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words at the top level of a script, in either language; those of a machine are about the current one. */
public interface ScriptWords
        extends TopLevel,
                CodeWords,
                ExpectingWords,
                LookingWords,
                StopWords,
                StructWords,
                AddingWords,
                BreakpointWords,
                CapabilityWords,
                FirstVcpuWords,
                InspectingWords,
                InterruptingWords,
                KeepingWords,
                HistoryWords,
                LiveMemoryWords,
                MachineVcpuWords,
                RunWords,
                StoppedVcpuWords,
                SymbolWords {
    /** The session that the script runs against. */
    @Override
    Session session();

    /** The current position of the script. */
    @Override
    Site here();

    /** The current machine. */
    @Override
    default HasMachineParts actedOn() {
        return session().machine(here());
    }

    /** The front end that runs the script. */
    FrontEnd frontEnd();

    /** The words of a {@code vm} block as the language has them. */
    VmWords vmWords();

    /** The words of a {@code vm} block as the language has them, for what is added to a machine. */
    VmWords vmWords(VmConfig.Builder added);

    @Override
    default Capabilities capabilities(String pattern) {
        return session().inspection().capabilities(pattern);
    }

    /** {@code device KVM_DEV_TYPE_VFIO}. */
    default void device(Object type) {
        actedOn().machineParts().additions().words().device(type);
    }

    @Override
    default void more(Block block) {
        session().machine(here()).more(block, this::vmWords);
    }

    /** The error of an exception, with its position. */
    ScriptError failure(Throwable thrown);

    @Override
    default Source textOf(String name) {
        return frontEnd().source(name);
    }

    private Failure explained(Throwable thrown) {
        return session().failures().explain(failure(thrown), this::textOf);
    }

    /** Prints a line where the script prints. */
    void println(Object value);

    @Word(
            value = "create a VM on this board; returns a machine",
            example = "def m = vm { memory at: 0, size: 64.KB }",
            js = "const m = vm({memory: {at: 0, size: KB(64)}})",
            block = true)
    default Machine vm(Block block) {
        return session().bringUp(vmWords(), block);
    }

    @Word(
            value = "show the calls that vm { } would make on this board for this block, without making"
                    + " them: each call's ioctl number, argument and purpose, and what each errno would mean",
            example = "plan { memory at: 0, size: 64.KB; vcpu 0 }",
            js = "plan({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})",
            block = true)
    default PlanOnPaper plan(Block block) {
        return session().plan(vmWords(), block);
    }

    @Word(
            value = "read a patch (an email, an mbox, a diff or a header, from a file or as text) and make"
                    + " its ioctls callable; instead of a file, pass commit: (a commit or a range of commits)"
                    + " and tree: (the directory of its git tree; defaults to the current directory). on: is"
                    + " the descriptor that the ioctls are issued on: 'vcpu', 'vm', 'kvm' or 'device';"
                    + " required if the patch does not say",
            named = {"commit", "tree", "on"},
            example = "rfc 'scripts/rfc/kvm-ppc-set-platform.patch'")
    default PatchDefined rfc(String fileOrText) {
        return session().patches().readFrom(fileOrText, here().source());
    }

    /** {@code rfc 'some.patch', on: 'vcpu'}. */
    default PatchDefined rfc(Map<String, ?> named, String fileOrText) {
        return session().patches().readFrom(named, fileOrText, here());
    }

    /** {@code rfc commit: 'HEAD', tree: '~/linux'}. */
    default PatchDefined rfc(Map<String, ?> commit) {
        return session().patches().readCommit(commit, here());
    }

    @Word(
            value = "implement an ioctl or a KVM_ENABLE_CAP capability that a patch defines, on rfc:BOARD."
                    + " arg holds the struct's fields by name, the VM or vCPU (to make calls to the board's kernel)"
                    + " and per-VM state. The block returns a number, a negative errno, or nothing for 0. If the"
                    + " kernel has the ioctl or capability, the kernel handles the call instead",
            example = "proposal(KVM_PPC_SET_PLATFORM) { arg -> arg.guest_arch == 206 ? 0 : -EINVAL }",
            js = "proposal(KVM_PPC_SET_PLATFORM, arg => arg.guest_arch == 206 ? 0 : -EINVAL)",
            block = true)
    default ProposalMade proposal(Object ioctl, ProposalBody body) {
        return session().patches().propose(ioctl, body, here());
    }

    @Word(
            value = "expect each line of the block, or the function's result, to be true; with errno:, expect the"
                    + " kernel to refuse the block's last call with that errno; with exit: and no block, expect"
                    + " the last run to have ended with that exit",
            named = {"errno", "exit"},
            example = "expect { m.regs.rax == 42 }",
            js = "expect(() => m.regs.rax == 42)",
            block = true)
    void expect(Block block);

    /** {@code expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }}. */
    void expect(Map<String, ?> errno, Block block);

    @Word(
            value = "run a test: print its result on one line, and continue the script whether the test passed or"
                    + " failed; boards: limits the test to matching boards; within: sets its time limit; tags:"
                    + " puts it into groups that can be run separately; source: names the document that says what"
                    + " the test checks, and is printed if the test fails; bringup: sets the test's position,"
                    + " 1 to 999, in the order of tests on a new board, and tags the test bringup",
            named = {"boards", "within", "tags", "source", "bringup"},
            example = "test('VM type 99 is refused') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }",
            js = "test('VM type 99 is refused', () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)) })",
            block = true)
    default void test(String name, Block block) {
        test(Map.of(), name, block);
    }

    /** {@code test('…', boards: 'arm*') { }}: skipped elsewhere. */
    default void test(Map<String, ?> named, String name, Block block) {
        session()
                .tests()
                .test(TestRequest.of(name, named, here()), () -> block.with(null), this::explained, this::println);
    }

    @Word(
            value = "the board that the script runs on. With a name, opens another board, which stays open"
                    + " until the session ends; call .vm { } on the result to create a machine there. Words"
                    + " not called on that board or on a machine still apply to the script's own board",
            example = "def b = board 'model:x86_64'",
            js = "const b = board('model:x86_64')")
    default OpenedBoard getBoard() {
        return session().ownBoard(this::vmWords);
    }

    /** {@code board()}. */
    default OpenedBoard board() {
        return getBoard();
    }

    /** {@code board 'qemu:arm64'}. */
    default OpenedBoard board(String name) {
        return session().open(name, here(), this::vmWords);
    }

    @Word(
            value = "requirements of a test or script; if any is not met, the test or the rest of the script"
                    + " is skipped and the reason is reported. cap: a capability, min: its minimum value;"
                    + " device: a device type; ioctl: an ioctl, by: what handles it, 'kernel', 'proposal' or"
                    + " 'none'; reg: a register; boards: board names, architectures or kinds; asm: an assembler"
                    + " mode that this host supports; memory: bytes of free memory on the board. A condition"
                    + " also works, with a name for the report: needs cpuid.svm == 1, 'SVM'",
            example = "needs cap: KVM_CAP_PPC_RMA, min: 2",
            named = {"cap", "min", "device", "ioctl", "by", "reg", "boards", "asm", "memory"})
    default void needs(Map<String, ?> what) {
        session().tests().needs(what, here());
    }

    /** {@code needs cpuid.svm == 1, 'SVM'}. */
    default void needs(Boolean met, String what) {
        Needs.check(met, what, here());
    }

    @Word(
            value = "skip the test or, outside a test, the rest of the script, and print the reason; a"
                    + " test that has already failed stays failed",
            example = "skip 'the host has no second NUMA node'",
            js = "skip('the host has no second NUMA node')")
    default void skip(String reason) {
        Needs.skip(reason, here());
    }

    @Word(
            value = "wait for a duration; background runs continue. Ctrl-C ends the wait and the script; a"
                    + " test's time limit ends the wait and the test, but not the script",
            example = "sleep 80.ms",
            js = "sleep(ms(80))")
    default void sleep(Duration time) {
        Pause.of(time, here());
    }

    @Word(
            value = "run another script at this point; its path is relative to this script, and its"
                    + " functions and variables are available afterwards",
            example = "include 'guests.groovy'",
            js = "include('guests.js')")
    default Object include(String file) {
        return frontEnd().include(file, here());
    }

    @Word(
            value = "the bytes of a file beside the script or in the current directory; at: the offset of the first"
                    + " byte, length: the number of bytes (default: to the end of the file)",
            example = "readFile 'guest.bin'",
            named = {"at", "length"})
    default byte[] readFile(String file) {
        return readFile(Map.of(), file);
    }

    /** {@code readFile 'guest.bin', at: 0x200, length: 4}. */
    default byte[] readFile(Map<String, ?> part, String file) {
        NamedArguments named =
                new NamedArguments("readFile", List.of("at", "length"), "readFile 'guest.bin'", part, here());
        return ScriptFile.bytes(file, named.longOrNull("at"), named.longOrNull("length"), here());
    }

    @Word(value = "the arguments after the script's name on the command line", example = "args")
    default List<String> getArgs() {
        return frontEnd().arguments();
    }
}
