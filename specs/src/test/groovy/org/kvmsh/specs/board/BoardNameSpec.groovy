package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.BoardName
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.NoSuchBoard
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.NoBoards
import spock.lang.Specification
import spock.lang.TempDir

class BoardNameSpec extends Specification {
    @TempDir
    Path folder

    def "#text is parsed"() {
        expect:
        BoardName.parse(text) == new BoardName(scheme, rest, options)

        where:
        text                                             || scheme   | rest                   | options
        'kvm'                                            || 'kvm'    | ''                     | [:]
        'kvm:x86_64'                                     || 'kvm'    | 'x86_64'               | [:]
        'qemu:arm64-gicv3'                               || 'qemu'   | 'arm64-gicv3'          | [:]
        'qemu:arm64?kernel=/a/Image&append=x=1'          || 'qemu'   | 'arm64'                | [kernel: '/a/Image', append: 'x=1']
        'qemu:arm64?append=a%20b%26c%25'                 || 'qemu'   | 'arm64'                | [append: 'a b&c%']
        'qemu:arm64?append=%c3%A4'                       || 'qemu'   | 'arm64'                | [append: 'ä']
        'qemu:arm64?append='                             || 'qemu'   | 'arm64'                | [append: '']
        'ssh:me@host'                                    || 'ssh'    | 'me@host'              | [:]
        'serial:/dev/ttyUSB0@115200'                     || 'serial' | '/dev/ttyUSB0@115200'  | [:]
        'tcp:[::1]:7777?token=secret'                    || 'tcp'    | '[::1]:7777'           | [token: 'secret']
        'exec:ssh h "agent - 2>&1 | tee /tmp/x?y=1&z%2"' || 'exec'   | 'ssh h "agent - 2>&1 | tee /tmp/x?y=1&z%2"' | [:]
        'juno'                                           || 'juno'   | ''                     | [:]
    }

    def "a name is shown without its token: #typed"() {
        expect:
        BoardName.withoutToken(typed) == shown

        where:
        typed                             || shown
        'tcp:host:7777?token=secret'      || 'tcp:host:7777?token=…'
        'tcp:host:7777?wait=3&token=a%26' || 'tcp:host:7777?wait=3&token=…'
        'listen::7777?token=s&wait=3'     || 'listen::7777?token=…&wait=3'
        'rfc:tcp:host:7777?token=secret'  || 'rfc:tcp:host:7777?token=…'
        'qemu:arm64?kernel=token=1'       || 'qemu:arm64?kernel=token=1'
        'tcp:h:1?token=two words&wait=3'  || 'tcp:h:1?token=…&wait=3'
        'tcp:h:1?token:secret'            || 'tcp:h:1?token:…'
        'tcp:h:1?secret'                  || 'tcp:h:1?…'
        'listen::1?wait=3&secret'         || 'listen::1?wait=3&…'
        'qemu:arm64?append=x=tcp:1&cpu=max' || 'qemu:arm64?append=x=tcp:1&cpu=max'
        'rfc:tcp:h:1?tokne=secret&wait=3' || 'rfc:tcp:h:1?tokne=…&wait=3'
        'tcp:h:1?wait'                    || 'tcp:h:1?wait'
        'qemu:arm64?kernel'               || 'qemu:arm64?kernel'
    }

    def "no error and no result of a board has its token"() {
        given:
        def script = Files.writeString(folder.resolve('one.groovy'), 'println 1')
        def results = ['junit', 'ktap', 'json'].collect { folder.resolve(it) }

        when:
        def run = Kvmsh.run('test', '-b', "tcp:127.0.0.1:1?token=secret&wait=1", '--output', "junit=${results[0]}", '--output', "ktap=${results[1]}", '--output', "json=${results[2]}", "$script")
        def refused = ['tcp:127.0.0.1:1?token=secret&wait', 'tcp:127.0.0.1:1&token=secret', 'tcp:127.0.0.1:1?token:secret', 'tcp:127.0.0.1:1?secret', 'tcp:127.0.0.1:1?Token=secret']
                .collectMany { [Kvmsh.run('-b', it, '-e', '1'), Kvmsh.run('test', '-b', it, "$script"), Kvmsh.run('compare', 'model:x86_64', it, "$script"), Kvmsh.run('compare', it, 'model:rfc', "$script")] }

        then:
        run.out.contains('tcp:127.0.0.1:1?token=…')
        results.collect { it.toFile().text }.every { it.contains('tcp:127') && !it.contains('secret') }
        refused*.status.every { it != 0 }
        !(run.out + run.err + refused*.out.join() + refused*.err.join()).contains('secret')
    }

    def "compare shows a board without its token"() {
        given:
        def script = Files.writeString(folder.resolve('one.groovy'), 'println 1')

        expect:
        with(Kvmsh.run('compare', 'model:x86_64', 'tcp:127.0.0.1:1?token=secret&wait=1', "$script")) {
            status == 1
            err.contains('tcp:127.0.0.1:1')
            !(out + err).contains('secret')
        }
    }

    def "#text is refused: #why"() {
        when:
        new Boards(NoBoards.ENVIRONMENT).check(text)

        then:
        def e = thrown(NoSuchBoard)
        e.message.contains(why)

        where:
        text                              || why
        'qemu:arm64?kernel'               || 'in the board name qemu:arm64?kernel the option kernel has no value; write options as ?name=value&name=value, with %26 for & and %25 for %'
        'qemu:arm64?'                     || 'has an empty option'
        'qemu:arm64?cpu=a&&append=b'      || 'has an empty option'
        'qemu:arm64?cpu=a&cpu=b'          || 'has the option cpu twice'
        'qemu:arm64?append=100%'          || 'has a % not followed by two hexadecimal digits; write a literal % as %25'
        'qemu:arm64?kernl=/boot/Image'    || 'qemu:arm64 has no option kernl; its options are kernel, modules, append, cpu, cpus, memory, qemu, wait, tree, config, debug, release; did you mean \'kernel\'?'
        'qemu:arm64?modules=/lib/modules' || 'qemu:arm64 has modules= without kernel=: modules work only with the kernel that they were built for'
        'qemu:arm64?memory=1G'            || 'qemu:arm64 has memory=1G, which is not a valid number of megabytes'
        'qemu:arm64?cpus=9'               || 'qemu:arm64 has cpus=9, which is not a number of processors from 1 to 8'
        'qemu:arm46'                      || '; did you mean \'qemu:arm64\'?'
        'qemu'                            || 'no board qemu; known boards: kvm, '
        'kvm?x=1'                         || 'kvm has no option x; it takes no options'
        'model:x86_64?x=1'                || 'model:x86_64 has no option x; it takes no options'
        'model:rfc?x=1'                   || 'model:rfc has no option x; its options are rma_size, rma_count'
        'ssh:'                            || 'ssh alone is not a board; write ssh:HOST'
        'ssh:-oProxyCommand=x'            || "is an ssh option, not a host"
        'tcp:host'                        || 'tcp:host has no port; write tcp:HOST:PORT'
        'tcp:h:1?tocken=x'                || 'tcp:h:1 has no option tocken; its options are token, wait; did you mean \'token\'?'
        'serial:/dev/ttyS0@fast'          || 'serial:/dev/ttyS0@fast has no speed after @; write serial:DEVICE@BAUD'
        'exec:'                           || 'exec alone is not a board; write exec:COMMAND'
    }

    def "a local board is also known by its own architecture, and by no other"() {
        when:
        new Boards(NoBoards.ENVIRONMENT).check("kvm:$arch")

        then:
        noExceptionThrown()

        when:
        new Boards(NoBoards.ENVIRONMENT).check('kvm:vax')

        then:
        thrown(NoSuchBoard)

        where:
        arch = Boards.hostTable().replace('ppc64le', 'ppc64')
    }
}
