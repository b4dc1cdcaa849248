package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.AddressList
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A list of addresses contains the number that a script writes, whatever its type. */
class AddressesAreFoundSpec extends Specification {
    /** out 0x80, al; mov [0x3000], al; mov [0x5000], al; hlt. The first exit is there because a processor may mark the pages that it reads code through. */
    static final String CODE = 'e680a20030a20050f4'

    @AutoCleanup
    OnBoard on

    @Sample(verify = 4)
    def "m.dirty() in Groovy: #asked is #found"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: '$CODE'; vcpu(0) { real 0x1000 } }; m.dirty(); m.run until: io; m.dirty(); m.run until: hlt; pages = m.dirty()")

        expect:
        on.run(asked) == found

        where:
        asked                                                      || found
        '0x3000 in pages'                                          || true
        '0x3000L in pages'                                         || true
        '0x3000G in pages'                                         || true
        '0x4000 in pages'                                          || false
        '"0x3000" in pages'                                        || false
        'pages.contains(0x5000)'                                   || true
        'pages.containsAll([0x3000, 0x5000])'                      || true
        'pages.containsAll([0x3000, 0x6000])'                      || false
        'pages.indexOf(0x5000)'                                    || 1
        'pages == [0x3000, 0x5000]'                                || true
        '[0x3000, 0x5000] == pages'                                || true
        'pages.toString()'                                         || '[0x3000, 0x5000]'
        'pages.find { it == 0x3000 } instanceof Long'              || true
        'pages - [0x3000L]'                                        || [0x5000L]
    }

    @Sample(verify = 4)
    def "m.dirty() in JavaScript: #asked is #found"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var m = vm({memory: {at: 0, size: KB(64), log: true}, load: {at: 0x1000, hex: '$CODE'}, vcpu: {real: 0x1000}}); m.dirty(); m.run({until: io}); m.dirty(); m.run({until: hlt}); var pages = m.dirty()")

        expect:
        on.run(asked) == found

        where:
        asked                                   || found
        'pages.includes(0x3000)'                || true
        'pages.includes(0x3000n)'               || true
        'pages.includes(0x4000)'                || false
        'pages.includes("0x3000")'              || false
        'pages.includes(0x3000, 1)'             || false
        'pages.indexOf(0x5000)'                 || 1
        'pages.lastIndexOf(0x5000)'             || 1
        'pages.indexOf(0x6000)'                 || -1
        'Array.isArray(pages) && pages.length'  || 2
        'Object.keys(pages).join()'             || '0,1'
        'pages[0] === 0x3000n'                  || true
        'String(pages.map(Number).includes(0x3000))' || 'true'
    }

    def "what JavaScript prints of it is the same"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)

        when:
        on.run("var m = vm({memory: {at: 0, size: KB(64), log: true}, load: {at: 0x1000, hex: '$CODE'}, vcpu: {real: 0x1000}}); m.dirty(); m.run({until: io}); m.dirty(); m.run({until: hlt}); print(m.dirty())")

        then:
        on.printed.strip() == '[0x3000, 0x5000]'
    }

    def "64 bits are the same address however they are written"() {
        given:
        def high = new AddressList([-0x80000000L, 0L])

        expect:
        high.contains(0xffffffff80000000G) && high.contains(-0x80000000L) && high.contains(0)
        !high.contains(0x80000000L) && !high.contains(null) && !high.contains(1G << 64)
        new AddressList(high).tap { it.remove(0 as Object) } == [-0x80000000L]
    }
}
