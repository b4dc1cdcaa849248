package org.kvmsh.specs.board

import java.nio.file.Path
import org.kvmsh.specs.kit.KvmshOnPty
import org.kvmsh.specs.kit.Needs
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import static org.kvmsh.specs.kit.Eventually.eventually

/** What a person does with a board of a lab at a terminal. */
@Timeout(300)
@Needs(['kvm', 'agent', 'setsid', 'script', 'SIGINT'])
class LabByHandSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    LabRack rack

    @AutoCleanup(quiet = true)
    KvmshOnPty kvmsh

    void setup() {
        rack = new LabRack(folder)
        rack.board('juno')
    }

    def "boards power switches it and prints what the commands print"() {
        when:
        def on = rack.kvmsh('boards', 'power', 'juno', 'on')

        then:
        on.err == ''
        on.status == 0
        on.out == "${rack.process('juno').pid()}\njuno: power on\n"

        when:
        def cycled = rack.kvmsh('boards', 'power', 'juno', 'cycle')

        then:
        cycled.out == "${rack.process('juno').pid()}\njuno: power cycle\n"
        rack.switched('juno') == ['juno on', 'juno off', 'juno on']
        rack.kvmsh('boards', 'power', 'juno', 'off').out == 'juno: power off\n'
        rack.process('juno') == null
    }

    def "boards console gives the terminal to the console's command, and has its exit status"() {
        given:
        table(console: 'read line; echo "board got $line"; test -t 0 && exit 3')

        when:
        started('boards', 'console', 'juno')
        kvmsh.type('hello')

        then:
        kvmsh.await('board got hello')
        kvmsh.status() == 3
    }

    def "the shell stays on its board when Ctrl-C ends the boot of a board of a lab"() {
        given:
        table('boot': 'sleep 4712')

        when:
        started('-b', 'model:x86_64')
        kvmsh.await('/help lists commands')
        kvmsh.type('/board juno')
        kvmsh.await('juno: boot')
        kvmsh.ctrlC()

        then:
        kvmsh.await('juno: interrupted while kvmsh waited for it; the current board is still model:x86_64 (model)')
        eventually { rack.commands().empty }
        rack.kvmsh('boards').out.contains('used by') == false

        when:
        kvmsh.type('6 * 7')

        then:
        kvmsh.await('42 (0x2a)')
    }

    def "/board leaves a board of a lab and comes back to it, without switching it"() {
        when:
        started('-b', 'juno')
        kvmsh.await('/help lists commands')
        kvmsh.type('/board model:x86_64')
        kvmsh.await('software model')
        kvmsh.type('/board juno')
        kvmsh.await('instead of')

        then:
        kvmsh.type('"api ${kvm.ioctl(KVM_GET_API_VERSION)}"')
        kvmsh.await('api 12')
        rack.switched('juno') == ['juno on']
    }

    private void table(Map<String, String> others) {
        rack.table('juno', [board: "${rack.target('juno')}?token=${LabRack.TOKEN}&wait=2".toString()] + rack.switches('juno') + others)
    }

    private void started(String... arguments) {
        kvmsh = new KvmshOnPty(folder, rack.environment(), arguments)
    }
}
