package org.kvmsh.specs.agent

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/**
 * The agent, compiled with sanitizers, replies as a model of docs/developers/protocol.md predicts, whatever the fields of requests contain,
 * while several vCPUs run. The number of frames is the property fuzz.protocol: by default 3,000 with each build.
 */
@Timeout(3600)
@Needs(['kvm:x86_64', 'sanitizers'])
class AgentAgreesWithItsProtocolSpec extends Specification {
    static final int FRAMES = Integer.getInteger('fuzz.protocol', 3000)
    static final int SESSION = 20_000

    @TempDir
    Path folder

    def "each reply matches the protocol, with #sanitizers#much"() {
        given:
        def program = folder.resolve('agent').toString()
        assert new ProcessBuilder('gcc', '-g', '-O1', "-fsanitize=$sanitizers", '-fno-sanitize-recover=all', '-pthread', '-o', program,
                Kvmsh.ROOT.resolve('bindings/src/main/c/kvmsh-agent.c').toString()).inheritIO().start().waitFor() == 0
        def said = folder.resolve('said')
        def random = new Random(Long.getLong('fuzz.seed', 42))
        int frames = 0, changed = 0, damaged = 0, runs = 0
        long logged = 0
        def performed = new TreeMap()
        def errnos = new TreeMap()
        long began = System.nanoTime()

        when:
        while (frames < FRAMES) {
            def builder = new ProcessBuilder(program, '-').redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()))
            builder.environment().putAll(ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1', TSAN_OPTIONS: 'halt_on_error=1')
            def process = builder.start()
            def agent = new RawAgent(process.inputStream, process.outputStream)
            def fuzz = new AgentFuzz(agent, random, logging)
            try {
                fuzz.begin()
                fuzz.eachKindAndReason()
                fuzz.changeWhatRuns()
                if (logging) {
                    fuzz.fillLog()
                }
                fuzz.go(Math.min(SESSION, FRAMES - frames))
                agent.send(RawAgent.BYE, new byte[0])
                agent.close()
            } catch (Throwable e) {
                throw new AssertionError("after ${frames + fuzz.frames} frames: $e.message\n${Files.readString(said)}".toString(), e)
            } finally {
                if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly()
                }
            }
            assert process.exitValue() == 0
            frames += fuzz.frames
            changed += fuzz.changed
            damaged += fuzz.damaged
            runs += fuzz.runs
            logged += fuzz.logged
            fuzz.performed.each { kind, count -> performed.merge(kind, count, Integer.&sum) }
            fuzz.errnos.each { errno, count -> errnos.merge(errno, count, Integer.&sum) }
        }
        println "$sanitizers$much: $frames frames in ${(System.nanoTime() - began).intdiv(1_000_000_000)} s, $changed with a changed field, $damaged on a bad line, $runs runs, $logged bytes of the log; errnos $errnos; by kind $performed"

        then: 'no sanitizer reported an error'
        Files.readString(said) == ''
        !logging || logged > AgentFuzz.LOGGED

        and: 'the fixed requests before the random ones cover every kind of request and every reason for an errno'
        performed.keySet().containsAll((RawAgent.PING..RawAgent.TABLE) + [RawAgent.LOG, RawAgent.PROVE] + (RawAgent.RING..RawAgent.PART))
        errnos.keySet().containsAll([2L, 9L, 14L, 16L, 22L, 71L])
        runs > FRAMES / 200
        changed > FRAMES / 10

        where:
        sanitizers          | logging
        'address,undefined' | false
        'thread'            | false
        'thread'            | true

        much = logging ? ', much of it in the log' : ''
    }
}
