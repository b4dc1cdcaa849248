package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** What a guest writes to its console is text, answered on the board: on every board its exits are not seen. */
@Timeout(600)
class ConsolesSpec extends Specification {
    private static final String X86 = '''
        def m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: \'\'\'
            be 1a 10        # mov  si, 0x101a
            ba fd 03        # next: mov dx, 0x3fd
            ec              # in   al, dx
            a8 20           # test al, 0x20
            74 f8           # jz   next
            ba f8 03        # mov  dx, 0x3f8
            ac              # lodsb
            84 c0           # test al, al
            74 03           # jz   done
            ee              # out  dx, al
            eb ed           # jmp  next
            f4 90 90 90     # done: hlt
            61 20 63 6f 6e 73 6f 6c 65 0a 00
          \'\'\'
          vcpu(0) { real 0x1000 }
          console io: 0x3f8
          answer io: 0x3fd, value: 0x60
        }
        def end = m.run until: hlt, within: 60.s
        print m.console
        expect { m.console == 'a console\\n' }
        expect { end.exits == 22 }
    '''

    /** All answered exits are counted, wherever they are answered. */
    def "an 8250 that is always ready, on #board"() {
        given:
        Needed.orSkip(*needs)

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', X86)

        then:
        result.err == ''
        result.out.readLines().contains('a console')

        where:
        board         | needs
        'kvm'         | ['kvm']
        'exec:'       | ['kvm', 'agent:x86_64']
        'qemu:x86_64' | ['qemu:x86_64']
    }

    def "one byte of MMIO on arm64, PAPR's terminal on powerpc, a port in a model"() {
        given:
        Needed.orSkip(board)

        when:
        def text = new File(Kvmsh.script(script)).text.replaceAll(handlers, console).replaceAll(/text\.toString\(\)/, 'm.console')
        def result = Kvmsh.runShared('-q', '-b', board, '-e', text + "\nprint m.console")

        then:
        result.err == ''
        result.out.readLines().contains(line)

        where:
        board        | script                  | handlers                              | console                           || line
        'qemu:arm64' | 'arm/first-light.groovy' | /on\(mmio: 0x9000000\) .*/           | 'console mmio: 0x9000000'         || 'first light'
        'model:x86_64' | 'first-light.groovy'   | /on\(io: 0x3f8\) .*/                  | 'console io: 0x3f8'               || 'first light'
        'qemu:ppc64' | 'ppc/hypercalls.groovy'  | /on\(hcall: H_PUT_TERM_CHAR\) .*/    | 'console hcall: H_PUT_TERM_CHAR'  || 'hypercalls!'
    }

    @Sample(verify = 4)
    def "a run waits for text on the console, on #board"() {
        given:
        Needed.orSkip(*needs)

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            def m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'ba f8 03  b0 2e  ee  eb fd'
              vcpu(0) { real 0x1000 }
              console io: 0x3f8
            }
            def end = m.run until: { m.console.size() > 500 }, within: 60.s
            expect { end.exits >= 500 }
            expect { m.console.startsWith('....') }
        ''')

        then:
        result.err == ''
        result.status == 0

        where:
        board         | needs
        'kvm'         | ['kvm']
        'exec:'       | ['kvm', 'agent:x86_64']
        'qemu:x86_64' | ['qemu:x86_64']
    }

    def "a store of 4 bytes to a data register is one character, on #board"() {
        given:
        Needed.orSkip(*needs)

        when:
        def result = Kvmsh.runShared('-q', '-b', named(board), '-e', '''
            def m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'bb 00 20  8e db  66 c7 06 00 00 6f 00 00 00  c7 06 00 00 6b 00  c6 06 00 00 21  f4'
              vcpu(0) { real 0x1000 }
              console mmio: 0x20000
            }
            m.run until: hlt, within: 60.s
            print m.console.inspect()
        ''')

        then:
        result.err == ''
        result.out.readLines().contains("'ok!'")

        where:
        board          | needs
        'kvm'          | ['kvm']
        'exec:'        | ['kvm', 'agent:x86_64']
        'model:x86_64' | []
    }

    def "an exit has only one handler or answer: #words"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "vm { $words }")

        then:
        result.status == 1
        result.err.readLines().first().endsWith(message)

        where:
        words                                                 || message
        'console io: 0x3f8; on(io: 0x3f8) { }'                || 'two handlers for io 0x3f8'
        'on(io: 0x3f0..0x3ff) { }; console io: 0x3f1..0x400'  || 'two answers for io 0x3f1'
        'on(io: any) { }; answer io: any'                     || 'two answers for io any'
        'console io: 0x3f8; answer io: 0x3f8, value: 1'       || 'two answers for io 0x3f8'
        'console io: 0x3f8, mmio: 0x3f8'                      || 'console takes one of io:, mmio: and hcall:'
        'answer value: 1'                                     || 'answer takes one of io:, mmio: and hcall:'
        'console port: 0x3f8'                                 || 'console has no argument \'port:\''
    }

    private static String named(String board) {
        board == 'exec:' ? "exec:${LocalAgent.program()} -" : board
    }
}
