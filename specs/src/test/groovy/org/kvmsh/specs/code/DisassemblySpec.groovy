package org.kvmsh.specs.code

import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.code.Disassembler
import org.kvmsh.bindings.code.Disassembly
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

/** Bytes read as instructions by the system's libcapstone; where it is missing they are bytes, and how to get it. */
class DisassemblySpec extends Specification {
    @Needs('libcapstone')
    def "#hex is #text on #mode"() {
        expect:
        disassemble(mode, hex).instructions()*.text() == text

        where:
        mode             | hex                  || text
        CodeMode.X86_16  | 'b82a00eef4'         || ['movw $0x2a, %ax', 'outb %al, %dx', 'hlt']
        CodeMode.X86_32  | 'b82a000000f4'       || ['movl $0x2a, %eax', 'hlt']
        CodeMode.X86_64  | '48c7c02a000000f4'   || ['movq $0x2a, %rax', 'hlt']
        CodeMode.ARM64   | '400580d2020000d4'   || ['movz x0, #0x2a', 'hvc #0']
        CodeMode.PPC64   | '3860002a44000022'   || ['li r3, 0x2a', 'sc 1']
        CodeMode.PPC64LE | '2a00603822000044'   || ['li r3, 0x2a', 'sc 1']
    }

    @Needs('libcapstone')
    def "an instruction has its address and bytes, and prints with them"() {
        when:
        def code = disassemble(CodeMode.X86_64, '9048c7c02a000000')

        then:
        code.instructions()*.address() == [0x1000L, 0x1001L]
        code.instructions()[1].bytes().encodeHex().toString() == '48c7c02a000000'
        [code.instructions()[1].mnemonic(), code.instructions()[1].operands()] == ['movq', '$0x2a, %rax']
        code.toString() == '0x1000  90                    nop\n0x1001  48 c7 c0 2a 00 00 00  movq $0x2a, %rax'
    }

    @Needs('libcapstone')
    def "invalid bytes are kept, and decoding goes on after them: #hex"() {
        expect:
        disassemble(mode, hex).instructions()*.text() == text

        where:
        mode            | hex                || text
        CodeMode.X86_64 | '06f4'             || ['.byte 0x06', 'hlt']
        CodeMode.PPC64  | '4c00022444000022' || ['.byte 0x4c, 0x00, 0x02, 0x24', 'sc 1']
        CodeMode.ARM64  | '020000d40200'     || ['hvc #0', '.byte 0x02, 0x00']
        CodeMode.ARM64  | ''                 || []
    }

    def "without the library, the bytes are shown with the package to install"() {
        expect:
        new Disassembler(['libnowhere.so']).disassemble(CodeMode.X86_16, 0x1000, 'b82a00f4b82a00f4f4'.decodeHex()).toString() == '''\
            |0x1000  b8 2a 00 f4 b8 2a 00 f4
            |0x1008  f4
            |to see instructions: apt-get install libcapstone5 (Debian 12: libcapstone4)'''.stripMargin()
    }

    private static Disassembly disassemble(CodeMode mode, String hex) {
        new Disassembler().disassemble(mode, 0x1000, hex.decodeHex())
    }
}
