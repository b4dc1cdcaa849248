package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The distribution in a JVM on emulated boards themselves: JNA's natives of that architecture, and the board's KVM as {@code kvm}. */
@Timeout(1200)
@Needs('jars')
class KvmshOnTheBoardSpec extends Specification {
    static final int PATIENCE_S = 1000

    /** What first-light scripts do not need of the calls to the kernel, with the code of a guest that never leaves. */
    static final String MORE = '''
        test('the machine is that of the board') { expect { System.getProperty('os.arch') == '@ARCH@' } }
        test('a guest that never leaves is stopped from another thread') {
          def spinning = vm { @PLATFORM@ memory at: @MEMORY@, size: 64.KB; load at: @AT@, hex: '@SPIN@'; vcpu(0) { start @AT@ } }
          def stopped = spinning.run within: 200.ms
          expect { stopped.exit == timeout }
        }
        test('memory is promised to a guest, not set aside: more than the board has') { vm { memory at: 0, size: 4.GB } }
        test('a parameter of kvm on the kernel\\'s command line reaches it') { expect { new File('/sys/module/kvm/parameters/halt_poll_ns').text.trim() == '4711' } }
        test('errnos are the kernel\\'s') { expect(errno: EINVAL) { kvm.ioctl KVM_GET_API_VERSION, 1 } }
        '''

    @TempDir
    Path folder
    @TempDir
    Path temporary

    @Sample(of = 2, verify = 4)
    def "#script in a JVM on #board, #arch"() {
        given:
        Needed.orSkip(*needed)
        def whole = folder.resolve(Path.of(script).fileName)
        def facts = [ARCH: arch, MEMORY: memory, AT: at, SPIN: spin, PLATFORM: platform]
        Files.writeString(whole, new File(Kvmsh.script(script)).text + facts.inject(MORE) { text, name, fact -> text.replace("@$name@", fact) })

        when:
        def result = inside("$board?append=quiet kvm.halt_poll_ns=4711", whole)
        if (result.err =~ ': not found: | has no JVM') {
            throw new TestAbortedException(result.err)
        }
        def lines = result.out.readLines()

        then:
        result.err == ''
        lines.findAll { it.startsWith('not ok') } == []
        lines.first().startsWith("kvm:${board.substring('qemu:'.length())} (real), Linux ")
        lines.containsAll(wanted)
        lines.last() == '5 tests passed'
        result.status == 0

        and: 'nothing is left'
        temporary.toFile().list() == [] as String[]

        where:
        board        | needed    | arch      | script                   | memory       | at           | spin          | platform          || wanted
        'qemu:arm64' | []        | 'aarch64' | 'arm/first-light.groovy' | '0x40000000' | '0x40000000' | '00 00 00 14' | ''                || ['first light']
        // A minute of a processor's time.
        'qemu:ppc64' | ['whole'] | 'ppc64le' | 'ppc/hypercalls.groovy'  | '0'          | '0x1000'     | '00 00 00 48' | 'platform SPAPR;' || ['hypercalls!', 'papr_hcall 0x7f0 args 0x7 0x8 0x687970657263616c 0x6c73210a00000000']
    }

    def "options that cannot apply inside a board are refused before anything starts: #arguments"() {
        when:
        def result = Kvmsh.run(*(['boards'] + arguments))

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh boards: $sentence\n"

        where:
        arguments                                || sentence
        ['setup', '--jvm', 'qemu:ppc64-powernv'] || "qemu:ppc64-powernv cannot run kvmsh itself: QEMU's powernv machine cannot load an initramfs larger than 128 MiB, and one with a JVM is larger; use qemu:ppc64"
        ['inside', 'qemu:arm64', 'nonesuch']     || "cannot read nonesuch: no such file"
    }

    /** boards inside as a process, from the jars that the launcher runs, with its own directory for temporary files. */
    private Kvmsh.Result inside(String board, Path script) {
        def jars = Kvmsh.ROOT.resolve('repl/target/built').toFile().readLines().findAll { it.endsWith('.jar') }.collect { Kvmsh.ROOT.resolve("repl/target/lib/$it") }
        def out = folder.resolve('out').toFile()
        def err = folder.resolve('err').toFile()
        int status = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:TieredStopAtLevel=1', "-Djava.io.tmpdir=$temporary", '-cp', jars.join(':'),
                'org.kvmsh.repl.Main', 'boards', 'inside', '--within', "$PATIENCE_S", board, script.toString()).redirectOutput(out).redirectError(err).start().waitFor()
        new Kvmsh.Result(status: status, out: out.text, err: err.text)
    }
}
