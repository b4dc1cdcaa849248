package org.kvmsh.specs.compare

import java.nio.file.Files
import java.nio.file.Path
import java.util.stream.LongStream
import org.kvmsh.repl.compare.Rounds
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Times of tests that ran several times: a change is told beyond what the rounds differ, and never from one number. */
@Timeout(300)
class TimesAreComparedSpec extends Specification {
    @TempDir
    Path folder

    def "#what: #longer ms"() {
        expect:
        Rounds.of(LongStream.of(*one.collect { it as long })).longer(Rounds.of(LongStream.of(*other.collect { it as long })), alternating) == longer

        where:
        what                                             | alternating | one                                | other                              || longer
        'the same'                                       | false       | [10] * 7                           | [10] * 7                           || 0
        'one millisecond, the smallest that is kept'     | false       | [10] * 7                           | [11] * 7                           || 0
        'much longer'                                    | false       | [10] * 7                           | [60] * 7                           || 50
        'shorter'                                        | false       | [60] * 7                           | [10] * 7                           || -50
        'a slow first round is no change'                | false       | [10] * 7                           | [900] + [10] * 6                   || 0
        'within the spread'                              | false       | [10, 20, 30, 40, 50, 60, 70]       | [40, 50, 60, 70, 80, 90, 100]      || 0
        'drift that both sides have is no change in turn' | true       | [10, 20, 30, 40, 50, 60, 70]       | [11, 21, 31, 41, 51, 61, 71]       || 0
        'a change below a drift, seen in turn only'      | true        | [10, 20, 30, 40, 50, 60, 70]       | [25, 35, 45, 55, 65, 75, 85]       || 15
        'the same, not in turn'                          | false       | [10, 20, 30, 40, 50, 60, 70]       | [25, 35, 45, 55, 65, 75, 85]       || 0
    }

    /** The rule's promise, with noise as tests have it: of a hundred tests that did not change, less than one is told. */
    @Sample(verify = 4)
    def "noise alone is told in less than one of a hundred tests, alternating: #alternating"() {
        given:
        def random = new Random(1)
        def noise = { Rounds.of(LongStream.generate { Math.round(100 * Math.exp(0.08 * random.nextGaussian()) * (random.nextDouble() < 0.05 ? 1.5 : 1)) }.limit(7)) }

        expect:
        (1..2000).count { noise().longer(noise(), alternating) != 0 } < 20

        where:
        alternating << [false, true]
    }

    def "two kept runs: a test that is slower beyond the spread is a difference, a faster one is told"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { }\ntest('b') { }\ntest('c') { }").toString()
        Kvmsh.run('test', '-b', 'model:x86_64', '--repeat', '7', '--run', at('before'), script)
        kept('before', 'after')

        and: 'times that no other program of this host has a part in'
        take('before', [a: 10..16, b: 80..86, c: [3] * 7])
        take('after', [a: 80..86, b: 10..16, c: [3] * 7])

        when:
        def result = Kvmsh.run('compare', at('before'), at('after'))

        then:
        result.out.contains('\ntimes: 3 compared, 1 differs, 1 without effect on the exit status\n')
        result.out =~ /\nslower: 1\n {2}t\.groovy: a: A \d+ ms \(\d+ to \d+\), B \d+ ms \(\d+ to \d+\): \d+ ms slower, the median of 7 and 7 rounds\n/
        result.out =~ /\nfaster: 1\n {2}t\.groovy: b: /
        result.status == 1
    }

    def "fewer rounds are not compared, and the rest of the runs is"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('a') { }").toString()
        Kvmsh.run('test', '-b', 'model:x86_64', '--repeat', '6', '--run', at('run'), script)

        when:
        def result = Kvmsh.run('compare', at('run'), at('run'))

        then:
        result.out.contains('\ntests: 1 compared, none differs\n')
        result.out.contains('\nnot compared: times: no test passed 7 times on both sides; to repeat the tests: kvmsh test --repeat 7\n')
        result.status == 0
    }

    private void kept(String from, String to) {
        def source = folder.resolve(from)
        Files.walk(source).withCloseable { files -> files.forEach { Files.copy(it, folder.resolve(to).resolve(source.relativize(it).toString())) } }
    }

    /** Gives the tests of a kept run these times, one a round, in ms. */
    private void take(String run, Map<String, List<Integer>> times) {
        def rounds = times.collectEntries { name, all -> [name, all.iterator()] }
        def results = folder.resolve(run).resolve('results.jsonl').toFile()
        results.text = results.readLines().collect { line ->
            def name = line =~ /^\{"event":"result",.*"result":\{"name":"(\w+)"/
            (name ? line.replaceFirst(/"ms":\d+/, "\"ms\":${rounds[name.group(1)].next()}") : line) + '\n'
        }.join()
        assert rounds.values().every { !it.hasNext() }
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
