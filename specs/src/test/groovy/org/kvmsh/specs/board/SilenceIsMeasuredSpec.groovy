package org.kvmsh.specs.board

import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.remote.Silence
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import spock.lang.Specification
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** An end that did not run for a while, on a loaded machine or a stopped one, does not take that time for the other end's silence. */
@Timeout(600)
class SilenceIsMeasuredSpec extends Specification {
    def "kvmsh counts the silence of #looks as #silence ms"() {
        given:
        def seen = new Silence(0)
        long counted = 0

        when:
        looks.each { now, heard -> counted = seen.look(TimeUnit.MILLISECONDS.toNanos(now), TimeUnit.MILLISECONDS.toNanos(heard)) }

        then:
        TimeUnit.NANOSECONDS.toMillis(counted) == silence

        where:
        looks                                          || silence
        [[100, 0]]                                     || 100
        [[100, 0], [200, 0], [300, 0]]                 || 300
        [[100, 0], [200, 150]]                         || 50
        [[100, 0], [200, 150], [300, 150]]             || 150
        [[100, 0], [90_000, 0]]                        || 1_100
        [[100, 0], [90_000, 150]]                      || 1_000
        [[100, 0], [90_000, 0], [90_100, 90_050]]      || 50
        (1..60).collect { [1_000 * it, 0] }            || 60_000
    }

    @Needs('agent:x86_64')
    def "an agent that was suspended for longer than its timeout continues"() {
        given:
        def process = new ProcessBuilder(LocalAgent.program(), '-').start()
        def agent = new RawAgent(process.inputStream, process.outputStream)
        assert agent.ask(RawAgent.HELLO, RawAgent.VERSION, 77L, 5_000, new byte[16]) == 0

        when:
        signal(process, 'STOP')
        TimeUnit.MILLISECONDS.sleep(6_000)
        signal(process, 'CONT')

        then:
        agent.ask(RawAgent.PING) == 0

        when: 'nothing arrives while it runs'
        def ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS)

        then:
        ended

        cleanup:
        agent?.close()
        process?.destroyForcibly()
    }

    private static void signal(Process process, String name) {
        assert new ProcessBuilder('sh', '-c', "kill -$name ${process.pid()}").start().waitFor() == 0
    }
}
