package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** Each script of scripts/ on the real KVM of an emulated board; if a board is not available, the reason to skip names what is missing. */
@Timeout(600)
class ScriptsOnBoardsSpec extends Specification {
    @Needs('kvm:x86_64')
    @Sample(verify = 16)
    def "scripts/#script on this machine: #last"() {
        given:
        Needed.orSkip(*Needed.ofScript(script))

        when:
        def result = Kvmsh.run('-q', '-b', 'kvm', Kvmsh.script(script))

        then:
        result.passed(last)

        where:
        script                      || last
        'x86/irqchip.groovy'        || '3 tests passed'
        'x86/irqchip.js'            || '3 tests passed'
        'x86/cpuid.groovy'          || '3 tests passed'
        'x86/cpuid.js'              || '3 tests passed'
        'x86/struct.groovy'         || '4 tests passed'
        'x86/struct.js'             || '4 tests passed'
        'x86/msrs.groovy'           || '4 expectations held'
        'x86/msrs.js'               || '4 expectations held'
        'x86/rules.groovy'          || '20 tests passed'
        'x86/rules.js'              || '20 tests passed'
        'x86/patching.groovy'       || '5 tests passed'
        'x86/call-by-call.groovy'   || '6 expectations held'
        'x86/patching.js'           || '5 tests passed'
        'devices/attributes.groovy' || '2 tests passed, 1 skipped'
        'devices/attributes.js'     || '2 tests passed, 1 skipped'
    }

    @Sample(verify = 16)
    def "scripts/#script on #board, emulated in software: #last"() {
        given:
        Needed.orSkip(*Needed.ofScript(script))

        when:
        def result = Kvmsh.run('-q', '-b', board, Kvmsh.script(script))

        then:
        result.passed(last)

        where:
        board                     | script                       || last
        'model:ppc970-hv'         | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'model:ppc970-hv'         | 'ppc/platform-matrix.js'     || '100 tests passed'
        'model:power7-hv'         | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'model:power7-hv'         | 'ppc/platform-matrix.js'     || '100 tests passed'
        'model:ppc-pr?cpu=ppc970' | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'model:ppc-pr?cpu=ppc970' | 'ppc/platform-matrix.js'     || '100 tests passed'
        'model:ppc-pr'            | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'model:ppc-pr'            | 'ppc/platform-matrix.js'     || '100 tests passed'
        'model:rfc'               | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'model:ppc970-hv'         | 'ppc/rma.groovy'             || '6 tests passed, 2 skipped'
        'model:ppc970-hv'         | 'ppc/rma.js'                 || '6 tests passed, 2 skipped'
        'model:power7-hv'         | 'ppc/rma.groovy'             || '6 tests passed, 2 skipped'
        'model:power7-hv'         | 'ppc/rma.js'                 || '6 tests passed, 2 skipped'
        'model:power7-hv?rma_size=64M&rma_count=2' | 'ppc/rma.groovy' || '6 tests passed, 2 skipped'
        'model:ppc-pr'            | 'ppc/rma.groovy'             || '2 tests passed, 6 skipped'
        'model:ppc-pr'            | 'ppc/rma.js'                 || '2 tests passed, 6 skipped'
        'model:ppc970-hv'         | 'ppc/real-mode.groovy'       || '4 expectations held'
        'model:ppc970-hv'         | 'ppc/real-mode.js'           || '4 expectations held'
        'model:power7-hv'         | 'ppc/real-mode.groovy'       || '4 expectations held'
        'model:rfc'               | 'ppc/real-mode.groovy'       || '4 expectations held'
        'model:power7-hv'         | 'ppc/hypercalls.groovy'      || '8 expectations held'
        'model:power7-hv'         | 'ppc/hypercalls.js'          || '8 expectations held'
        'model:power7-hv'         | 'ppc/terminal.groovy'        || '5 expectations held'
        'model:rfc'               | 'ppc/terminal.js'            || '5 expectations held'
        'model:rfc'               | 'card.groovy'                || '5 expectations held'
        'model:rfc'               | 'card.js'                    || '5 expectations held'
        'model:x86_64'            | 'first-light.groovy'         || '2 expectations held'
        'model:x86_64'            | 'first-light.js'             || '2 expectations held'
        'model:x86_64'            | 'x86/cpuid.groovy'           || '3 tests passed'
        'model:x86_64'            | 'x86/cpuid.js'               || '3 tests passed'
        'model:x86_64'            | 'x86/debug.groovy'           || '8 expectations held'
        'model:x86_64'            | 'x86/debug.js'               || '8 expectations held'
        'model:x86_64'            | 'x86/expecting.groovy'       || '4 tests passed'
        'model:x86_64'            | 'x86/expecting.js'           || '4 tests passed'
        'model:x86_64'            | 'x86/images.groovy'          || '3 tests passed, 1 skipped'
        'model:x86_64'            | 'x86/images.js'              || '3 tests passed, 1 skipped'
        'model:x86_64'            | 'x86/interrupts.groovy'      || 'skipped: KVM_CAP_IRQCHIP is 0 on model:x86_64 (model)'
        'model:x86_64'            | 'x86/irqchip.groovy'         || 'skipped: KVM_CAP_PIT2 is 0 on model:x86_64 (model)'
        'model:x86_64'            | 'x86/long-mode.groovy'       || '4 expectations held'
        'model:x86_64'            | 'x86/looking.groovy'         || '5 tests passed'
        'model:x86_64'            | 'x86/patching.groovy'        || '5 tests passed'
        'model:x86_64'            | 'x86/call-by-call.groovy'    || '6 expectations held'
        'model:x86_64'            | 'x86/patching.js'            || '5 tests passed'
        'model:x86_64'            | 'x86/looking.js'             || '5 tests passed'
        'model:x86_64'            | 'x86/msr-exits.groovy'       || '5 expectations held'
        'model:x86_64'            | 'x86/msr-exits.js'           || '5 expectations held'
        'model:x86_64'            | 'x86/msrs.groovy'            || '4 expectations held'
        'model:x86_64'            | 'x86/msrs.js'                || '4 expectations held'
        'model:x86_64'            | 'x86/protected-mode.groovy'  || '2 expectations held'
        'model:x86_64'            | 'x86/protected-mode.js'      || '2 expectations held'
        'model:x86_64'            | 'x86/serial.groovy'          || '2 expectations held'
        'model:x86_64'            | 'x86/serial.js'              || '2 expectations held'
        'model:x86_64'            | 'x86/snapshot.groovy'        || '8 expectations held'
        'model:x86_64'            | 'x86/snapshot.js'            || '8 expectations held'
    }

    @Sample(verify = 4)
    def "scripts/#script on #board: #last"() {
        given:
        Needed.orSkip(board, *Needed.ofScript(script))

        when:
        def result = Kvmsh.runShared('-q', '-b', board, Kvmsh.script(script))

        then:
        result.passed(last)
        result.heading.startsWith("$board (emulated")

        where:
        board                | script                     || last
        'qemu:arm64'         | 'arm/vgic-v2.groovy'       || '41 tests passed'
        'qemu:arm64-gicv3'   | 'arm/vgic-v3.groovy'       || '19 tests passed'
        'qemu:arm64'         | 'arm/first-light.groovy'   || '3 expectations held'
        'qemu:arm64-gicv3'   | 'arm/first-light.groovy'   || '3 expectations held'
        'qemu:ppc64'         | 'ppc/hypercalls.groovy'    || '8 expectations held'
        'qemu:ppc64-powernv' | 'ppc/hypercalls.groovy'    || '8 expectations held'
        'qemu:ppc64'         | 'ppc/platform.groovy'      || '27 tests passed, 3 skipped'
        'qemu:ppc64'         | 'ppc/platform.js'          || '27 tests passed, 3 skipped'
        'qemu:ppc64-powernv' | 'ppc/platform.groovy'      || '27 tests passed, 3 skipped'
        'qemu:ppc64-powernv' | 'ppc/platform.js'          || '27 tests passed, 3 skipped'
        'qemu:arm64'         | 'arm/cpu.groovy'           || '9 tests passed'
        'qemu:arm64'         | 'arm/cpu.js'               || '9 tests passed'
        'qemu:arm64-gicv3'   | 'arm/cpu.groovy'           || '6 tests passed, 3 skipped'
        'qemu:arm64'         | 'devices/attributes.groovy' || '3 tests passed'
        'qemu:arm64'         | 'devices/attributes.js'    || '3 tests passed'
        'qemu:x86_64'        | 'x86/irqchip.groovy'       || '3 tests passed'
        'qemu:x86_64'        | 'x86/irqchip.js'           || '3 tests passed'
        'qemu:x86_64'        | 'x86/cpuid.groovy'         || '3 tests passed'
        'qemu:x86_64'        | 'x86/cpuid.js'             || '3 tests passed'
        'qemu:x86_64'        | 'x86/msrs.groovy'          || '4 expectations held'
        'qemu:x86_64'        | 'x86/msrs.js'              || '4 expectations held'
        'qemu:x86_64'        | 'x86/long-mode.groovy'     || '4 expectations held'
        'qemu:arm64'         | 'arm/assembled.groovy'     || '1 expectation held'
        'qemu:ppc64'         | 'ppc/assembled.groovy'     || '2 expectations held'
        'qemu:riscv64'       | 'riscv/first-light.groovy' || '3 expectations held'
        'qemu:riscv64'       | 'riscv/first-light.js'     || '3 expectations held'
        'qemu:riscv64'       | 'riscv/sbi.groovy'         || '7 expectations held'
        'qemu:riscv64'       | 'riscv/sbi.js'             || '7 expectations held'
        'qemu:riscv64'       | 'riscv/console.groovy'   || '4 expectations held'
        'qemu:riscv64'       | 'riscv/console.js'       || '4 expectations held'
        'qemu:riscv64'       | 'riscv/aia.groovy'       || '2 expectations held'
        'qemu:riscv64'       | 'riscv/aia.js'           || '2 expectations held'
        'qemu:riscv64'       | 'riscv/registers.groovy' || '7 tests passed'
        'qemu:riscv64'       | 'riscv/registers.js'    || '7 tests passed'
        'qemu:riscv64'       | 'riscv/memory.groovy'   || '3 tests passed'
        'qemu:riscv64'       | 'riscv/memory.js'       || '3 tests passed'
        'qemu:riscv64'       | 'riscv/smp.groovy'      || '3 expectations held'
        'qemu:riscv64'       | 'riscv/smp.js'          || '3 expectations held'
        'qemu:riscv64'       | 'riscv/debug.groovy'    || '9 expectations held'
        'qemu:riscv64'       | 'riscv/debug.js'        || '9 expectations held'
        'rfc:qemu:ppc64'     | 'ppc/platform.groovy'      || '23 tests passed, 7 skipped'
        'rfc:qemu:ppc64'     | 'ppc/platform.js'          || '23 tests passed, 7 skipped'
        'rfc:qemu:arm64'     | 'arm/vgic-v2.groovy'       || '40 tests passed, 1 skipped'
        'qemu:arm64-rfc'     | 'arm/vgic-v2.groovy'       || '40 tests passed, 1 skipped'
        'qemu:arm64-rfc'     | 'arm/device-address.groovy' || '8 tests passed'
        'qemu:arm64-rfc'     | 'arm/device-address.js'    || '8 tests passed'
        'qemu:ppc64-rfc'     | 'ppc/set-platform.groovy'  || '5 tests passed'
        'qemu:ppc64-rfc'     | 'ppc/set-platform.js'      || '5 tests passed'
        'qemu:ppc64-rfc'     | 'ppc/platform.groovy'      || '20 tests passed, 10 skipped'
        'qemu:ppc64-rfc'     | 'ppc/platform.js'          || '20 tests passed, 10 skipped'
        'qemu:ppc64-rfc'     | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'qemu:ppc64-rfc'     | 'ppc/real-mode.groovy'     || '4 expectations held'
        'qemu:ppc64-rfc'     | 'ppc/real-mode.js'         || '4 expectations held'
        'qemu:ppc64-rfc'     | 'ppc/hypercalls.groovy'    || '8 expectations held'
        'qemu:ppc64-rfc'     | 'ppc/terminal.groovy'      || '5 expectations held'
        'qemu:ppc64-rfc'     | 'ppc/assembled.groovy'     || '2 expectations held'
        'rfc:qemu:ppc64'     | 'ppc/real-mode.groovy'     || '4 expectations held'
        'rfc:qemu:ppc64'     | 'ppc/real-mode.js'         || '4 expectations held'
        'rfc:qemu:ppc64'     | 'ppc/platform-matrix.groovy' || '100 tests passed'
        'qemu:x86_64'        | 'x86/images.groovy'        || '3 tests passed, 1 skipped'
        'qemu:x86_64'        | 'x86/images.js'            || '3 tests passed, 1 skipped'
        'qemu:x86_64'        | 'x86/protected-mode.groovy' || '2 expectations held'
        'qemu:x86_64'        | 'x86/protected-mode.js'    || '2 expectations held'
        'qemu:x86_64'        | 'first-light.groovy'       || '2 expectations held'
        'qemu:arm64'         | 'arm/pl011.groovy'         || '5 expectations held'
        'qemu:arm64'         | 'arm/debug.groovy'         || '8 expectations held'
        'qemu:ppc64'         | 'ppc/terminal.groovy'      || '5 expectations held'
        'qemu:x86_64'        | 'x86/msr-exits.groovy'     || '5 expectations held'
        'qemu:x86_64'        | 'x86/snapshot.groovy'      || '8 expectations held'
        'qemu:x86_64'        | 'x86/interrupts.groovy'    || '3 expectations held'
        'qemu:x86_64'        | 'x86/serial.groovy'        || '2 expectations held'
        'qemu:x86_64'        | 'x86/rules.groovy'         || '20 tests passed'
        'qemu:x86_64'        | 'x86/call-by-call.groovy'  || '6 expectations held'
        'qemu:x86_64'        | 'x86/rules.js'             || '20 tests passed'
    }

    @Sample(verify = 16)
    def "scripts/#script on model:arm-vgicv2, which needs neither KVM nor QEMU: #last"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:arm-vgicv2', Kvmsh.script(script))

        then:
        result.passed(last)
        result.heading.startsWith('model:arm-vgicv2 (model)')

        where:
        script                      || last
        'arm/vgic-v2.groovy'        || '41 tests passed'
        'arm/first-light.groovy'    || '3 expectations held'
        'arm/first-light.js'        || '3 expectations held'
        'arm/pl011.groovy'          || '5 expectations held'
        'arm/pl011.js'              || '5 expectations held'
        'arm/debug.groovy'          || '8 expectations held'
        'arm/debug.js'              || '8 expectations held'
        'arm/cpu.groovy'            || '8 tests passed, 1 skipped'
        'arm/cpu.js'                || '8 tests passed, 1 skipped'
        'devices/attributes.groovy' || '3 tests passed'
        'devices/attributes.js'     || '3 tests passed'
    }
}
