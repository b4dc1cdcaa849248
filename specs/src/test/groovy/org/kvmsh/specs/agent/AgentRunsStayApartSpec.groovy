package org.kvmsh.specs.agent

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.RawAgent
import org.kvmsh.specs.kit.RawGuest
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.RawAgent.*
import static org.kvmsh.specs.kit.Eventually.PATIENCE_S

/** A run that was to be interrupted for its log, and ended by itself at that moment, leaves nothing to the next run. */
@Timeout(600)
@Needs(['kvm:x86_64', 'gcc'])
class AgentRunsStayApartSpec extends Specification {
    static final long EINTR = -4

    @Shared @TempDir
    Path folder

    Process process
    RawAgent agent

    def setupSpec() {
        assert new ProcessBuilder('gcc', '-O1', '-pthread', '-o', folder.resolve('agent').toString(), Kvmsh.ROOT.resolve('specs/src/test/c/late-flush.c').toString())
                .inheritIO().start().waitFor() == 0
    }

    def setup() {
        process = new ProcessBuilder(folder.resolve('agent').toString(), '-').start()
        agent = new RawAgent(process.inputStream, process.outputStream)
        assert agent.ask(HELLO, VERSION, 77L, 600_000, new byte[16]) == 0
        assert agent.ask(LAYOUT, RawGuest.layoutBytes()) == 0
    }

    def cleanup() {
        agent?.close()
        process?.destroy()
        process?.waitFor(PATIENCE_S, TimeUnit.SECONDS)
    }

    def "after a run that collected exits, #what behaves as usual"() {
        given: 'hlt; jmp to it'
        def guest = new RawGuest(agent)
        guest.code(RawGuest.CODE, [0xf4, 0xeb, 0xfd] as byte[])
        int vcpu = guest.vcpu(0)
        assert agent.ask(TABLE, vcpu, 0, AgentCollectsSpec.COLLECTS) == 0

        when:
        def first = agent.call(RUN, vcpu, 0)
        def kvmRun = first.data.toList().drop(8 + 8 + 4 + 8 + 1 + 8)

        then: 'the reply has the collected byte, and immediate_exit is 0'
        first.result == 0
        first.numbers().getInt(16) == 9
        kvmRun[RawGuest.ABI.struct('kvm_run').offset('immediate_exit')] == (byte) 0

        and:
        agent.ask(RUN, vcpu, *request) == result

        where:
        what                               | request                                                                          || result
        'one until the next exit'          | [0]                                                                              || 0
        'one over three exits'             | [3]                                                                              || 0
        'one with immediate_exit set'      | [0, RawGuest.ABI.struct('kvm_run').offset('immediate_exit'), 1, [1] as byte[]]   || EINTR
    }
}
