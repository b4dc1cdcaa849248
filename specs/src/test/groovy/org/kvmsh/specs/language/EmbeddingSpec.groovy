package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import javax.tools.ToolProvider
import org.kvmsh.bindings.board.BoardUnavailable
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

@Timeout(600)
class EmbeddingSpec extends Specification {
    @TempDir
    Path folder

    @Requires(value = { ToolProvider.systemJavaCompiler != null }, reason = 'this Java has no compiler')
    def "the sample program builds against the artifacts alone, and runs with its own words in both languages"() {
        given:
        def jars = Kvmsh.ROOT.resolve('repl/target/lib').toFile().listFiles().findAll { !it.name.startsWith('kvmsh-repl') }.join(File.pathSeparator)
        def sources = Kvmsh.ROOT.resolve('samples/embedding/src/main')

        when:
        def compiled = ToolProvider.systemJavaCompiler.run(null, null, null, '-d', folder.toString(), '-cp', jars, *sources.resolve('java/sample').toFile().listFiles()*.path)
        Files.createDirectories(folder.resolve('META-INF/services'))
        sources.resolve('resources/META-INF/services').toFile().eachFile { Files.copy(it.toPath(), folder.resolve("META-INF/services/$it.name")) }
        // Later JVMs say on standard error what they will refuse some day.
        def allowed = Runtime.version().feature() < 23 ? [] : ['--enable-native-access=ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow']
        def program = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *allowed, '-cp', "$folder$File.pathSeparator$jars", 'sample.Embedding').redirectErrorStream(true).start()
        def text = program.inputStream.text

        then:
        compiled == 0
        program.waitFor(5, TimeUnit.MINUTES)
        text == '''\
            the guest ended with hlt, rax 42
            a plan of 2 steps
            own words: rack 7, model:x86_64 (model); 1
            vm { is incomplete; vm { mem could be [memory]
            text#6:1:6: unknown word 'memry'
                vm { memry at: 0, size: 4.KB }
                     ^
              did you mean 'memory'?
            '''.stripIndent()
        program.exitValue() == 0
    }

    def "another thread ends an endless #language script, and the next script runs"() {
        given:
        def printed = new StringWriter()
        def kvmsh = org.kvmsh.dsl.Kvmsh.open('model:x86_64', new PrintWriter(printed, true))
        def ending = Thread.start {
            eventually { printed.toString().contains('here') }
            kvmsh.interrupt()
        }

        when:
        kvmsh.evaluate(language, endless)

        then:
        def e = thrown(ScriptError)
        e.message == 'interrupted'

        and:
        kvmsh.evaluate(language, '1 + 1') as int == 2
        !Thread.currentThread().interrupted

        cleanup:
        ending.join()
        kvmsh.close()

        where:
        language        | endless
        Language.GROOVY | 'println "here"; while (true) { }'
        Language.JS     | 'println("here"); while (true) { }'
    }

    def "an unavailable board is an exception with the reason, and nothing is left open"() {
        when:
        org.kvmsh.dsl.Kvmsh.open('exec:/nonexistent')

        then:
        thrown(BoardUnavailable)
    }
}
