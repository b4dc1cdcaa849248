package org.kvmsh.specs.house

import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.arch.Planning
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** docs/developers/extending.md names files, classes and methods that are there. */
class ExtendingIsDescribedSpec extends Specification {
    private static final String TEXT = new File(Kvmsh.ROOT.toFile(), 'docs/developers/extending.md').text

    def "each class named on the page exists"() {
        given:
        def sources = [] as Set
        ['bindings', 'dsl', 'repl', 'specs'].each { module ->
            new File(Kvmsh.ROOT.toFile(), "$module/src").eachFileRecurse { sources << it.name.replaceFirst(/\.(java|groovy)$/, '') }
        }

        expect:
        (TEXT =~ /`([A-Z]\w*[a-z]\w*)(?:\.\w+)*`/).collect { it[1] }.unique().findAll { !sources.contains(it) } == []
    }

    def "the table has exactly the architecture's methods"() {
        given:
        def part = TEXT.substring(TEXT.indexOf('## An architecture'), TEXT.indexOf('## A word'))
        def described = (part =~ /(?m)^ *\| `(\w+)\(/).collect { it[1] } as Set

        expect:
        described == Architecture.methods.findAll { !java.lang.reflect.Modifier.isStatic(it.modifiers) }*.name as Set
        ['vcpus', 'vmType', 'beforeMemory', 'irqchip', 'afterIrqchip', 'afterVcpus', 'checkExit', 'enableExits', 'asmMode'].every { name ->
            TEXT.contains("`$name") && Planning.methods.any { it.name == name }
        }
    }

    def "the emulated board is the complete file"() {
        given:
        def shown = TEXT.substring(TEXT.indexOf('    like = arm64')).readLines().takeWhile { it.startsWith('    ') }*.strip()

        expect:
        shown == new File(Kvmsh.ROOT.toFile(), 'bindings/src/main/resources/org/kvmsh/bindings/board/qemu/arm64-gicv3.properties').readLines()
    }

    def "the word is the complete method"() {
        given:
        def shown = TEXT.substring(TEXT.indexOf('@Word(value = "powerpc: threads per virtual core')).readLines().takeWhile { it.strip() }*.strip()
        def file = new File(Kvmsh.ROOT.toFile(), 'dsl/src/main/java/org/kvmsh/dsl/word/Ppc64Words.java').readLines()*.strip()

        expect:
        Collections.indexOfSubList(file, shown) >= 0
    }
}
