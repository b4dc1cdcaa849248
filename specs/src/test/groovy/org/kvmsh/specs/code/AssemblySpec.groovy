package org.kvmsh.specs.code

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.Assembled
import org.kvmsh.bindings.code.Assembler
import org.kvmsh.bindings.code.CodeError
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

import static org.kvmsh.specs.kit.Eventually.eventually

/** Text becomes bytes by GNU as of the binutils for each architecture; its errors are reported with the line. */
class AssemblySpec extends Specification {
    static final String SWITCH = 'to write Intel syntax, begin the text with .intel_syntax noprefix'

    def "#text is #bytes on #mode"() {
        given:
        Needed.orSkip("asm:$mode")

        expect:
        assemble(mode, 0x1000, text).bytes().encodeHex().toString() == bytes

        where:
        mode             | text                       || bytes
        CodeMode.X86_16  | 'mov $42, %ax; hlt'        || 'b82a00f4'
        CodeMode.X86_32  | 'mov $42, %eax; hlt'       || 'b82a000000f4'
        CodeMode.X86_64  | 'mov $42, %rax; hlt'       || '48c7c02a000000f4'
        CodeMode.ARM64   | 'mov x0, #42; hvc #0'      || '400580d2020000d4'
        CodeMode.A32     | 'movw r0, #0x1234; svc #0' || '340201e3000000ef'
        CodeMode.T32     | 'movs r0, #42; bx lr'      || '2a207047'
        CodeMode.PPC64   | 'li 3, 42; sc 1'           || '3860002a44000022'
        CodeMode.PPC64LE | 'li 3, 42; sc 1'           || '2a00603822000044'
        CodeMode.PPC64   | 'li r3, 42; sc 1'          || '3860002a44000022'
        CodeMode.PPC64LE | 'li %r3, 42; sc 1'         || '2a00603822000044'
        CodeMode.RISCV64 | 'li a0, 42; ecall'         || '1305a00273000000'
        CodeMode.S390X   | 'lghi %r2, 42'             || 'a729002a'
    }

    def "addresses start at the given load address, on #mode"() {
        given:
        Needed.orSkip("asm:$mode")

        expect:
        assemble(mode, 0x1000, text).bytes().encodeHex().toString() == bytes

        where:
        mode             | text                                             || bytes
        CodeMode.X86_16  | 'mov $here, %ax\nhere: hlt'                      || 'b80310f4'
        CodeMode.X86_64  | 'movabs $here, %rax\nhere: hlt'                  || '48b80a10000000000000f4'
        CodeMode.X86_16  | '.skip 1; jmp 0x2001'                            || '00e9fd0f'
        CodeMode.X86_64  | '.p2align 4; jmp 0x1003'                         || 'e9feffffff'
        CodeMode.X86_64  | '.ascii "; jmp 0x1003"'                          || '3b206a6d7020307831303033'
        CodeMode.X86_32  | '.section .text.b\nnop; jmp 0x1003\n.text\nnop'  || '9090e9fcffffff'
        CodeMode.X86_32  | '.intel_syntax noprefix; mov eax, 42; hlt'       || 'b82a000000f4'
        CodeMode.PPC64   | 'lis 3, here@ha; addi 3, 3, here@l\nhere: sc 1'  || '3c6000003863100844000022'
        CodeMode.ARM64   | 'ldr x0, =here\nhere: hvc #0'                    || '40000058020000d40410000000000000'
        CodeMode.X86_32  | 'mov word, %eax\n.data\nword: .long 7'           || 'a10510000007000000'
        CodeMode.X86_32  | 'nop\n.bss\n.skip 3'                             || '90000000'
    }

    @Needs('asm:x86_16')
    def "text without instructions assembles to no bytes"() {
        expect:
        assemble(CodeMode.X86_16, 0, '# nothing').length() == 0
    }

    @Needs('asm:x86_16')
    def "code prints as a listing"() {
        expect:
        assemble(CodeMode.X86_16, 0x1000, '''
            start:  mov $0x3f8, %dx
                    out %al, (%dx)
                    jmp start
            text:   .ascii "hello, world"
        ''').toString() == '''\
            |0x1000  ba f8 03                 start:  mov $0x3f8, %dx
            |0x1003  ee                       out %al, (%dx)
            |0x1004  eb fa                    jmp start
            |0x1006  68 65 6c 6c 6f 2c 20 77  text:   .ascii "hello, world"
            |0x100e  6f 72 6c 64'''.stripMargin()
    }

    @Needs('asm:x86_32')
    def "an error of as is shown with its line, and later errors too: #text"() {
        when:
        assemble(CodeMode.X86_32, 0, text)

        then:
        CodeError e = thrown()
        [e.line(), e.message, e.notes()] == [line, message, notes]

        where:
        text                                 || line | message                                    | notes
        'nop\n  jump away'                   || 2    | "no such instruction: `jump away'"         | []
        'foo\nnop\nmov $1, %zz'              || 1    | "no such instruction: `foo'"               | ["line 3 of the text: bad register name `%zz'"]
        'nop\njmp nowhere'                   || 2    | "undefined reference to `nowhere'"         | []
        '.if 1'                              || 1    | 'here is the start of the unterminated conditional' | []
        '.include "/no/such"'                || 1    | "can't open /no/such for reading: No such file or directory" | []
    }

    @Needs('asm:x86_32')
    def "an instruction in Intel syntax is written in AT&T syntax where it is simple: #intel"() {
        when:
        assemble(CodeMode.X86_32, 0, "nop\nagain: $intel; hlt # eax")

        then:
        CodeError e = thrown()
        e.line() == 2
        e.notes().take(2) == [att == null ? 'x86 code is in AT&T syntax, as in mov $42, %eax' : "x86 code is in AT&T syntax: $att".toString(), SWITCH]

        and: 'both are the same instruction'
        att == null || assemble(CodeMode.X86_32, 0, att).bytes() == assemble(CodeMode.X86_32, 0, ".intel_syntax noprefix\n$intel").bytes()

        where:
        intel                   || att
        'mov eax, 42'           || 'mov $42, %eax'
        'mov eax,0x2A'          || 'mov $0x2A, %eax'
        "mov al, 'A'"           || "mov \$'A', %al"
        'MOV EAX, EBX'          || 'MOV %EBX, %EAX'
        'mov dx, 0x3f8'         || 'mov $0x3f8, %dx'
        'out dx, al'            || 'out %al, %dx'
        'out 0x80, al'          || 'out %al, $0x80'
        'in al, 0x60'           || 'in $0x60, %al'
        'push eax'              || 'push %eax'
        'inc ax'                || 'inc %ax'
        'int 0x80'              || 'int $0x80'
        'ret 8'                 || 'ret $8'
        'jmp eax'               || 'jmp *%eax'
        'imul eax, ebx, 5'      || 'imul $5, %ebx, %eax'
        'movzx eax, al'         || 'movzx %al, %eax'
        'mov eax, cr0'          || 'mov %cr0, %eax'
        'mov ds, ax'            || 'mov %ax, %ds'
        'mov [eax], ebx'        || 'mov %ebx, (%eax)'
        'mov al, byte ptr [si]' || 'mov (%si), %al'
        'mov ax, [ebp - 4]'     || 'mov -4(%ebp), %ax'
        'mov eax, [0x2000]'     || 'mov 0x2000, %eax'
        'lea eax, [ebx+ecx*4]'  || null
        'lea eax, [ebx+ecx]'    || null
        'mov byte ptr [si], 5'  || null
        'mov eax, word'         || null
    }

    @Needs('asm:x86_32')
    def "an error in AT&T syntax, or after .intel_syntax, has no note on the syntax: #text"() {
        when:
        assemble(CodeMode.X86_32, 0, text)

        then:
        CodeError e = thrown()
        e.notes() == []

        where:
        text << ['mov $1, %zz', 'jmp nowhere', 'foo %eax', 'mov %al, %ebx', 'int $0x80, $1', 'call *(%eax', '.intel_syntax noprefix\nmov eax, %', 'mov %eax, eax_saved']
    }

    @Needs('asm:x86_32')
    def "a warning is no error"() {
        when:
        assemble(CodeMode.X86_32, 0, "leal %es:(%edi), %eax\nfoo")

        then:
        CodeError e = thrown()
        [e.line(), e.message, e.notes()] == [2, "no such instruction: `foo'", []]
    }

    @Needs('asm:x86_32')
    def "a branch to an address has the form that one to a label there has on #mode: #branch"() {
        expect:
        assemble(mode, 0x1000, "$before$branch 0x1000; $branch 0x1004 # 0x1000").bytes() == assemble(mode, 0x1000, "here: $before$branch here; $branch here + 4").bytes()

        where:
        [mode, branch, before] << [CodeMode.values().findAll { it.name().startsWith('X86') }, ['jmp', 'jne', 'loop', 'loopne', 'call', 'JA'], ['', 'nop\nnop; ', '.intel_syntax noprefix\n']].combinations()
    }

    def "without binutils for #mode, the message names the package"() {
        when:
        new Assembler(new Programs([PATH: '/nowhere'])).assemble(mode, 0, 'nop')

        then:
        CodeError e = thrown()
        e.message == "assembling $mode needs GNU as and ld; not found: $program"
        e.notes() == ["apt-get install $debian".toString(), 'or give the machine code with hex:']

        where:
        mode             | program                    | debian
        CodeMode.PPC64   | 'powerpc64-linux-gnu-as'   | 'binutils-powerpc64-linux-gnu'
        CodeMode.PPC64LE | 'powerpc64le-linux-gnu-as' | 'binutils-powerpc64le-linux-gnu'
        CodeMode.RISCV64 | 'riscv64-linux-gnu-as'     | 'binutils-riscv64-linux-gnu'
    }

    @Needs('asm:x86_16')
    def "no temporary files are left"() {
        given:
        def left = { Files.list(Path.of(System.getProperty('java.io.tmpdir'))).withCloseable { it.map { it.fileName.toString() }.filter { it.startsWith('kvmsh-asm') }.toList() } }
        def before = left()

        when:
        assemble(CodeMode.X86_16, 0, 'hlt')
        try {
            assemble(CodeMode.X86_16, 0, 'no')
        } catch (CodeError e) {
            assert e.line() == 1
        }

        then: 'temporary files of other JVMs of the build disappear too'
        def found = left() - before
        eventually { found.intersect(left()) == [] }
    }

    private static Assembled assemble(CodeMode mode, long origin, String text) {
        new Assembler().assemble(mode, origin, text)
    }
}
