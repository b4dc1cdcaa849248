package org.kvmsh.specs.model

import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

@Needs('kvm')
class ModelLeavesAsTheKernelSpec extends Specification {
    @Shared
    @AutoCleanup
    KernelAndModel both = new KernelAndModel()

    @Sample(verify = 16)
    def "an access to a port or to unmapped memory causes the same exits on the kernel and on the model: #bits bits, #guest"() {
        when:
        def (kernel, model) = both.run(bits, hex)

        then:
        kernel.every { it[1] > 1 }
        model == kernel

        where:
        bits | guest                                                        | hex
        16   | 'in $0x60, %al'                                              | 'e460f4'
        16   | 'out %al, $0x61'                                             | 'e661f4'
        16   | 'mov $0x80,%dx; insb'                                        | 'ba80006cf4'
        16   | 'mov $5,%ecx; mov $0x80,%dx; rep insb'                       | '66b905000000ba8000f36cf4'
        16   | 'mov $2100,%ecx; mov $0x4000,%edi; mov $0x80,%dx; rep insb'  | '66b93408000066bf00400000ba8000f36cf4'
        16   | 'mov $0x3f8,%dx; in %dx, %ax'                                | 'baf803edf4'
        16   | 'mov $0x80,%dx; outsw'                                       | 'ba80006ff4'
        16   | 'mov $3,%ecx; mov $0x80,%dx; rep outsw'                      | '66b903000000ba8000f36ff4'
        16   | 'mov $6,%ecx; mov $0x4ffa,%edi; mov $0x80,%dx; rep insw'     | '66b90600000066bffa4f0000ba8000f36df4'
        16   | 'std; mov $3,%ecx; mov $0x80,%dx; rep insl'                  | 'fd66b903000000ba800066f36df4'
        32   | 'mov $0x3f8,%dx; in %dx, %eax'                               | '66baf803edf4'
        32   | 'mov $0x1234,%dx; out %eax, %dx; inc %ebx'                   | '66ba3412ef43f4'
        32   | 'mov $0xf004,%esi; movzbl (%esi),%ebx'                       | 'be04f000000fb61ef4'
        32   | 'mov $0xf004,%esi; xchg %bx, (%esi)'                         | 'be04f0000066871ef4'
        32   | 'mov $0xf004,%esi; cmpxchg %ebx, (%esi)'                     | 'be04f000000fb11ef4'
        32   | 'mov $0xf004,%esi; mov $3,%ecx; rep lodsl'                   | 'be04f00000b903000000f3adf4'
        32   | 'mov $0xeffd,%esi; mov %ebx, (%esi)'                         | 'befdef0000891ef4'
        32   | 'mov $0xf100,%esp; push %eax; pop %ebx'                      | 'bc00f10000505bf4'
        32   | 'mov $0xf100,%esp; call 1f; 1: nop'                          | 'bc00f10000e80000000090f4'
        64   | 'mov $0xf004,%esi; addb $5, (%rsi)'                          | 'be04f00000800605f4'
        64   | 'mov $0xf004,%esi; mov $3,%ecx; repe cmpsb'                  | 'be04f00000b903000000f3a6f4'
        64   | 'mov $0xf004,%edi; mov $3,%ecx; rep stosw'                   | 'bf04f00000b90300000066f3abf4'
        64   | 'mov $0xf004,%esi; cmpl $5, (%rsi)'                          | 'be04f00000833e05f4'
        64   | 'mov $0xfffe,%esi; mov (%rsi),%ebx'                          | 'befeff00008b1ef4'
        64   | 'mov $0xf004,%esi; mov (%rsi), %rbx'                         | 'be04f00000488b1ef4'
        64   | 'mov $0xf004,%esi; mov %rbx, (%rsi)'                         | 'be04f0000048891ef4'
        64   | 'mov $0xf004,%esi; addq $5, (%rsi)'                          | 'be04f0000048830605f4'
        64   | 'mov $0xf004,%esi; mov $0xf104,%edi; mov $3,%ecx; rep movsq' | 'be04f00000bf04f10000b903000000f348a5f4'
        64   | 'mov $0xf004,%esi; shlq (%rsi)'                              | 'be04f0000048d126f4'
        64   | 'mov $0xf004,%esi; btsq $3,(%rsi)'                           | 'be04f00000480fba2e03f4'
        64   | 'mov $0xf004,%esi; pushq (%rsi); pop %rbx'                   | 'be04f00000ff365bf4'
        64   | 'mov $0xf004,%esi; push %rbx; popq (%rsi)'                   | 'be04f00000538f06f4'
    }
}
