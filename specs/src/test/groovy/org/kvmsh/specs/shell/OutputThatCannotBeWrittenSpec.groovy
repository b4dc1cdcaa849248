package org.kvmsh.specs.shell

import java.nio.channels.Channels
import java.nio.channels.Pipe
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * Where the output cannot be written, no run is a success: a full disk ends it with an error and status 1, a pipe whose reader is gone
 * ({@code | head -1}) without a word and with the status of SIGPIPE.
 */
@Timeout(600)
class OutputThatCannotBeWrittenSpec extends Specification {
    static final String FULL = '/dev/full'
    static final String NO_SPACE = 'kvmsh: standard output: No space left on device\n'
    /** 128 + SIGPIPE */
    static final int NO_READER = 141
    static final List<List<String>> COMMANDS = [
        ['-b', 'model:x86_64', '-e', '1'], ['-b', 'model:x86_64', '--lang', 'js', '-e', '1'], ['-b', 'model:x86_64', 'passes.groovy'],
        ['-b', 'model:x86_64', '-q', '-e', 'while (true) println 1'], ['-b', 'model:x86_64', '-q', '--lang', 'js', '-e', 'while (true) print(1)'],
        ['test', '-b', 'model:x86_64', 'passes.groovy'], ['test', '-b', 'model:x86_64', 'passes.js'], ['test', '-b', 'model:x86_64', 'endless.groovy'],
        ['plan', '-b', 'model:x86_64', '-e', '1'], ['plan', '-b', 'model:x86_64', '-e', 'while (true) println 1'],
        ['abi', 'list'], ['abi', 'show', 'KVM_RUN'], ['abi', 'decode', '0xae80'], ['boards'], ['boards', 'facts', 'model:x86_64'],
        ['compare', 'model:x86_64', 'model:x86_64', 'passes.groovy'], ['guide', '--as', 'md'], ['guide', '--as', 'ts'], ['--help'], ['test', '--help'],
    ]

    @Shared @TempDir
    Path folder

    def setupSpec() {
        Files.writeString(folder.resolve('passes.groovy'), "test('one') { expect { 1 == 1 } }\ntest('two') { expect { 1 == 1 } }\n")
        Files.writeString(folder.resolve('passes.js'), "test('one', () => { expect(() => 1 == 1) })\n")
        Files.writeString(folder.resolve('endless.groovy'), "test('one') { while (true) println 1 }\ntest('two') { }\n")
    }

    private String[] named(List<String> command) {
        command.collect { it ==~ /\w+\.(groovy|js)/ ? folder.resolve(it).toString() : it }
    }

    @Needs('/dev/full')
    @Sample(verify = 8)
    def "a full disk is an error of kvmsh #line"() {
        when:
        def result = new FileOutputStream(FULL).withCloseable { Kvmsh.runInto(it, named(command)) }

        then:
        result.status == 1
        result.err == NO_SPACE

        where:
        command << COMMANDS
        line = command.join(' ')
    }

    @Sample(verify = 8)
    def "a pipe whose reader is gone ends kvmsh #line"() {
        given:
        def pipe = Pipe.open()
        pipe.source().close()

        when:
        def result = Channels.newOutputStream(pipe.sink()).withCloseable { Kvmsh.runInto(it, named(command)) }

        then:
        result.status == NO_READER
        result.err == ''

        where:
        command << COMMANDS
        line = command.join(' ')
    }

    def "if the reader closes the pipe during a test, the test ends and is not a pass in the results"() {
        given:
        def pipe = Pipe.open()
        def junit = folder.resolve('ended.xml')
        def ktap = folder.resolve('ended.ktap')
        def reader = Thread.start { new BufferedReader(Channels.newReader(pipe.source(), 'UTF-8')).withCloseable { 20.times { n -> it.readLine() } } }

        when:
        def result = Channels.newOutputStream(pipe.sink()).withCloseable {
            Kvmsh.runInto(it, named(['test', '-b', 'model:x86_64', '--output', "junit=$junit", '--output', "ktap=$ktap", 'endless.groovy', 'passes.groovy']))
        }
        def xml = junit.toFile().text

        then:
        result.status == NO_READER
        result.err == ''
        xml.count('<testcase') >= 3
        xml.count('<error') == xml.count('<testcase')
        !(ktap.toFile().text =~ /(?m)^\s*ok/)

        cleanup:
        reader.join()
    }

    @Needs('/dev/full')
    def "results that cannot be written are an error, and every file is attempted: #options"() {
        given:
        def written = folder.resolve('written')

        when:
        def result = Kvmsh.run(*(['test', '-b', 'model:x86_64'] + options.collect { it.replace('FILE', written.toString()) }), folder.resolve('passes.groovy').toString())

        then:
        result.status == 1
        result.out.contains('2 passed, 0 failed')
        result.err == "kvmsh test: cannot write the results to $FULL: No space left on device\n" * options.count { it.endsWith(FULL) }
        !options.any { it.endsWith('FILE') } || Files.size(written) > 0

        where:
        options << [['--output', "junit=$FULL"], ['--output', "ktap=$FULL"], ['--output', "junit=$FULL", '--output', "ktap=$FULL"], ['--output', "junit=$FULL", '--output', 'ktap=FILE'], ['--output', 'junit=FILE', '--output', "ktap=$FULL"]]
    }

    def "a run that is killed leaves no results of an earlier one"() {
        given:
        def results = Files.writeString(folder.resolve('results.xml'), 'of an earlier run')
        def script = Files.writeString(folder.resolve('halts.groovy'), "test('halts') { Runtime.runtime.halt(0) }")

        when:
        StartedKvmsh.run('test', '-b', 'model:x86_64', '--run', 'none', '--output', "junit=$results".toString(), script.toString())

        then:
        results.toFile().text == ''
    }

    def "a directory for results is refused before a test runs"() {
        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', '--output', "junit=$folder", folder.resolve('passes.groovy').toString())

        then:
        result.status == 2
        result.out == ''
        result.err == "kvmsh test: cannot write the results to $folder: is a directory\n"
    }
}
