package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import java.util.regex.Pattern
import org.codehaus.groovy.runtime.StringBufferWriter
import org.kvmsh.specs.kit.ClassArchive
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LauncherFiles
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StateOfSpecs
import org.kvmsh.specs.kit.Whole
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The launcher stays above {@code kvmsh test}: a process that ends before its run is no success, signals reach it, and it does not outlive the launcher. */
@Timeout(600)
class RunsAreSupervisedSpec extends Specification {
    /** A build with nohup or in the background ignores SIGHUP or SIGINT, and what it starts inherits that. */
    static final List<String> HEEDING = ['env', '--default-signal']
    /** Those of this host that may run the launcher. */
    static final List<List<String>> SHELLS = [['dash'], ['bash'], ['busybox', 'sh'], ['ksh'], ['mksh']].findAll { shell ->
        System.getenv('PATH').split(':').any { new File(it, shell[0]).canExecute() }
    }
    static final String PID = 'ProcessHandle.current().pid()'
    /** Ways in which a script ends its process, the exit status of the launcher, and what the launcher says; null if the run says it itself. */
    static final List<List<Object>> ENDS = [
            ['halt(0)', 'Runtime.runtime.halt(0)', 1, 'ended with exit status 0'],
            ['halt(0) on a thread', 'Thread.start { Runtime.runtime.halt(0) }.join()', 1, 'ended with exit status 0'],
            ['halt(7)', 'Runtime.runtime.halt(7)', 7, 'ended with exit status 7'],
            ['_exit(0)', "com.sun.jna.Function.getFunction('c', '_exit').invoke(0)", 1, 'ended with exit status 0'],
            ['exit(0)', 'System.exit(0)', 1, null],
            ['exit(0) on a thread', 'Thread.start { System.exit(0) }.join()', 1, null],
            ['halt(0) in a hook', 'Runtime.runtime.addShutdownHook(new Thread({ Runtime.runtime.halt(0) })); expect { 1 == 2 }', 1, null],
            ['exit(0) and halt(0) in a hook', 'Runtime.runtime.addShutdownHook(new Thread({ Runtime.runtime.halt(0) })); System.exit(0)', 1, 'ended with exit status 0'],
            ['SIGKILL', "['kill', '-9', \"\${$PID}\"].execute().waitFor(); sleep 60.s", 137, 'was killed by SIGKILL'],
            ['SIGSEGV', "['kill', '-11', \"\${$PID}\"].execute().waitFor(); sleep 60.s", 134, 'was killed by SIGABRT'],
            ['SIGTERM', "['kill', '-15', \"\${$PID}\"].execute().waitFor(); sleep 60.s", 143, null]]

    @TempDir @Shared
    Path folder
    @Shared
    Path launcher
    List<Process> started = []

    /** The launcher in a tree where nothing has to be built, with the classes of this JVM. */
    def setupSpec() {
        def target = Files.createDirectories(folder.resolve('tree/repl/target/lib'))
        Files.createDirectories(folder.resolve('tree/bindings/src'))
        Files.createFile(target.resolve('none.jar'))
        target.parent.resolve('built').toFile().text = 'none.jar\n'
        launcher = LauncherFiles.copyTo(folder.resolve('tree'))
    }

    def cleanup() {
        started.each { process ->
            process.descendants().toList()*.destroyForcibly()
            process.destroyForcibly()
        }
    }

    @Sample(of = 4, verify = 64)
    def "a run of a script that ends its process by #what is no success"() {
        given:
        def file = script('ends.groovy', "test('a') { expect { 1 == 1 } }\ntest('b') { $text }\n")
        def after = script('zlast.groovy', "test('c') { expect { 1 == 1 } }\n")

        when:
        def process = start(SHELLS[0], ['test', '-b', 'model:x86_64', file, after])
        def printed = process.inputReader().text

        then:
        process.waitFor() == status
        printed.contains("kvmsh test: the test process $words before its run was complete") == (words != null)

        where:
        [what, text, status, words] << ENDS
    }

    @Whole('ScriptsAreIsolatedSpec: System.exit, a halt and a lack of memory fail their scripts alone')
    def "with --isolate each script that ends its process fails alone"() {
        given:
        def files = ENDS.indexed().collect { index, end -> script("ends${index}.groovy", "test('a') { expect { 1 == 1 } }\ntest('by ${end[0]}') { ${end[1]} }\n") }
        def after = script('zlast.groovy', "test('c') { expect { 1 == 1 } }\n")

        when:
        def process = start(SHELLS[0], ['test', '--isolate', '-j', '2', '-b', 'model:x86_64', *files, after])
        def printed = process.inputReader().text

        then:
        process.waitFor() == 1
        !printed.contains('before its run was complete')
        ENDS.every { printed =~ /(?m)^not ok 2 by ${Pattern.quote(it[0])}( #|$)/ }
        printed.contains('ok 1 c\n')
    }

    @Sample(of = 4, verify = 64)
    def "#shell: what ends without a run is told, and a run that ends is not"() {
        given:
        def file = script('fine.groovy', "test('a') { ${text} }\n")

        when:
        def process = start(shell, ['test', *options, '-b', 'model:x86_64', file])
        def printed = process.inputReader().text

        then:
        process.waitFor() == status
        printed.contains('before its run was complete') == told
        noWordIsLeft()

        where:
        [shell, [text, options, status, told]] << [SHELLS, [['expect { 1 == 1 }', [], 0, false], ['expect { 1 == 2 }', [], 1, false], ['', ['--nonsense'], 2, false], ['Runtime.runtime.halt(0)', [], 1, true],
                                                            ['Runtime.runtime.halt(0)', ['--bisect'], 125, true], ["['kill', '-9', \"\${$PID}\"].execute().waitFor(); sleep 60.s", ['--bisect'], 125, true]]].combinations()
    }

    @Sample(verify = 16)
    def "#shell: a run needs no directory for temporary files"() {
        given:
        def file = script('anywhere.groovy', "test('a') { expect { 1 == 1 } }\n")

        when:
        def process = start(shell, ['test', '--run=none', '-b', 'model:x86_64', file], [TMPDIR: '/nonexistent', XDG_CACHE_HOME: '/proc/none'])
        def printed = process.inputReader().text

        then:
        printed.contains('ok 1 a')
        process.waitFor() == 0
        noWordIsLeft()

        where:
        shell << SHELLS
    }

    @Sample(verify = 16)
    def "#shell: SIG#signal to the launcher ends the run, which reports"() {
        given:
        def process = running(shell)
        def program = program(process.toHandle())

        when:
        new ProcessBuilder('kill', "-$signal", "${process.pid()}").start().waitFor()

        then:
        process.waitFor() == status
        output.contains('not ok 1 a # interrupted')
        !program.alive

        where:
        [shell, [signal, status]] << [SHELLS, [['TERM', 143], ['HUP', 129]]].combinations()
    }

    @Sample(verify = 16)
    def "#shell: the program ends when the launcher is killed"() {
        given:
        def process = running(shell)
        def program = program(process.toHandle())

        when:
        new ProcessBuilder('kill', '-KILL', "${process.pid()}").start().waitFor()

        then:
        program.onExit().get(Eventually.PATIENCE_S, TimeUnit.SECONDS)
        Eventually.eventually { output.contains('not ok 1 a # interrupted') }

        where:
        shell << SHELLS
    }

    @Sample(verify = 16)
    def "#shell on a terminal: Ctrl-C ends the run, Ctrl-Z stops it, and fg goes on"() {
        given:
        def file = script('slow.groovy', "test('a') { println 'n' + 'ow'; def until = new File('$folder/go'); while (!until.exists()) { sleep 20 } }\n")
        def terminal = new ProcessBuilder('script', '-qfec', ['exec', *HEEDING, *shell, '-i'].join(' '), '/dev/null').directory(folder.toFile()).redirectErrorStream(true)
        terminal.environment().putAll(environment() + [TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh', PS1: '> ', ENV: '', HISTFILE: ''])
        def process = terminal.start()
        started << process
        Thread.startDaemon { process.inputReader().transferTo(new StringBufferWriter(output)) }
        def type = { String keys ->
            process.outputStream.write(keys.bytes)
            process.outputStream.flush()
        }
        def shows = { String text -> Eventually.eventually { output.contains(text) } }
        def run = "${shell.join(' ')} $launcher test -b model:x86_64 $file; echo st\"\"atus=\$?\r".toString()

        when:
        type(run)

        then:
        shows('now')

        when:
        type('\u0003')

        then:
        shows('status=130')
        output.contains('not ok 1 a # interrupted')

        when:
        output.setLength(0)
        type(run.replaceFirst(';.*', '\r'))

        then:
        shows('now')

        when:
        def program = program(process.toHandle())
        type('\u001a')

        then:
        Eventually.eventually { state(program) == 'T' }
        Eventually.eventually { output.toString().contains('topped') }

        when:
        type('fg\r')

        then:
        Eventually.eventually { state(program) != 'T' }

        when:
        Files.createFile(folder.resolve('go'))
        type('echo st""atus=$?\r')

        then:
        shows('status=0')
        output.contains('ok 1 a')

        cleanup:
        Files.deleteIfExists(folder.resolve('go'))

        where:
        shell << SHELLS
    }

    def "what a script reads on standard input reaches it"() {
        given:
        def file = script('reads.groovy', "test('a') { def read = System.in.text; expect { read == 'given' } }\n")
        def process = start(SHELLS[0], ['test', '-b', 'model:x86_64', file])

        when:
        process.outputWriter().withCloseable { it << 'given' }

        then:
        process.inputReader().text.contains('ok 1 a')
        process.waitFor() == 0
    }

    @Sample(verify = 16)
    def "a script or a line replaces the launcher: #arguments"() {
        given:
        def process = start(SHELLS[0], ['-q', '-b', 'model:x86_64', *arguments.collect { it == 'FILE' ? script('pid.groovy', "println \"\${$PID}\"") : it }])

        expect:
        process.inputReader().readLines().contains("${process.pid()}".toString())
        process.waitFor() == 0

        where:
        arguments << [['-e', "println \"\${$PID}\""], ['FILE']]
    }

    private final StringBuffer output = new StringBuffer()

    private Process running(List<String> shell) {
        def process = start(shell, ['test', '-b', 'model:x86_64', script('runs.groovy', "test('a') { println 'n' + 'ow'; sleep 300.s }\n")])
        Thread.startDaemon { process.inputReader().transferTo(new StringBufferWriter(output)) }
        assert Eventually.eventually { output.contains('now') }
        process
    }

    private static ProcessHandle program(ProcessHandle above) {
        above.descendants().filter { it.info().command().orElse('').endsWith('java') }.findFirst().get()
    }

    private static String state(ProcessHandle process) {
        new File("/proc/${process.pid()}/stat").text.replaceFirst(/.*\) /, '').take(1)
    }

    private boolean noWordIsLeft() {
        !folder.toFile().eachFileRecurse { assert !it.name.endsWith('.word') }
    }

    private static Map<String, String> environment() {
        [XDG_STATE_HOME: StateOfSpecs.FOLDER, JAVA_HOME: System.getProperty('java.home'), XDG_CACHE_HOME: StateOfSpecs.FOLDER,
         KVMSH_JAVA_OPTS: ['-XX:TieredStopAtLevel=1', *ClassArchive.options(), '-cp', ClassArchive.CLASS_PATH].join(' ')]
    }

    private Process start(List<String> shell, List<String> arguments, Map<String, String> more = [:]) {
        def builder = new ProcessBuilder([*HEEDING, *shell, launcher, *arguments]*.toString()).directory(folder.toFile()).redirectErrorStream(true)
        builder.environment().putAll(environment() + more)
        started << builder.start()
        started.last()
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text).toString()
    }
}
