package org.kvmsh.specs.rules

import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A memslot overlaps those that are there, where they are now, and not itself. */
class MemslotsOverlapSpec extends Specification {
    @AutoCleanup
    OnBoard on

    @Sample(verify = 4)
    def "#board: #calls gives #errno"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('m = vm { }; page = m.allocate 64.KB')
        on.run('set = { slot, at, size -> m.ioctl KVM_SET_USER_MEMORY_REGION, slot: slot, guest_phys_addr: at, memory_size: size, userspace_addr: page.address }')

        expect:
        on.run("attempt { $calls }".toString())?.toString() == errno

        and: 'the rule names the slot'
        errno != 'EEXIST' || on.run('why.refusal.rules[0].toString()').toString().contains("overlaps memslot $slot".toString())

        where:
        [board, calls, errno, slot] << [['kvm', 'model:x86_64'], [
            ['set 0, 0, 0x2000; set 1, 0x2000, 0x1000; set 2, 0x1000, 0x1000', 'EEXIST', 0],
            ['set 0, 0, 0x10000; set 1, 0x4000, 0x1000', 'EEXIST', 0],
            ['set 0, 0x4000, 0x1000; set 1, 0, 0x10000', 'EEXIST', 0],
            ['set 0, 0, 0x2000; set 1, 0x4000, 0x1000; set 1, 0x1000, 0x1000', 'EEXIST', 0],
            ['set 0, 0, 0x2000; set 1, 0x4000, 0x1000; set 0, 0x3000, 0x2000', 'EEXIST', 1],
            ['set 0, 0, 0x2000; set 0, 0x1000, 0x2000; set 1, 0, 0x1000', null, null],
            ['set 0, 0, 0x2000; set 0, 0x8000, 0x2000; set 1, 0, 0x1000', null, null],
            ['set 0, 0, 0x2000; set 0, 0, 0; set 1, 0, 0x1000', null, null],
        ]].combinations().collect { [it[0], *it[1]] }
    }
}
