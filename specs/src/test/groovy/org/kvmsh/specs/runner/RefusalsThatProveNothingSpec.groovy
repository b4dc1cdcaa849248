package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.guest.SuiteHoldsOnBoardsSpec
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test --vacuity}: an expected refusal that the kernel gives to right arguments as well is red. */
@Needs('qemu:x86_64')
class RefusalsThatProveNothingSpec extends Specification {
    static final String LACKS = 'damaged:qemu:x86_64?damage=KVM_SET_DEBUGREGS:EINVAL-refused'
    static final String VCPU = 'def v = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }.vcpu(0)'
    static final String JS_VCPU = 'const v = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}).vcpu(0)'

    @TempDir
    Path folder

    @Timeout(900)
    @Sample(of = 16)
    def "on #board the refusals that part #part of scripts/suite expects prove something, but for #open without a right argument"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board, "asm:${Needed.mode(board)}")

        when:
        def result = Kvmsh.runShared('test', *SuiteHoldsOnBoardsSpec.partOf(board, part, of), '-b', board, '--vacuity')
        def counts = (result.out =~ /(?m)^\d+ refusals retried: (\d+) with another result, (\d+) with the same errno, (\d+) without a valid argument$/)[0]*.toString()
        println "refusals of part $part of scripts/suite on $board: ${counts[0]}"

        then:
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        counts[1].toInteger() >= proved
        counts[2] == '0'
        counts[3].toInteger() <= open

        where:
        board          | part | of || proved | open
        'qemu:ppc64'   | 0    | 4  || 51     | 13
        'qemu:ppc64'   | 1    | 4  || 12     | 2
        'qemu:ppc64'   | 2    | 4  || 18     | 3
        'qemu:ppc64'   | 3    | 4  || 0      | 46
        'qemu:riscv64' | 0    | 1  || 154    | 62
        'qemu:arm64'   | 0    | 1  || 235    | 68
        'kvm'          | 0    | 1  || 140    | 50
    }

    def "what is said of an expected refusal, made again: #what (#name)"() {
        given:
        def file = folder.resolve("a.$name")
        Files.writeString(file, text)

        when:
        def plain = Kvmsh.runShared('test', file.toString(), '-b', board)
        def again = Kvmsh.runShared('test', file.toString(), '-b', board, '--vacuity')

        then:
        plain.out.readLines().findAll { it.startsWith('ok ') } == ['ok 1 t']
        again.status == status
        again.out.readLines().find { it.startsWith('ok ') || it.startsWith('not ok ') } == line
        again.out.contains("  ${file}:2:${name == 'js' ? 33 : 27}: this expectation proves nothing: KVM_SET_DEBUGREGS fails with EINVAL even with arguments that break no rule") == (status == 1)

        where:
        name     | what                                     | board         | text                                                                                              || status | line
        'groovy' | 'another argument is taken'              | 'qemu:x86_64' | "test('t') { $VCPU\n  expect(errno: EINVAL) { v.ioctl KVM_SET_DEBUGREGS, flags: 1 } }"            || 0      | 'ok 1 t # 1 refusal retried: 1 with another result, 0 with the same errno, 0 without a valid argument'
        'js'     | 'another argument is taken'              | 'qemu:x86_64' | "test('t', () => { $JS_VCPU\n  expect({errno: EINVAL}, () => v.ioctl(KVM_SET_DEBUGREGS, {flags: 1})) })" || 0 | 'ok 1 t # 1 refusal retried: 1 with another result, 0 with the same errno, 0 without a valid argument'
        'groovy' | 'the kernel lacks what the call is for'  | LACKS         | "test('t') { $VCPU\n  expect(errno: EINVAL) { v.ioctl KVM_SET_DEBUGREGS, flags: 1 } }"            || 1      | 'not ok 1 t # 1 refusal retried: 0 with another result, 1 with the same errno, 0 without a valid argument'
        'js'     | 'the kernel lacks what the call is for'  | LACKS         | "test('t', () => { $JS_VCPU\n  expect({errno: EINVAL}, () => v.ioctl(KVM_SET_DEBUGREGS, {flags: 1})) })" || 1 | 'not ok 1 t # 1 refusal retried: 0 with another result, 1 with the same errno, 0 without a valid argument'
        'groovy' | 'another vCPU is created'                | 'qemu:x86_64' | "test('t') { $VCPU\n  expect(errno: EEXIST) { v.machine.ioctl KVM_CREATE_VCPU, 0 } }"              || 0      | 'ok 1 t # 1 refusal retried: 1 with another result, 0 with the same errno, 0 without a valid argument'
        'groovy' | 'the rest depends on it'                 | 'qemu:x86_64' | "test('t') { $VCPU\n  def p = v.machine.allocate(0x10000), slot = { f, size -> v.machine.ioctl KVM_SET_USER_MEMORY_REGION, slot: 3, flags: f, guest_phys_addr: 0x200000, memory_size: size, userspace_addr: p.address }\n  expect(errno: EINVAL) { slot 0x80, 0x1000 }\n  expect { attempt { slot 0, 0x2000 } == null } }" || 0 | 'ok 1 t # SKIP a second call that the kernel took changed what the rest of the test finds'
        'groovy' | 'the VM is in the wrong state'           | 'qemu:x86_64' | "test('t') { $VCPU\n  expect(errno: ENXIO) { v.machine.ioctl KVM_GET_IRQCHIP, chip_id: 0 } }" || 0 | 'ok 1 t # 1 refusal retried: 0 with another result, 0 with the same errno, 1 without a valid argument'
    }
}
