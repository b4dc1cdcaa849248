package org.kvmsh.specs.model

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.compare.KnownDifferences
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Each model beside the real or emulated board of its architecture, call by call: what differs is in one table or is a defect. */
@Timeout(600)
class ModelsAnswerAsTheirBoardsSpec extends Specification {
    /** What each model can be compared with on machines like this one. */
    static final List<List<String>> PAIRS = [['model:x86_64', 'kvm'], ['model:x86_64', 'qemu:x86_64'], ['model:arm-vgicv2', 'qemu:arm64']]

    /** CI and a person's build compare one script of three. */
    private static final int SHARE = Boolean.getBoolean('whole') && !Boolean.getBoolean('sampled') ? 1 : 3
    /** A script that does another thing when it runs the second time: what differs on two boards of which one is wrong. */
    static final String OTHERWISE = '''\
        // Line 1 of this script is a comment.
        def again = new File('FOLDER/ran')
        def m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: again.exists() ? 'e6 81 f4' : 'e6 80 f4'
          vcpu(0) { real 0x1000 }
        }
        again.text = 'yes'
        m.run()
        '''.stripIndent()

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "every script that #model can run gives the same results on #board, except for expected differences"() {
        given:
        orSkip(model, board)

        when:
        def result = compare(model, board, *some())

        then:
        result.err == ''
        result.out.readLines().findAll { it.contains('does not differ') || it.startsWith('calls:') && !it.contains(' compared in ') } == []
        result.status == 0
        counts(result.out)[0] > (SHARE == 1 ? 500 : 80)
        counts(result.out)[1] > (SHARE == 1 ? 10 : 2)
        counts(result.out)[2] > (SHARE == 1 ? 1000 : 330)

        where:
        [model, board] << PAIRS
    }

    def "a board compared with itself has no differences and nothing is left out"() {
        when:
        def result = compare('model:x86_64', 'model:x86_64', Kvmsh.script('first-light.groovy'))

        then:
        result.status == 0
        result.out.readLines()[2] ==~ /calls: 28 compared in 1 script, \d\d+ values, none differs/
    }

    def "an exit with another value is named, with the script's line and both values"() {
        given:
        def file = script('otherwise.groovy', OTHERWISE.replace('FOLDER', folder.toString()))

        when:
        def result = compare('model:x86_64', 'model:x86_64', file)
        def lines = flat(result.out)

        then:
        result.status == 1
        lines[2] ==~ /calls: \d+ compared in 1 script, \d+ values, 1 differs/
        lines[-2..-1] == ['calls: 1', '  KVM_RUN io.port at otherwise.groovy:9:1: A 0x80, B 0x81']
    }

    def "flags that the SDM leaves undefined are not compared, even if the script writes them back; defined flags are: #what"() {
        given:
        def file = script('flags.groovy', """
            def again = new File('$folder/ran')
            def m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: again.exists() ? '$second f4' : '$first f4'
              vcpu(0) { real 0x1000; regs rax: 0 }
            }
            again.text = 'yes'
            m.run until: hlt
            def flags = m.regs.rflags
            m.regs.rflags = 2
            m.regs.rflags = flags
            println m.regs
        """)

        when:
        def result = compare('model:x86_64', 'model:x86_64', file)
        def differ = result.out.readLines().findAll { it.contains('rflags') }

        then:
        differ.size() == (different ? 2 : 0)
        result.out.readLines()[2].endsWith(different ? ", $different differ" : ', none differs')

        where:
        what                            | first      | second     || different
        'AF after xor and after shl'    | '31 c0'    | 'd1 e0'    || 0
        'CF after xor and after stc'    | '31 c0 90' | '31 c0 f9' || 4
    }

    @Needs('kvm:x86_64')
    def "a feature that the model lacks and the kernel has is a difference, in #language"() {
        when:
        def result = compare('model:x86_64', 'kvm', script("mce.$language", text))

        then:
        result.status == 1
        flat(result.out).last() == "  KVM_CHECK_EXTENSION KVM_CAP_MCE at mce.$language:$place: A 0x0, B 0x20"

        where:
        language | place | text
        'groovy' | '1:1' | 'println kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MCE)'
        'js'     | '1:9' | 'println(kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MCE))'
    }

    def "calls made on only one board, and an end reached on only one board, are differences: #what"() {
        given:
        def file = script('a.groovy', "def again = new File('$folder/ran')\n$text")

        when:
        def result = compare('model:x86_64', 'model:x86_64', file)

        then:
        result.status == 1
        def lines = flat(result.out)
        told == null ? lines.join('\n').contains('A test t failed: a.groovy:2:36: illegal state: no') : lines.drop(lines.indexOf('calls: 1') + 1) == told

        where:
        what                   | text                                                                                     || told
        'a call more'          | "if (again.exists()) { kvm.ioctl KVM_GET_VCPU_MMAP_SIZE }\nagain.text = ''"              || ['  KVM_GET_VCPU_MMAP_SIZE made at a.groovy:2:23: A not made, B answer: 0x3000']
        'a capability more'    | "if (!again.exists()) { kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_HLT }\nagain.text = ''"   || ['  KVM_CHECK_EXTENSION made KVM_CAP_HLT at a.groovy:2:24: A KVM_CAP_HLT: 0x1, B not made']
        'a test that fails'    | "test('t') { if (!again.exists()) { again.text = ''; throw new IllegalStateException('no') } }" || null
        'a test that is gone'  | "if (!again.exists()) { test('t') { } }\nagain.text = ''"                                 || ['  script test in a.groovy: A test t, B not run']
    }

    def "a test for only one of the two boards is reported as not compared"() {
        given:
        def file = script('a.groovy', "test('t') { def again = new File('$folder/ran'); if (!again.exists()) { again.text = ''; needs cap: KVM_CAP_MCE }; kvm.ioctl KVM_GET_API_VERSION }")

        when:
        def result = compare('model:x86_64', 'model:x86_64', file)

        then:
        result.status == 0
        result.out.contains("\nnot compared: $file: test t: KVM_CAP_MCE is 0 on model:x86_64 (model)\n")
    }

    @Needs(['kill', 'SIGINT'])
    def "Ctrl-C ends a script that is running on one of the boards"() {
        given:
        def file = script('slow.groovy', "new File('$folder/now').text = ''\nwhile (true) { Thread.onSpinWait() }")
        def process = new ProcessBuilder(StartedKvmsh.command(['compare', 'model:x86_64', 'model:x86_64', file])).redirectErrorStream(true).start()

        when:
        while (process.alive && !Files.exists(folder.resolve('now'))) {
            Thread.sleep(20)
        }
        new ProcessBuilder('kill', '-INT', "${process.pid()}").start().waitFor()

        then:
        process.waitFor() == 130
        process.inputReader().readLines().containsAll(['calls: 0 compared in 0 scripts, 0 values, none differs', 'interrupted: the rest was not compared'])

        cleanup:
        process?.destroyForcibly()
    }

    def "every row of the table has a model and boards that this spec compares, and a call and a name from the headers"() {
        expect:
        KnownDifferences.read().rows().every { row ->
            def abi = Abi.of(row.boards().first().split(':')[1])
            row.boards().every { [row.model(), it == 'kvm:x86_64' ? 'kvm' : it] in PAIRS } && row.reason().length() > 10 &&
                    (row.script().empty || new File(Kvmsh.script("${row.script()}.groovy")).file) &&
                    (abi.hasIoctl(row.call()) || row.call() in ['mmap', 'read', 'write', 'poll', 'close', 'open', 'eventfd']) &&
                    (row.call() != 'KVM_CHECK_EXTENSION' || abi.hasConstant(row.what() - 'made '))
        }
    }

    def "a row that names several things, has no reason or is duplicated is refused: #why"() {
        when:
        KnownDifferences.of([row.join('\t')] * times)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.startsWith(why)

        where:
        row                                                           | times || why
        ['model:x86_64', 'kvm:x86_64', 'KVM_GET_*', 'rip', '-', 'may', 'x'] | 1    || 'a row must name one call'
        ['model:x86_64', 'kvm:x86_64', 'KVM_RUN', '*', '-', 'may', 'x']     | 1    || 'a row must name one call'
        ['model:x86_64', 'kvm:x86_64', 'KVM_RUN', 'cr8', '-', 'often', 'x'] | 1    || 'invalid row: must have seven columns'
        ['model:x86_64', 'kvm:x86_64', 'KVM_RUN', 'cr8', '-', 'may', ' ']   | 1    || 'invalid row: must have seven columns'
        ['model:x86_64', 'kvm:x86_64', 'KVM_RUN', 'cr8', '-', 'may']        | 1    || 'invalid row: must have seven columns'
        ['model:x86_64', 'kvm:x86_64', 'KVM_RUN', 'cr8', '-', 'may', 'x']   | 2    || 'two rows for the same'
    }

    /** By their names, so that a new script does not change which of the others are compared. */
    /** Without the conformance suite, which skips models. */
    private static List<String> some() {
        def found = []
        Kvmsh.ROOT.resolve('scripts').toFile().eachFileRecurse { if (it.name ==~ /.*\.(groovy|js)/ && !it.path.contains('/suite/') && Math.floorMod(it.name.hashCode(), SHARE) == 0) found << it.path }
        found.sort()
    }

    private Kvmsh.Result compare(String model, String board, String... scripts) {
        Kvmsh.run('compare', model, board, *scripts)
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text).toString()
    }

    /** The lines with each difference on one, and without the name of this spec's directory. */
    private List<String> flat(String out) {
        out.replace("$folder/", '').replaceAll(/\n {6}A: (.*(?:\n {7,}.*)*)\n {6}B: /, ': A $1, B ').readLines()
    }

    /** Calls, scripts, values. */
    private static List<Integer> counts(String out) {
        (out.readLines().find { it.startsWith('calls:') } =~ /\d+/).collect { it as int }
    }

    private static void orSkip(String model, String board) {
        if (!new Boards(System.getenv()).all().any { it.name() == model }) {
            throw new TestAbortedException("no board $model")
        }
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
    }
}
