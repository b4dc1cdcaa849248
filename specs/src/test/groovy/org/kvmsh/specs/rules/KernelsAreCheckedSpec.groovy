package org.kvmsh.specs.rules

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.check.Answered
import org.kvmsh.bindings.check.CheckedCall
import org.kvmsh.bindings.check.FieldValues
import org.kvmsh.bindings.check.Operand
import org.kvmsh.bindings.check.Part
import org.kvmsh.bindings.check.Shrinking
import org.kvmsh.bindings.check.Judgement
import org.kvmsh.repl.check.SequenceDifference
import org.kvmsh.repl.check.SequenceProgram
import org.kvmsh.repl.check.SequenceScript
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** kvmsh check: random calls on a board are judged by the rules, and what differs becomes a script and a program. */
@Timeout(400)
class KernelsAreCheckedSpec extends Specification {
    private static final Part VM = new Part(FdKind.VM, 1)

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh kvmsh

    @Needs('qemu:x86_64')
    def "a kernel that refuses a call with another errno than the rules have is found, and the script fails on it alone"() {
        given:
        def damaged = 'damaged:qemu:x86_64?damage=KVM_CREATE_VCPU:EEXIST-renamed'

        when:
        def result = Kvmsh.run('check', damaged, '--number', '25', '--seed', '40', '-o', folder.toString())
        def script = folder.toFile().listFiles().find { it.name.endsWith('KVM_CREATE_VCPU.groovy') }

        then:
        result.status == 1
        result.out =~ /(?m)^KVM_CREATE_VCPU on vm: (?!EEXIST)E\w+; the rules: EEXIST: /
        result.out =~ /\d+ calls of \d+ ioctls, \d+ with an argument chosen by the rules; \d+ judged;/

        and: 'it is as short as it can be'
        script.readLines().count { it.contains('ioctl(') } <= 3

        and:
        Kvmsh.run('test', '--run=none', '-b', damaged, script.path).status == 1
        Kvmsh.run('test', '--run=none', '-b', 'qemu:x86_64', script.path).status == 0
    }

    @Needs('qemu:x86_64')
    def "a difference that a file knows is counted, and fails the run no more"() {
        given:
        def check = ['check', 'damaged:qemu:x86_64?damage=KVM_CREATE_VCPU:ENXIO-refused', '--number', '2', '-o']
        def known = folder.resolve('known.toml').toFile().tap { it.text = "[[answer]]\ncall = 'KVM_CREATE_VCPU'\nsaw = 'E*'\nboard = 'damaged:*'\nreason = 'it is damaged'\n" }

        when:
        def found = Kvmsh.run(*check, folder.resolve('found').toString())
        def again = Kvmsh.run(*check, folder.resolve('again').toString(), '--known', known.toString())

        then:
        found.status == 1
        found.out =~ /differences: 1\n  \d+ times  KVM_CREATE_VCPU on vm: E\w+; no rule has this errno\n/
        again.status == 0
        again.out =~ /differences: 0\nknown differences: 1\n  \d+ times  KVM_CREATE_VCPU on vm: E\w+; no rule has this errno; known: it is damaged \(.*known.toml:1:1\)\n/
        !folder.resolve('again').toFile().exists()
    }

    def "a file of known answers with #what is refused before anything runs"() {
        given:
        def known = folder.resolve('known.toml').toFile().tap { it.text = text }

        when:
        def result = Kvmsh.run('check', 'qemu:x86_64', '-o', folder.resolve('out').toString(), '--known', known.toString())

        then:
        result.status == 2
        result.err.contains("known.toml:$error")

        where:
        what                 | text                                                        | error
        'a key of no table'  | "[[answer]]\ncal = 'KVM_RUN'\nsaw = 'E*'\nreason = 'x'\n"   | '2:1: unknown key cal in [[answer]]; its keys are call, saw, board, kernel, module, vendor, reason, link, expires; did you mean \'call\'?'
        'no reason'          | "[[answer]]\ncall = 'KVM_RUN'\nsaw = 'E*'\n"                | '1:1: [[answer]] has no reason; add reason = "..."'
    }

    @Needs(['qemu:x86_64', 'kill'])
    def "a board that is lost is started again: its calls are made once more, and are a script"() {
        given: 'how long it takes to boot'
        long began = System.nanoTime()
        assert StartedKvmsh.run('check', 'qemu:x86_64', '--number', '1', '-o', folder.toString()).status == 0
        long booted = (System.nanoTime() - began).intdiv(1_000_000)
        kvmsh = new StartedKvmsh(folder, 'check', 'qemu:x86_64', '--number', '500', '-o', 'found')
        def killer = Thread.startDaemon {
            sleep booted + 4000
            kvmsh.handle().descendants().filter { it.info().command().orElse('').contains('qemu-system') }.forEach { it.destroyForcibly() }
            for (int i = 0; i < 600 && !kvmsh.lines.any { it.contains('.groovy') }; i++) {
                sleep 100
            }
            kvmsh.kill('INT')
        }

        when:
        int status = kvmsh.await()
        killer.join()
        def script = folder.resolve('found').toFile().listFiles().find { it.name.endsWith('.groovy') }

        then:
        status == 130
        kvmsh.lines.any { it =~ /^\w+ on \w+: the board was lost: QEMU was killed by SIGKILL$/ }
        kvmsh.lines.count { it.startsWith('board lost: ') } == 1
        kvmsh.lines.any { it.endsWith('the board was lost: QEMU was killed by SIGKILL (not reproduced on its own)') }

        and: 'the board, which it did not cost again, runs it'
        script.readLines().count { it.contains('ioctl(') } > 0
        Kvmsh.run('test', '--run=none', '-b', 'qemu:x86_64', script.path).out.contains('qemu:x86_64 (emulated): ')
    }

    def "#board is not checked: #why"() {
        when:
        def result = Kvmsh.run('check', board, '-o', folder.toString())

        then:
        result.status == 2
        result.err.contains(why)
        folder.toFile().list().length == 0

        where:
        board                | why
        'model:x86_64'       | 'kvmsh check: model:x86_64 is a model, built from the same rules; use an emulated board, such as qemu:x86_64'
        'agent:127.0.0.1:1'  | 'agent:127.0.0.1:1'
    }

    @Needs('kvm:x86_64')
    def "this host is not checked unless that is asked for"() {
        when:
        def result = Kvmsh.run('check', 'kvm', '-o', folder.toString())

        then:
        result.status == 2
        result.err.contains('kvmsh check: kvm is not emulated: a kernel bug can crash its machine; add --this-host to allow it')
    }

    def "a sequence shrinks to the calls and fields that the difference needs"() {
        given:
        def calls = (1..20).collect { made('KVM_SET_CLOCK', [clock: it, flags: it * 0x101]) } + made('KVM_SET_TSS_ADDR', [:])
        def wanted = new Answered.Signature('KVM_SET_TSS_ADDR', 'vm', 22, [])
        def play = { List<CheckedCall> some ->
            def needed = some.count { it.fields().flags instanceof Operand.Plain && (it.fields().flags.value() & 0xff) == 7 }
            some.collect { new Answered(it, it.call() == 'KVM_SET_TSS_ADDR' && needed ? Judgement.DIFFERS : Judgement.TAKEN, it.call() == 'KVM_SET_TSS_ADDR' ? 22 : 0, [], false) }
        }

        when:
        def least = new Shrinking(play, calls, wanted, 400).run()

        then:
        least*.call() == ['KVM_SET_CLOCK', 'KVM_SET_TSS_ADDR']
        least[0].fields().keySet() == ['flags'] as Set
    }

    def "what is not shown again alone is not shrunk"() {
        expect:
        new Shrinking({ some -> some.collect { new Answered(it, Judgement.TAKEN, 0, [], false) } }, [made('KVM_SET_CLOCK', [:])], new Answered.Signature("KVM_SET_CLOCK", "vm", 22, []), 400).run() == null
    }

    @Needs('headers')
    def "the program of each ioctl of #table compiles with #compiler"() {
        given:
        Needed.orSkip(compiler)
        def abi = Abi.of(table)
        def values = new FieldValues(abi, new Random(1))
        def calls = abi.ioctls().findAll { it.on().any() && !it.on().contains(FdKind.SYSTEM) || it.struct() != null }.collect { ioctl ->
            def fields = ioctl.struct() == null ? [:] : values.names(ioctl.struct()).take(40).collectEntries { [it, values.of(ioctl.struct(), it, 0, [VM])] }
            new CheckedCall(VM, ioctl.name(), null, fields, 0, null)
        }
        def open = CheckedCall.plain(Part.KVM, 'KVM_CREATE_VM', 0, VM)
        def difference = new SequenceDifference(new Answered.Signature('KVM_X', 'vm', 0, []), 1, [open, *calls], true, null)
        def file = Files.writeString(folder.resolve('a.c'), SequenceProgram.of(abi, difference, 'by a spec'))
        def usr = KernelHeaders.folder()

        when:
        def process = new ProcessBuilder([compiler, '-fsyntax-only', '-w', '-isystem', "$usr/lib/linux/uapi/$arch".toString(), '-isystem', "$usr/include".toString(), file.toString()]).redirectErrorStream(true).start()
        def said = process.inputReader().readLines()

        then:
        println "$table: a program with ${calls.size()} ioctls"
        said.findAll { it.contains('error') } == []
        process.waitFor() == 0

        where:
        table     | arch      | compiler
        'x86_64'  | 'x86'     | 'gcc'
        'arm64'   | 'arm64'   | 'aarch64-linux-gnu-gcc'
        'ppc64le' | 'powerpc' | 'powerpc64le-linux-gnu-gcc'
        'riscv64' | 'riscv'   | 'riscv64-linux-gnu-gcc'
    }

    private static CheckedCall made(String name, Map<String, Long> fields) {
        new CheckedCall(VM, name, null, fields.collectEntries { field, value -> [field, new Operand.Plain(value)] }, 0, null)
    }
}
