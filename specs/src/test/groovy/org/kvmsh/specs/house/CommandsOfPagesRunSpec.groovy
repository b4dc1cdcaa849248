package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.regex.Pattern
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Page
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.StateOfSpecs
import org.opentest4j.TestAbortedException
import spock.lang.Specification
import spock.lang.TempDir

/** The commands that a page tells its reader to type: each is run, in the page's order, or is listed here with the reason why not. */
class CommandsOfPagesRunSpec extends Specification {
    /** By reason, the commands that no spec can run as they are; {@code *} is any text. */
    static final Map<String, List<String>> NOT_RUN = [
        'it is the build that this spec is part of, or a stage of CI runs it': ['mvn *', 'npm *'],
        'it installs a package: .ci/installed': ['apt-get install ./kvmsh_VERSION_all.deb'],
        'it replaces tables or programs of the person, and needs a network: AbiMakeSpec and .ci/setup': ['bindings/fetch-headers', './kvmsh dev abi-make', './kvmsh boards setup *'],
        'it downloads another release of Debian': ["./kvmsh boards remove 'qemu:arm64?release=sid'", "./kvmsh test *'qemu:arm64?release=sid'*", "./kvmsh compare qemu:arm64 'qemu:arm64?release=sid'"],
        'it writes 400 MB, and its counterpart is for another host: EmulatedBoardsSpec': ['./kvmsh boards bundle lab.tar.gz'],
        'it needs a board of a lab, or a placeholder of its own': ['kvmsh-agent *', 'KVMSH_TOKEN=TOKEN *', 'ssh *', './kvmsh -b ssh:*', './kvmsh -b serial:*', './kvmsh boards agent *', "./kvmsh -b 'exec:docker *", './kvmsh boards facts NAME',
                './kvmsh FILE *', './kvmsh -e TEXT', './kvmsh -', './kvmsh', '*trace exits: true; …;*', './kvmsh compare a.trace b.trace'],
        'it boots a kernel that is built from source: OwnKernelPageSpec and .ci/long kernels': ['./kvmsh kernel *', '*?kernel=*', 'git -C ~/linux *', './kvmsh -b qemu:*-rfc *', '*?tree=.*'],
        'it takes minutes: SuiteHoldsOnBoardsSpec, NewBoardsAreAskedInOrderSpec, KernelsAreCheckedSpec, MutantRunsGoOnSpec, FaultyKernelsSpec': ['./kvmsh test scripts/suite -b *', './kvmsh bringup *', './kvmsh check *', './kvmsh dev mutants *',
                './kvmsh dev reach *', 'scripts/kernels/faults/run *'],
        'it builds Linux\'s selftests and takes an hour: SelftestsAreComparedSpec': ['scripts/selftests/compare-with-linux *'],
        'it builds a selftest of Linux and boots a kernel that is built from source: PlatformSelftestSpec': ['scripts/ppc/compare-selftest *'],
        'it needs a cluster: FarmOfSlurmSpec': ['./kvmsh test * --farm slurm *'],
        'it needs a script of the reader: the script on its page is run': ['./kvmsh -b qemu:arm64 arm.groovy'],
        'it boots a board with a JVM on it: KvmshOnTheBoardSpec': ['./kvmsh boards inside *'],
    ]
    /** What a page's commands find in the directory: names are those of files on other pages, and of runs that are kept. */
    static final Map<String, List<String>> BEFORE = [
        'docs/guide/ci.md'     : ['./kvmsh test -b model:x86_64 --run last-night errnos.groovy', './kvmsh test -b model:x86_64 --run run errnos.groovy'],
        'docs/guide/compare.md': ['./kvmsh test -b model:x86_64 --run last-night errnos.groovy', './kvmsh test -b model:x86_64 --run nightly errnos.groovy'],
        'docs/guide/tests.md'  : ['./kvmsh test -b model:x86_64 --run last-night errnos.groovy', './kvmsh test -b model:x86_64 errnos.groovy'],
    ]
    /**
     * What ends with a status other than 0: a damaged board fails a test, errnos.groovy has a test that fails, and so a report of it, but the last run that its page keeps has none. Whether this host's KVM differs from the model
     * in a way that is not expected depends on its kernel and processor.
     */
    static final Map<String, List<Integer>> STATUSES = ['./kvmsh test * errnos.groovy': [1], "./kvmsh test -b 'damaged:*": [1], './kvmsh report --output junit=last.xml': [0], './kvmsh report *': [1], './kvmsh compare model:x86_64 kvm *': [0, 1]]

    /** Of one command. */
    private static final int LIMIT_SECONDS = 180

    @TempDir
    Path folder

    @Sample(of = 4, verify = 64)
    def "the commands of #page.path run"() {
        given:
        Files.createSymbolicLink(folder.resolve('scripts'), Kvmsh.ROOT.resolve('scripts'))
        Files.createSymbolicLink(folder.resolve('samples'), Kvmsh.ROOT.resolve('samples'))
        folder.resolve('errnos.groovy').toFile().text = new Page('docs/guide/first-hour.md').blocks('groovy')*.text.find { it.startsWith('// errnos.groovy ') }
        def program = folder.resolve('kvmsh').toFile()
        program.text = "#!/bin/sh\nexec ${StartedKvmsh.command([]).collect { "'$it'" }.join(' ')} \"\$@\"\n"
        program.executable = true
        // What follows in a block may need what its first commands have left.
        def run = blocks.collectMany { block -> block.takeWhile { lacked(it) == null } }
        def lacking = blocks.flatten().collect { lacked(it) }.findAll()

        when:
        BEFORE.getOrDefault(page.path, []).each { status(it) }
        def wrong = run.collect { [it, status(it), output.text] }.findAll { command, status, printed -> !(status in expected(command)) }

        then:
        wrong == []
        if (lacking) {
            throw new TestAbortedException(lacking.first())
        }

        where:
        [page, blocks] << Page.ALL.collect { page -> [page, page.blocks('sh').collect { commands(it).findAll { reason(it) == null } }.findAll()] }.findAll { it[1] }
    }

    @Sample(verify = 2)
    def "what is listed as not run is on a page: #pattern"() {
        expect:
        Page.ALL.any { page -> commands(page).any { matches(pattern, it) } }

        where:
        pattern << NOT_RUN.values().flatten()
    }

    def "most commands of kvmsh that need nothing but models are run"() {
        expect:
        Page.ALL.collectMany { commands(it) }.count { reason(it) == null } >= 20
    }

    private File getOutput() {
        folder.resolve('output').toFile()
    }

    private int status(String command) {
        def process = new ProcessBuilder('sh', '-c', command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output).redirectInput(new File('/dev/null'))
                .tap { it.environment().putAll([XDG_STATE_HOME: StateOfSpecs.FOLDER, KVMSH_TERMINAL: '']) }.start()
        if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            return process.exitValue()
        }
        process.descendants().forEach { it.destroy() }
        process.destroy()
        process.waitFor()
        throw new AssertionError("'$command' did not end within $LIMIT_SECONDS s: if it takes that long, it belongs into NOT_RUN" as Object)
    }

    private static List<Integer> expected(String command) {
        STATUSES.findResult([0]) { pattern, status -> matches(pattern, command) ? status : null }
    }

    private static List<String> boards(String command) {
        (command =~ /(?<=[ :])qemu:[\w-]+/).collect { it } + (command =~ / kvm\b/ ? ['kvm:x86_64'] : [])
    }

    private static String lacked(String command) {
        Needed.missing(*boards(command))
    }

    private static String reason(String command) {
        NOT_RUN.find { reason, patterns -> patterns.any { matches(it, command) } }?.key
    }

    private static boolean matches(String pattern, String command) {
        command ==~ pattern.split(/\*/, -1).collect { Pattern.quote(it) }.join('.*')
    }

    private static List<String> commands(Page page) {
        page.blocks('sh').collectMany { commands(it) }
    }

    /** Without comments; of what goes to the background, the command alone. */
    private static List<String> commands(Page.Block block) {
        block.text.readLines()*.replaceFirst(/(^|\s+)# .*$/, '')*.replaceFirst(/ &$/, '').findAll()
    }
}
