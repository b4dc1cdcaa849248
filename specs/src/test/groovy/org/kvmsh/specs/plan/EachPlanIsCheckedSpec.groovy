package org.kvmsh.specs.plan

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A VM like the last one is not checked against the rules again; any other is. */
class EachPlanIsCheckedSpec extends Specification {
    static final String TAKEN = 'vm { memory at: 0, size: 64.KB; memory at: 0x10000, size: 64.KB }'
    static final String REFUSED = 'vm { memory at: 0, size: 64.KB; memory at: 0x8000, size: 64.KB }'

    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64')

    def "a VM that breaks a rule is refused every time, also after a valid VM"() {
        expect:
        isTaken(script) == taken

        where:
        script << [[TAKEN], [TAKEN, TAKEN], [TAKEN, REFUSED], [REFUSED, REFUSED], [REFUSED, TAKEN], [TAKEN, REFUSED, TAKEN]]
        taken << [[true], [true, true], [true, false], [false, false], [false, true], [true, false, true]]
    }

    private List<Boolean> isTaken(List<String> scripts) {
        scripts.collect {
            try {
                on.run("($it).close()")
                true
            } catch (ScriptError refused) {
                assert refused.message.contains('EEXIST')
                false
            }
        }
    }
}
