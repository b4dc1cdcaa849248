package org.kvmsh.specs.language

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A text is compiled for each evaluation, and the compiled classes are unloaded afterwards. The property evaluations is their number. */
@Timeout(1800)
class EvaluationsLeaveNothingSpec extends Specification {
    static final int EVALUATIONS = Integer.getInteger('evaluations', 500)
    /** Of Java's own classes a few come late. A text's classes take 17 KiB: of 500 texts a leak of one in four is seen, of 200 of two in three. */
    static final long MOST_BYTES = 2L << 20
    static final int MOST_CLASSES = 100

    @TempDir
    Path folder

    def "in #language they leave metaspace unchanged"() {
        given: 'a JVM that drops all cached classes'
        def printed = folder.resolve('printed').toFile()
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def process = new ProcessBuilder(java, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', '-XX:SoftRefLRUPolicyMSPerMB=0', '--enable-native-access=ALL-UNNAMED', "-Dkvmsh.root=$Kvmsh.ROOT",
                '-cp', System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path'), ManyEvaluations.name, language, "$EVALUATIONS", text)
                .redirectErrorStream(true).redirectOutput(printed).start()

        when:
        process.waitFor(1700, TimeUnit.SECONDS)
        println "$EVALUATIONS evaluations in $language: metaspace and classes grew by $printed.text"
        def (bytes, classes) = printed.readLines().last().tokenize()*.toLong()

        then:
        bytes < MOST_BYTES
        classes < MOST_CLASSES

        cleanup:
        process.destroyForcibly()

        where:
        language | text
        'GROOVY' | "n = NUMBER; [1, 2].each { k -> n += k }; expect { n == NUMBER + 3 }; plan { memory at: 0, size: 64.KB; on(io: 1) { n } }"
        'JS'     | "globalThis.n = NUMBER; [1, 2].forEach(k => n += k); expect(() => n == NUMBER + 3); plan({memory: {at: 0, size: KB(64)}, on: {io: 1, do: e => n}})"
    }
}
