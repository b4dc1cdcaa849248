package org.kvmsh.specs.runner

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh dev mutants}: which damages a script's tests notice, and runs that were ended before all were tried. */
class MutantRunsGoOnSpec extends Specification {
    private static final String SCRIPT = '''
        def machine = { vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } } }
        def set = { c, name, n -> def r = c.ioctl KVM_GET_REGS; r."$name" = n; c.ioctl KVM_SET_REGS, r; c.ioctl(KVM_GET_REGS)."$name" }
        test('r15 is set') { expect { set(machine().vcpu(0), 'r15', 0x1234) == 0x1234 } }
        test('r14 is set, and nobody looks') { set machine().vcpu(0), 'r14', 0x1234; expect { true } }
        test('an id that is taken') { expect(errno: EEXIST) { machine().ioctl KVM_CREATE_VCPU, 0 } }
        test('red on any board') { expect { machine().vcpu(0).ioctl(KVM_GET_REGS).r15 == 1 } }
        '''

    @TempDir
    Path folder

    private Kvmsh.Result mutants(String state, String... options) {
        def script = folder.resolve('regs.groovy').toFile()
        script.text = SCRIPT
        Kvmsh.run('dev', 'mutants', 'model:x86_64', script.path, '--state', folder.resolve(state).toString(), *options)
    }

    private static Set<String> ended(String out, String how) {
        (out =~ /(?m)^$how +(\S+)/).collect { it[1] }.toSet() - 'damages:'
    }

    def "what a test checks is noticed, what none checks survives, and a test that is red without a damage is left out"() {
        when:
        def result = mutants('all', '--only', '/KVM_SET_REGS[.]r1[45]|KVM_CREATE_VCPU:E/')

        then:
        result.status == 0
        ended(result.out, 'killed') == ['KVM_SET_REGS.r15:lost', 'KVM_SET_REGS.r15:flipped', 'KVM_CREATE_VCPU:EEXIST-accepted', 'KVM_CREATE_VCPU:EEXIST-renamed'] as Set
        ended(result.out, 'survived') == ['KVM_SET_REGS.r14:lost', 'KVM_SET_REGS.r14:flipped'] as Set
        result.out.contains('damages: tried 6 of 6 chosen; killed 4 (66 %), survived 2, equivalent 0')
        result.out.contains('  regs.groovy: red on any board: failed, then failed\n')
        result.out.contains('  KVM_SET_REGS.r14:lost\n      regs.groovy: r14 is set, and nobody looks\n')
        result.out.contains('  KVM_SET_XSAVE\n')
    }

    def "what scripts reach is counted for each board"() {
        given:
        def script = folder.resolve('regs.groovy').toFile()
        script.text = SCRIPT

        when:
        def result = Kvmsh.run('dev', 'reach', '-b', 'model:x86_64', '-b', 'model:x86_64', script.path)

        then:
        result.status == 0
        result.out.count('model:x86_64, ') == 2
        result.out =~ /All boards:\n\n- ioctls of the kernel: \d+ of \d+ called, \d+ of them succeeded at least once\n/
        result.out.contains('- exit reasons of the architecture: 0 of ')
        !(result.out =~ /not called: .*KVM_SET_REGS/)
        result.out =~ /not called: .*KVM_SET_XCRS/
    }

    def "a run that was ended goes on: each damage is tried once, and the report is that of one run"() {
        given:
        def only = ['--only', 'KVM_SET_REGS*', '--number', '8'] as String[]
        def state = folder.resolve('parts').toFile()

        when: 'its time is over before the last damage'
        def begun = mutants('begun', *only, '--time', '1ms')
        mutants 'parts', *only, '--list'

        then:
        begun.out =~ /damages: tried [0-7] of 8 chosen/

        when: 'it is killed while it writes the third outcome'
        def whole = mutants('whole', *only)
        def outcomes = folder.resolve('whole').toFile().readLines().findAll { it.contains('"outcome"') }
        state << outcomes[0] + '\n' + outcomes[1] + '\n' + outcomes[2].substring(0, 20)
        def rest = mutants('parts', *only)

        then:
        ended(rest.out, '(?:killed|survived)').size() == 6
        report(rest.out) == report(whole.out)
        state.readLines().count { it.contains('"outcome"') } == 8

        when: 'all have been tried'
        def again = mutants('parts', *only)

        then:
        ended(again.out, '(?:killed|survived)').empty
        report(again.out) == report(whole.out)

        and: 'another seed is another run'
        mutants('parts', '--seed', '2').with { status == 2 && err.contains('its seed is 1, not 2') }
    }

    private static String report(String out) {
        out.substring(out.indexOf('damages: '))
    }

    def "damages are drawn by a seed, evenly over kinds, and listed without a run"() {
        when:
        def listed = mutants('list', '--list', '--number', '9').out.readLines()

        then:
        listed.size() == 9
        listed == mutants('other', '--list', '--number', '9').out.readLines()
        listed != mutants('third', '--list', '--number', '9', '--seed', '2').out.readLines()
        listed.every { it ==~ /KVM_\S+  \d+/ }
        listed.collect { org.kvmsh.bindings.damage.Damage.of(it.split(' ')[0]).kind() }.toSet().size() >= 5
    }
}
