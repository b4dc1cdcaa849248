package org.kvmsh.specs.trace

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.trace.TraceFile
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The calls of a session: shown, saved, read back. */
class TraceSpec extends Specification {
    static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec 40 e6 80 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { 41 }; on(io: 0x80) { } }"

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "#board: every call is traced from the open of the device on, but KVM_RUN only if requested"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("$GUEST; m.run until: hlt")

        expect:
        on.run('trace.all[0].name') == 'open'
        on.run("trace('KVM_CREATE_V*').all.collect { it.name }") == ['KVM_CREATE_VM', 'KVM_CREATE_VCPU']
        on.run("trace('KVM_RUN').size") == 0
        on.run("trace exits: true; m.regs.rip = 0x1000; m.run(until: hlt); trace exits: false; m.regs.rip = 0x1000; m.run(); trace('kvm_run').toString()").readLines() == [
                '  vcpu  KVM_RUN = EINTR (4, Interrupted system call)   [kvmsh: completing an exit]',
                '  vcpu  KVM_RUN = 0, io in port 0x60 size 1',
                '  vcpu  KVM_RUN with 0x29 = 0, io out port 0x80 size 1 value 0x2a',
                '  vcpu  KVM_RUN = 0, hlt']

        where:
        board << OnBoard.x86()
    }

    def "#board: a saved trace is read back with all numbers and bytes"() {
        given:
        Needed.orSkip(board)
        def file = folder.resolve('saved.trace')
        on = new OnBoard(board)

        when:
        on.run("trace exits: true; $GUEST; m.run until: hlt; trace.save '$file'")
        def read = TraceFile.read(file)

        then:
        on.run("(trace file: '$file').toString() == trace.toString()")
        read.calls().find { it.name() == 'KVM_CREATE_VM' }.request() == 0xae01
        read.calls().find { it.name() == 'KVM_SET_REGS' }.memory()[0].in()[128..129] == [0, 0x10] as List<Byte>
        read.calls().findAll { it.name() == 'KVM_RUN' }*.memory()*.size() == [2, 3, 2]

        when: 'the trace that was read is written again'
        read.write(folder.resolve('again.trace'))

        then:
        Files.readString(folder.resolve('again.trace')) == Files.readString(file)

        where:
        board << OnBoard.x86()
    }

    def "a non-x86 board is traced with its own byte order and numbers"() {
        given:
        on = new OnBoard('model:rfc')
        on.run("vm { platform SPAPR; arch 206 }; trace.save '${folder.resolve('rfc.trace')}'")

        expect:
        on.run("trace('*PLATFORM').toString()").readLines().last() == '  vm    KVM_PPC_SET_PLATFORM platform: 2 (KVM_PPC_PV_SPAPR), guest_arch: 206, flags: 0 = 0'
        new OnBoard('model:x86_64').withCloseable { it.run("trace(file: '${folder.resolve('rfc.trace')}').board") } == 'model:rfc (model, not validated against a real kernel)'
    }

    def "in JavaScript trace can be read and called"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("const m = vm({memory: {at: 0, size: KB(64)}})")

        expect:
        on.run("trace.size > trace('KVM_*').size && trace('KVM_*').size == trace.all.filter(call => call.name.startsWith('KVM_')).length")
        on.run("trace({exits: true}).board") == 'model:x86_64 (model)'
    }

    def "a file that is not a trace is refused: #what"() {
        given:
        def file = Files.writeString(folder.resolve('bad.trace'), text)
        on = new OnBoard('model:x86_64')

        when:
        on.run("trace file: '$file'")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        what              | text                                                   || message
        'another text'    | 'hello\n'                                              || 'is not a kvmsh trace'
        'another version' | 'kvmsh trace 99\n'                                     || 'bad.trace:1: trace version 99 is not supported; this kvmsh reads versions 1, 2 and 3'
        'a broken line'   | 'kvmsh trace 1\ntable x86_64\n7 vm 3 KVM_X 0x1 = \n'   || 'bad.trace:3: not a trace line'
        'no such board'   | 'kvmsh trace 1\ntable vax\n'                           || "board that the trace was recorded on: vax"
    }

    def "#board: a KVM_RUN that a script calls by name is traced, saved and read back"() {
        given:
        Needed.orSkip(board)
        def file = folder.resolve('by-name.trace')
        on = new OnBoard(board)

        when:
        on.run("$GUEST; m.vcpu(0).ioctl KVM_RUN; m.vcpu(0).ioctl KVM_RUN; trace.save '$file'")

        then:
        on.run("trace('KVM_RUN').toString()").readLines() == [
                '  vcpu  KVM_RUN = 0, io in port 0x60 size 1',
                '  vcpu  KVM_RUN with 0x0 = 0, io out port 0x80 size 1 value 0x1']
        on.run("(trace file: '$file').toString() == trace.toString()")

        when: 'the pending exit is completed before a register is written, and the run continues'
        on.run("m.regs.rbx = 7; m.run until: hlt")

        then:
        on.run('m.regs.rbx') == 7
        on.run('m.regs.rip') == 0x1005

        where:
        board << OnBoard.x86()
    }

    def "kvmsh's own calls are marked: #why"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(script)

        expect:
        on.run("trace.all.findAll { it.own == '$why' }.collect { it.name }.unique()") == calls
        on.run("trace.all.findAll { it.own == '' }.any { it.name == 'KVM_CREATE_VM' || it.name == 'KVM_CHECK_EXTENSION' }") == script.contains('vm')

        where:
        why                  | script                                                                                      || calls
        'opening the board'  | ''                                                                                          || ['open', 'KVM_GET_API_VERSION']
        'probing the board'  | 'vm { vcpu 0 }'                                                                             || ['KVM_CHECK_EXTENSION']
        'explaining an error' | 'm = vm { vcpu 0 }; try { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 99999 } catch (e) { e.message }' || ['KVM_CHECK_EXTENSION']
        'explaining an error' | 'm = vm { vcpu 0 }; expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 99999 }' || []
    }

    def "a trace of version 1 is read: calls of proposals are marked as theirs"() {
        given:
        def file = Files.writeString(folder.resolve('old.trace'), 'kvmsh trace 1\nboard rfc:x (real)\ntable x86_64\nforgotten 0\n' +
                '7 vm 3 KVM_CREATE_VCPU 0xae41 = 4 proposal:made\n8 vm 3 KVM_CREATE_VCPU 0xae41 = 5 proposal:answered plain:1\n')
        on = new OnBoard('model:x86_64')

        expect:
        on.run("trace(file: '$file').all.collect { it.proposal }") == ['made by the proposal', 'answered by the proposal']
    }

    def "a missing file is named"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run("trace file: '/nonexistent/x.trace'")

        then:
        def e = thrown(ScriptError)
        e.message == "the trace cannot be read: no such file: /nonexistent/x.trace"
    }
}
