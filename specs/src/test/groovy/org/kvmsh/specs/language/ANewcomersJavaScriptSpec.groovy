package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification

/** What a kernel engineer who has never seen kvmsh types in JavaScript gets an answer with the place and the spelling for that board. */
class ANewcomersJavaScriptSpec extends Specification {
    @Snapshot(extension = 'txt')
    Snapshotter snapshot

    /** Habits of Groovy and of x86, misspelled words, missing brackets and arguments, numbers in quotes. */
    static final List<String> ON_ARM64 = [
            'vm { memory at: 0, size: 64.KB }',
            'vm({memroy: {at: 0, size: KB(64)}})',
            'vm({memory: {at: 0}})',
            'vm({memory: [{at: 0}]})',
            "vm({memory: {at: '0x1000', size: KB(64)}})",
            "vm({memory: {at: 0, size: '64K'}})",
            'vm({memory: {at: 80000000, size: KB(64)}})',
            'vm({memory: {at: 0, size: KB(64)}; vcpu: 0})',
            'vm({memory: {at: 0, size: KB(64)}, vcpu(0) { start 0 }})',
            'vm({memory: {at: 0, size: KB(64)}, vcpu: {start: 0}}',
            'vm({irqchip: {}})',
            'vm({console: 0x9000000})',
            'vm({on: {io: 0x60}})',
            'vm({serial: {io: 0x3f8}})',
            'vm({vcpu: {real: 0x1000}})',
            'vm({vcpu: {start: 0, regs: {rax: 1}}})',
            'const m = vm({vcpu: {start: 0}}); m.regs.rip',
            "const m = vm({vcpu: {start: 0}}); m.regs.pc = '0x1000'",
            "const m = vm({vcpu: 0}); m.run({until: 'mmio'})",
            'const m = vm({vcpu: 0}); m.irq(5)',
            'println(${m})',
            'expect({errno: EINVAL}, kvm.ioctl(KVM_CREATE_VM, 0))',
            '@@ garbage @@']

    /** The kernel of 2011 takes guest memory in pages of 16 MiB. */
    static final List<String> ON_POWER7 = [
            'run()',
            'vm({memory: {at: 0}})',
            'vm({memory: {at: 0, size: 5000}})',
            'vm({vcpu: {start: 0, regs: {x0: 1}}})']

    def "every input of a newcomer has an answer that shows what to write"() {
        expect:
        snapshot.assertThat([answers('model:arm-vgicv2', ON_ARM64), answers('model:power7-hv', ON_POWER7)].flatten().join('\n')).matchesSnapshot('answers')
    }

    /** Without a real KVM and kernels for QEMU the available boards are the same everywhere. */
    private static List<String> answers(String board, List<String> inputs) {
        inputs.collect { text ->
            def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent', XDG_CACHE_HOME: '/nonexistent'], '', '-q', '-b', board, '--lang', 'js', '-e', text)
            assert result.status == 1
            "--- on $board\n$result.err".toString()
        }
    }
}
