package org.kvmsh.specs.rules

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** The machines of a failed test are closed before its failure is shown; the rules are those that a script sees while they are open. */
class RulesOfAFailedTestSpec extends Specification {
    /** Refusals whose rules ask the VM for capabilities, or need what was made. */
    static final Map<String, String> CALLS = [
            'KVM_CREATE_VCPU, 1 << 20'                                       : 'KVM_CREATE_VCPU, 1 << 20',
            'KVM_SET_USER_MEMORY_REGION, slot: 60000, memory_size: 4096'     : 'KVM_SET_USER_MEMORY_REGION, {slot: 60000, memory_size: 4096}',
            'KVM_SET_USER_MEMORY_REGION, slot: 1, memory_size: 3'            : 'KVM_SET_USER_MEMORY_REGION, {slot: 1, memory_size: 3}',
            'KVM_CREATE_VCPU, 0'                                             : 'KVM_CREATE_VCPU, 0']

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "#call on #board: the rules of the failed test, in #language"() {
        given:
        Needed.orSkip(board)
        def js = language == 'js'
        def script = folder.resolve("closed.$language")
        Files.writeString(script, js ? """
            const open = vm({vcpu: 0})
            for (const rule of refusal(() => open.ioctl($call)).rules) println('open: ' + rule.text + ' ' + rule.broken)
            open.close()
            test('closed', () => { const m = vm({vcpu: 0}); m.ioctl($call) })""".stripIndent() : """
            def open = vm { vcpu 0 }
            refusal { open.ioctl $call }.rules.each { println 'open: ' + it.text + ' ' + it.broken }
            open.close()
            test('closed') { def m = vm { vcpu 0 }; m.ioctl $call }""".stripIndent())

        when:
        def result = Kvmsh.runShared('-q', '-b', board, script.toString())
        def open = result.out.readLines().findAll { it.startsWith('open: ') }*.minus('open: ')
        def shown = (result.out + result.err).readLines()*.trim().findAll { it.startsWith('rule: ') }

        then: 'what is certain while the VM is open is said as certain'
        open
        shown.size() == 1
        open.every { shown[0].contains(it.replaceFirst(' (true|false|may)$', '')) }
        shown[0].startsWith('rule: may apply') == !open.any { it.endsWith(' true') }

        where:
        [board, language, call] << [['model:x86_64', 'model:arm-vgicv2', 'kvm', 'qemu:ppc64', 'qemu:arm64'], ['groovy', 'js']].combinations().collectMany { board, language ->
            CALLS.collect { inGroovy, inJs -> [board, language, language == 'js' ? inJs : inGroovy] } }
    }
}
