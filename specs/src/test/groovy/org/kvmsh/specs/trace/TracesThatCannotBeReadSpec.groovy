package org.kvmsh.specs.trace

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** An invalid or incomplete trace is refused in one sentence with the file and its line, and without a stack. */
@Timeout(600)
class TracesThatCannotBeReadSpec extends Specification {
    static final String HEAD = 'kvmsh trace 2\nboard kvm:x86_64 (real)\ntable x86_64\nforgotten 0\n'
    static final String CREATE = '7 system 22 KVM_CREATE_VM 0xae01 = 23'
    static final String RUN = '9 vcpu 24 KVM_RUN 0xae80 = 0 mem:0x0,288,288.,288.0002 mem:0x1000,1,-,1.66'
    static final String NO_LINE = ':5: not a trace line: '

    @Shared @TempDir
    Path folder

    private Kvmsh.Result reading(Object file) {
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "trace(file: '$file').size".toString())
    }

    @Sample(verify = 4)
    def "a trace with #what is refused"() {
        given:
        def file = folder.resolve('bad.trace')
        Files.write(file, text instanceof String ? text.getBytes('UTF-8') : text)

        when:
        def result = reading(file)

        then:
        result.status == 1
        result.err.readLines()[0] == "-e:1:1: the trace cannot be read: $file$message"
        result.err.readLines().size() == 3
        !(result.err =~ /\tat |Exception|Error/)

        where:
        what                                 | text                                                              || message
        'nothing in it'                      | ''                                                                || ' is empty'
        'another text'                       | 'hello\n'                                                         || " is not a kvmsh trace: it does not begin with 'kvmsh trace'"
        'bytes of a program'                 | [0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe] as byte[]                 || " is not a kvmsh trace: it does not begin with 'kvmsh trace'"
        'a later version'                    | 'kvmsh trace 99\n'                                                || ':1: trace version 99 is not supported; this kvmsh reads versions 1, 2 and 3'
        'no version'                         | 'kvmsh trace \n'                                                  || ':1: trace version  is not supported; this kvmsh reads versions 1, 2 and 3'
        'a first line that is cut off'       | 'kvmsh trace 2'                                                   || ':1: the file is truncated in the middle of this line'
        'a board that is cut off'            | 'kvmsh trace 2\nboard kvm'                                        || ':2: the file is truncated in the middle of this line'
        'a table that is cut off'            | 'kvmsh trace 2\ntable x86'                                        || ':2: the file is truncated in the middle of this line'
        'a call that is cut off'             | HEAD + CREATE[0..-2]                                              || ':5: the file is truncated in the middle of this line'
        'memory that is cut off'             | HEAD + CREATE + '\n' + RUN[0..-3]                                 || ':6: the file is truncated in the middle of this line'
        'no table'                           | 'kvmsh trace 2\nboard x\n' + CREATE + '\n'                        || " has no 'table NAME' line, which names the ABI table of its board's headers"
        'a table that is unknown'            | 'kvmsh trace 2\ntable vax\n'                                      || ":2: this kvmsh has no ABI table for the kernel headers of the board that the trace was recorded on: vax"
        'a count that is none'               | 'kvmsh trace 2\ntable x86_64\nforgotten many\n'                   || ':3: not a trace line: forgotten many'
        'a count below 0'                    | 'kvmsh trace 2\ntable x86_64\nforgotten -1\n'                     || ':3: not a trace line: forgotten -1'
        'a byte that is not UTF-8'           | (HEAD + CREATE + ' plain:\u00e9\n').getBytes('ISO-8859-1')        || ':5: not UTF-8'
        'bytes that are 0'                   | HEAD + '\0\0\0\n'                                                 || NO_LINE + '???'
        'a call without an answer'           | HEAD + '7 system 22 KVM_CREATE_VM 0xae01 =\n'                     || NO_LINE + '7 system 22 KVM_CREATE_VM 0xae01 ='
        'an answer that is no number'        | HEAD + '7 system 22 KVM_CREATE_VM 0xae01 = ok\n'                  || NO_LINE + '7 system 22 KVM_CREATE_VM 0xae01 = ok'
        'a time that is no number'           | HEAD + 'now system 22 KVM_CREATE_VM 0xae01 = 23\n'                || NO_LINE + 'now system 22 KVM_CREATE_VM 0xae01 = 23'
        'a kind that is none'                | HEAD + '7 cpu 22 KVM_CREATE_VM 0xae01 = 23\n'                     || NO_LINE + '7 cpu 22 KVM_CREATE_VM 0xae01 = 23'
        'a descriptor that is no number'     | HEAD + '7 vm x KVM_CREATE_VM 0xae01 = 23\n'                       || NO_LINE + '7 vm x KVM_CREATE_VM 0xae01 = 23'
        'an ioctl that is no number'         | HEAD + '7 vm 22 KVM_CREATE_VM ae01 = 23\n'                        || NO_LINE + '7 vm 22 KVM_CREATE_VM ae01 = 23'
        'an origin that is none'             | HEAD + CREATE + ' origin:nowhere\n'                               || NO_LINE + CREATE + ' origin:nowhere'
        'a duration that is no number'       | HEAD + CREATE + ' took:x\n'                                       || NO_LINE + CREATE + ' took:x'
        'a word that is none'                | HEAD + CREATE + ' more\n'                                         || NO_LINE + CREATE + ' more'
        'a value that is half escaped'       | HEAD + CREATE + ' plain:%2\n'                                     || NO_LINE + CREATE + ' plain:%2'
        'half a byte of memory'              | HEAD + CREATE + ' mem:0x0,1,1.6,=\n'                              || NO_LINE + CREATE + ' mem:0x0,1,1.6,='
        'memory without what was after'      | HEAD + CREATE + ' mem:0x0,1,1.66\n'                               || NO_LINE + CREATE + ' mem:0x0,1,1.66'
        'memory that is longer than it says' | HEAD + CREATE + ' mem:0x0,1,1.6677,=\n'                           || NO_LINE + CREATE + ' mem:0x0,1,1.6677,='
        'memory of a size below 0'           | HEAD + CREATE + ' mem:0x0,1,-5.,=\n'                              || NO_LINE + CREATE + ' mem:0x0,1,-5.,='
        'memory of 2 GB'                     | HEAD + CREATE + ' mem:0x0,1,2000000000.,=\n'                      || NO_LINE + CREATE + ' mem:0x0,1,2000000000.,='
    }

    def "#file is refused where a trace is required"() {
        when:
        def result = reading(file)

        then:
        result.status == 1
        result.err.readLines()[0] == "-e:1:1: the trace cannot be read: $message"

        where:
        file                   || message
        '/'                    || '/ is a directory'
        '/dev/zero'            || "/dev/zero is not a kvmsh trace: it does not begin with 'kvmsh trace'"
        '/nonexistent/x.trace' || 'no such file: /nonexistent/x.trace'
        '/dev/null/x.trace'    || '/dev/null/x.trace: Not a directory'
    }

    def "a complete trace is read, also with Windows line ends"() {
        given:
        def text = HEAD + '\n# a remark\n' + CREATE + '\n' + RUN + '\n'

        expect:
        [text, text.replace('\n', '\r\n')].every { reading(Files.writeString(folder.resolve('good.trace'), it)).out.readLines().last() == '2' }
    }

    def "a trace that cannot be written is an error of the script: #file"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "trace.save '$file'".toString())

        then:
        result.status == 1
        result.err.readLines()[0] ==~ /-e:1:\d+: \Qthe trace cannot be written to $file: $why\E/

        where:
        file                   || why
        '/nonexistent/x.trace' || 'no such directory'
        '/'                    || 'Is a directory'
        '/dev/null/x.trace'    || 'Not a directory'
        '/dev/full'            || 'No space left on device'
    }
}
