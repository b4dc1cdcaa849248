package org.kvmsh.specs.model

import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

@Needs('kvm')
class ModelOfRingZeroSpec extends Specification {
    static final String TO_PROTECTED_MODE = '0f011640100f20c00c010f22c0ea12100800b8100000008ed88ed08b1d00200000ba67452301f4900000000000000000ffff0000009bcf00ffff0000' +
            '0093cf00170028100000f4'
    static final String DIVIDE_BY_ZERO_32 = '0f0115381000000f011d4810000029dbf7f3f48d7426009089e1585b5a9c5ef40000000000000000ffff0000009bcf00ffff00000093cf0017002010' +
            '0000669018100800008e0000070040100000f4'
    static final String BAD_SELECTOR = '0f0115381000000f011db0100000b8180000008ed8f4669089e1585b5a9c5ef40000000000000000ffff0000009bcf00ffff00000093cf0017002010' +
            '000066900000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000' +
            '00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000018100800008e00006f004010' +
            '0000f4'
    static final String DIVIDE_BY_ZERO_64 = '0f011425401000000f011c256010000029dbf7f3f40f1f004889e1585b5a41584159f40f1f4400000000000000000000ffff0000009baf00ffff0000' +
            '0093cf0017002810000000000000660f1f44000018100800008e000000000000000000000f005010000000000000f4'

    @Shared
    @AutoCleanup
    KernelAndModel both = new KernelAndModel()

    @Sample(verify = 16)
    def "ring 0 instructions do the same on the kernel and on the model: #bits bits, #guest"() {
        when:
        def (kernel, model) = both.run(bits, hex)

        then:
        model == kernel

        where:
        bits | guest                                                                                      | hex
        16   | 'mov $0x100, %ax; mov %ax, %es; mov %es:0x1000, %bl'                                       | 'b800018ec0268a1e0010f4'
        16   | 'mov %ss, %eax'                                                                            | '668cd0f4'
        16   | 'lds (%si), %dx; mov %ds, %ax'                                                             | 'c5148cd8f4'
        16   | 'lgdt (%si); sgdt 0x20(%si)'                                                               | '0f01140f014420f4'
        16   | 'lidt (%si); sidt 0x20(%si)'                                                               | '0f011c0f014c20f4'
        16   | 'smsw %ax'                                                                                 | '0f01e0f4'
        16   | 'mov %cr0, %eax'                                                                           | '0f20c0f4'
        16   | 'mov $0x20,%eax; mov %eax, %cr4; mov %cr4, %ebx'                                           | '66b8200000000f22e00f20e3f4'
        16   | 'mov $0x5000,%eax; mov %eax,%cr2; mov %cr2,%ebx'                                           | '66b8005000000f22d00f20d3f4'
        16   | 'mov $0x1234,%eax; mov %eax,%dr0; mov %dr0, %ebx'                                          | '66b8341200000f23c00f21c3f4'
        16   | 'mov $-1,%eax; mov %eax,%dr6; mov %dr6,%ebx'                                               | '66b8ffffffff0f23f00f21f3f4'
        16   | 'mov $0xffff1fff,%eax; mov %eax,%dr7; mov %dr7,%ebx'                                       | '66b8ff1fffff0f23f80f21fbf4'
        16   | 'mov $0x174,%ecx; mov $0x77,%eax; mov $5, %edx; wrmsr; xor %eax,%eax; rdmsr'               | '66b97401000066b87700000066ba050000000f306631c00f32f4'
        16   | 'mov $0x277,%ecx; rdmsr'                                                                   | '66b9770200000f32f4'
        16   | 'wbinvd'                                                                                   | '0f09f4'
        16   | 'invlpg (%si)'                                                                             | '0f013cf4'
        16   | 'nopl (%si)'                                                                               | '660f1f04f4'
        16   | 'mfence'                                                                                   | '0faef0f4'
        16   | 'movw $1f, 0x100; movw $0, 0x102; int $0x40; jmp 2f; 1: mov $9, %dl; iret; 2: nop'         | 'c70600011010c70602010000cd40eb03b209cf90f4'
        16   | 'movw $1f, 0x0; movw $0, 0x2; mov $0,%bl; div %bl; 1: mov %sp, %ax; pop %bx; pop %cx; pop %dx' | 'c70600001010c70602000000b300f6f389e05b595af4'
        16   | 'movw $1f, 0x34; movw $0, 0x36; mov $0x10001,%ecx; rdmsr; hlt; 1: pop %bx; pop %cx; pop %dx' | 'c70634001510c7063600000066b9010001000f32f45b595af4'
        16   | 'movw $1f, 0x34; movw $0, 0x36; mov 0xffff, %ax; hlt; 1: pop %bx; pop %cx; pop %dx'        | 'c70634001010c70636000000a1fffff45b595af4'
        16   | 'movw $1f, 0x30; movw $0, 0x32; mov $0xffff, %bp; mov (%bp), %ax; hlt; 1: pop %bx; pop %cx; pop %dx' | 'c70630001310c70632000000bdffff8b4600f45b595af4'
        16   | 'from real mode to 32-bit code: lgdt; mov %cr0; ljmp; mov %ds'                             | TO_PROTECTED_MODE
        32   | 'an exception through a gate: div by 0'                                                    | DIVIDE_BY_ZERO_32
        32   | 'an exception with an error code through a gate: a selector beyond the table'              | BAD_SELECTOR
        64   | 'an exception through a gate: div by 0'                                                    | DIVIDE_BY_ZERO_64
        32   | 'mov $8,%eax; mov %eax,%ds'                                                                | 'b8080000008ed8f4'
        64   | 'mov $0x8000000000000000,%rax; mov (%rax),%bl'                                             | '48b800000000000000808a18f4'
        64   | 'mov $0x4000000000,%rax; mov (%rax),%bl'                                                   | '48b800000000400000008a18f4'
        64   | '.byte 0x60'                                                                               | '60f4'
        64   | 'mov $0x80000020,%eax; mov %rax,%cr0'                                                      | 'b8200000800f22c0f4'
        64   | 'mov $5,%eax; mov %rax,%cr8; mov %cr8,%rbx'                                                | 'b805000000440f22c0440f20c3f4'
        64   | 'mov $0xc0000100,%ecx; mov $0x2000,%eax; xor %edx,%edx; wrmsr; mov %fs:8,%rbx'             | 'b9000100c0b80020000031d20f3064488b1c2508000000f4'
    }
}
