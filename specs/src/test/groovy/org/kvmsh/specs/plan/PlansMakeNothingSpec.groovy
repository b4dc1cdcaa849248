package org.kvmsh.specs.plan

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.trace.CallRing
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Planned
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** A plan creates nothing on its board, as strace(1) and the trace of the calls below a proposal show; opening a board creates no VM. */
class PlansMakeNothingSpec extends Specification {
    /** The parts of an x86 guest, which needs KVM_SET_TSS_ADDR. */
    static final String PARTS = 'memory at: 0, size: 64.KB; device KVM_DEV_TYPE_VFIO; vcpu(0) { real 0 }; vcpu(1) { real 0 }; on(debug: 0x1003) { }'
    static final String GUEST = "vm { $PARTS }.run()"

    @TempDir
    Path folder

    def "a plan creates no VM on the board and names what only a VM can report: #name"() {
        given:
        Needed.orSkip(name)
        def board = new OnBoard(name)
        def calls = []
        board.board.kernel().tell { calls << it.name() }

        when:
        def plan = board.run('plan { device KVM_DEV_TYPE_VFIO }')

        then:
        calls as Set == ['KVM_CHECK_EXTENSION'] as Set
        plan.toString().readLines()[1] == 'unknown without --probe, assumed yes: KVM_CREATE_DEVICE accepts KVM_DEV_TYPE_VFIO'

        and: 'with --probe the board is queried'
        !Kvmsh.run('plan', '-b', name, '--probe', '-e', 'vm { device KVM_DEV_TYPE_VFIO }').out.contains('unknown without')

        cleanup:
        board?.close()

        where:
        name << ['kvm:x86_64']
    }

    @Needs('strace')
    def "with facts from a file, /dev/kvm is not opened and no KVM ioctl is called"() {
        expect:
        seen('plan', '-e', GUEST, '--facts', facts()) == [] as Set
    }

    @Needs(['strace', 'kvm:x86_64'])
    @Sample(of = 3)
    def "on this machine's board, /dev/kvm is opened and only facts are read, also with proposals in front: #arguments"() {
        expect:
        seen(*arguments) == ['openat', 'KVM_GET_API_VERSION', 'KVM_CHECK_EXTENSION'] as Set

        where:
        arguments << [['kvm', 'rfc:kvm'], [['plan', '-e', GUEST], ['plan', '-e', "plan { $PARTS }".toString()], ['-e', "println plan { $PARTS }".toString()]]].combinations { board, text ->
            text + ['-b', board]
        } + [['plan', '-b', 'rfc:kvm', '-e', "rfc '${Kvmsh.script('rfc/kvm-count-dirty-pages.patch')}'; proposal(KVM_COUNT_DIRTY_PAGES) { a -> 0 }; $GUEST".toString()]]
    }

    /** The KVM calls seen by strace while a separate JVM plans. */
    private Set<String> seen(String... arguments) {
        def trace = folder.resolve('trace')
        def command = ['strace', '-f', '--seccomp-bpf', '-qq', '-e', 'trace=openat,ioctl', '-o', trace.toString(), *StartedKvmsh.command(arguments as List)]
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        def said = process.inputReader().text
        assert said.contains('KVM_SET_TSS_ADDR 0xae47') && !said.contains('Exception')
        assert process.waitFor() == 0
        Files.readAllLines(trace).findAll { it.contains('"/dev/kvm"') || it =~ /ioctl\(\d+, (KVM_|_IOC\([^)]*0xae)/ }.collect {
            it.contains('openat') ? 'openat' : (it =~ /ioctl\(\d+, (\w+)/)[0][1]
        } as Set
    }

    def "a board with proposals in front creates no VM when it is opened, nor for a plan: #name"() {
        given:
        Needed.orSkip(name)
        // A separate board: on the shared one a VM was created already.
        def on = new OnBoard(name)
        def calls = new CallRing()
        on.board.keepCallsIn(calls)
        def create = on.board.kernel().abi().ioctl('KVM_CREATE_VM').request()

        when:
        def plan = on.run("plan { $block }").toString()

        then:
        plan.contains("unknown without --probe, assumed yes: the kernel has $ioctl")
        calls.calls()*.name().contains('open')
        !calls.calls().any { it.request() == create }

        when: "a proposal's capability is queried, which depends on a VM"
        def facts = new HostFacts(on.board, { [] }).onPaper()

        then:
        facts.capability(capability) == value
        facts.assumed().contains("assumed: $capability is $value".toString()) == assumed
        !calls.calls().any { it.request() == create }

        and: 'it is known after the first VM'
        on.run('vm { }') != null
        calls.calls().count { it.request() == create } > 1
        facts.capability(capability) == new HostFacts(on.board, { [] }).capability(capability)

        cleanup:
        on?.close()

        where:
        name                   | block                                    | ioctl                    | capability                | value | assumed
        'rfc:model:arm-vgicv2' | 'vgic dist: 0x8000000, cpu: 0x8010000'   | 'KVM_SET_DEVICE_ADDRESS' | 'KVM_CAP_SET_DEVICE_ADDR' | 1     | true
        'rfc:qemu:arm64'       | 'vgic dist: 0x8000000, cpu: 0x8010000'   | 'KVM_SET_DEVICE_ADDRESS' | 'KVM_CAP_SET_DEVICE_ADDR' | 1     | true
        'rfc:qemu:ppc64'       | 'platform SPAPR; arch 206'               | 'KVM_PPC_SET_PLATFORM'   | 'KVM_CAP_PPC_RMA'         | 1     | false
    }

    /** A file as {@code kvmsh boards facts} prints it. */
    private String facts() {
        def capabilities = PlanCommandSpec.EVERYWHERE + Planned.X86 + [KVM_CAP_DEVICE_CTRL: 1, KVM_CAP_SET_GUEST_DEBUG: 1]
        Files.writeString(folder.resolve('facts'), new Gson().toJson([name: 'kvm:x86_64', kind: 'real', table: 'x86_64', about: '', capabilities: capabilities])).toString()
    }
}
