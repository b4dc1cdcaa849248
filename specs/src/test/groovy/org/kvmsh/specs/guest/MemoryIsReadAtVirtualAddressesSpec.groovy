package org.kvmsh.specs.guest

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code mem virtual:} and {@code dis virtual:}: at the addresses that the first vCPU uses, page by page. */
class MemoryIsReadAtVirtualAddressesSpec extends Specification {
    /** Where memory begins, how a vCPU starts, the number of tables, entries that lead to a table and to a page, and what turns translation on. */
    static final Map<String, Map> PAGING = [
        x86_64 : [at: 0, vcpu: 'long64 0x1000', tables: 4, table: { it | 3 }, page: { it | 3 }, on: "s = m.vcpu(0).ioctl(KVM_GET_SREGS); s.cr3 = 0x10000; m.vcpu(0).ioctl KVM_SET_SREGS, s"],
        arm64  : [at: 0x40000000L, vcpu: 'start 0x40000000', tables: 3, table: { it | 3 }, page: { it | 0x403 }, on: "m.reg ttbr0_el1: 0x40010000, tcr_el1: ${25 | 5L << 32 | 1 << 23}L; m.reg sctlr_el1: m.reg('sctlr_el1') | 1"],
        riscv64: [at: 0x80000000L, vcpu: 'start 0x80000000', tables: 3, table: { it >> 2 | 1 }, page: { it >> 2 | 0xcf }, on: "m.reg satp: ${8L << 60 | 0x80010}L"],
    ]

    @AutoCleanup
    OnBoard on

    def "on #board, bytes of two pages that are elsewhere in guest physical memory are read, written and disassembled"() {
        given: 'page 1 is at 0x5000, page 2 at 0x3000, page 3 where there is no memory'
        Needed.orSkip(board)
        def paging = PAGING[Needed.mode(board)]
        on = new OnBoard(board)
        def m = on.run("m = vm { memory at: ${paging.at}, size: 128.KB; vcpu(0) { ${paging.vcpu} } }")
        (0..<paging.tables - 1).each { m.mem(paging.at + 0x10000 + 0x1000 * it, 8).u64(0, paging.table(paging.at + 0x11000 + 0x1000 * it)) }
        def last = paging.at + 0xf000 + 0x1000 * paging.tables
        [0x5000, 0x3000, 0x100000].eachWithIndex { page, i -> m.mem(last + 8 * (i + 1), 8).u64(0, paging.page(paging.at + page)) }
        m.mem(paging.at + 0x5ffe, 2).write(0, [1, 2])
        m.mem(paging.at + 0x3000, 2).write(0, [3, 4])
        on.run(paging.on)

        expect:
        m.mem(virtual: 0x1ffe, length: 4).bytes.toList() == [1, 2, 3, 4]
        m.mem(virtual: 0x1ff0).length == 16
        m.mem(virtual: 0x1ffe, length: 4).at == 0x1ffe

        when: 'a number is written across both pages'
        m.mem(virtual: 0x1ffc, length: 8).u64(0, 0x1122334455667788)

        then:
        m.mem(paging.at + 0x5ffc, 4).u32(0) == 0x55667788
        m.mem(paging.at + 0x3000, 4).u32(0) == 0x11223344
        m.dis(virtual: 0x2000, count: 1).toString().startsWith('0x2000  44 33')

        when:
        m.mem(virtual: 0x2ffc, length: 8)

        then:
        def absent = thrown(ScriptError)
        absent.message == "0x3000 is at guest physical address 0x${Long.toHexString(paging.at + 0x100000)}, which is not in any memslot"

        when:
        m."$word"(virtual: 0x4000)

        then:
        def unmapped = thrown(ScriptError)
        unmapped.message =~ /^0x4000 is not mapped: the .* is not (present|valid)\b/

        where:
        board << ['model:x86_64', 'kvm', 'qemu:arm64', 'qemu:riscv64']
        word << ['mem', 'dis', 'mem', 'dis']
    }

    def "#statement is rejected"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }')

        when:
        on.run(statement)

        then:
        def e = thrown(ScriptError)
        e.message == message

        where:
        statement                            || message
        "m.mem hex: '2a'"                    || 'mem needs an address'
        'm.mem 0x1000, virtual: 3'           || 'mem takes an address or virtual:, not both'
        "m.mem virtual: 0x1000, hex: '22'"   || 'mem with virtual: can only read; it does not take hex:'
        "m.mem virtual: 0x1000, order: 'big'" || 'mem with virtual: can only read; it does not take order:'
        'm.mem virtual: 0x1000, length: 0'   || 'mem length 0 is out of range: use 1 byte to 64 MiB'
        'm.dis count: 2'                     || 'dis needs virtual:'
        'm.mem virtual: 0x20000'             || '0x20000 is at guest physical address 0x20000, which is not in any memslot'
    }
}
