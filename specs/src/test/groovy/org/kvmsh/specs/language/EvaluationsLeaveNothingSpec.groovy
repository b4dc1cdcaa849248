package org.kvmsh.specs.language

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/**
 * A text is compiled for each evaluation, and the compiled classes are unloaded afterwards; so is all of a library that was closed.
 * The property evaluations is their number.
 */
@Timeout(1800)
class EvaluationsLeaveNothingSpec extends Specification {
    static final int EVALUATIONS = Integer.getInteger('evaluations', 500)
    /** Of Java's own classes a few come late. A text's classes take 17 KiB: of 500 texts a leak of one in four is seen, of 200 of two in three. */
    static final long MOST_BYTES = 2L << 20
    static final int MOST_CLASSES = 100

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "in #language they leave metaspace unchanged"() {
        when:
        def printed = ownJvm(ManyEvaluations, language, EVALUATIONS, text)
        println "$EVALUATIONS evaluations in $language: metaspace and classes grew by $printed"
        def (bytes, classes) = printed.readLines().last().tokenize()*.toLong()

        then:
        bytes < MOST_BYTES
        classes < MOST_CLASSES

        where:
        language | text
        'GROOVY' | "n = NUMBER; [1, 2].each { k -> n += k }; expect { n == NUMBER + 3 }; plan { memory at: 0, size: 64.KB; on(io: 1) { n } }"
        'JS'     | "globalThis.n = NUMBER; [1, 2].forEach(k => n += k); expect(() => n == NUMBER + 3); plan({memory: {at: 0, size: KB(64)}, on: {io: 1, do: e => n}})"
    }

    @Sample(of = 2, verify = 32)
    def "closed libraries leave nothing in memory, used in #language"() {
        expect: 'none but the last, which a cache may still name'
        String printed = ownJvm(ManyLibraries, language, 20, text)
        printed.readLines().last().toInteger() <= 1

        where:
        language | text
        'GROOVY' | 'm = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "e6 01 f4"; on(io: 1) { }; vcpu(0) { real 0x1000 } }; m.run()'
        'JS'     | 'm = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: "e6 01 f4"}, on: {io: 1, do: e => { }}, vcpu: {real: 0x1000}}); m.run()'
    }

    /** What a JVM prints that drops all cached classes. */
    private String ownJvm(Class<?> program, String language, int count, String text) {
        def printed = folder.resolve('printed').toFile()
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def process = new ProcessBuilder(java, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx512m', '-XX:SoftRefLRUPolicyMSPerMB=0', '--enable-native-access=ALL-UNNAMED', "-Dkvmsh.root=$Kvmsh.ROOT",
                '-cp', System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path'), program.name, language, "$count", text)
                .redirectErrorStream(true).redirectOutput(printed).start()
        try {
            process.waitFor(1700, TimeUnit.SECONDS)
            printed.text
        } finally {
            process.destroyForcibly()
        }
    }
}
