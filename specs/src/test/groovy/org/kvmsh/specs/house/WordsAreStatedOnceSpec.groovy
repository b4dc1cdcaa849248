package org.kvmsh.specs.house

import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.machine.Machine
import org.kvmsh.dsl.reference.Described
import org.kvmsh.dsl.word.Vocabulary
import spock.lang.Specification

/** A word of a machine has one description, from which that of the top level, where it applies to the current machine, is derived. */
class WordsAreStatedOnceSpec extends Specification {
    /** The words of a machine that the top level does not have, and why; a word may only leave. */
    static final Map<String, String> OF_A_MACHINE_ONLY = [
            allocate  : 'belongs to the descriptor whose call takes it: kvm.allocate, m.allocate',
            close     : 'the current machine is closed by the script\'s end',
            coalesced : 'an ordinary name of a variable',
            descriptor: 'as allocate',
            deviceFd  : 'as allocate',
            ioctl     : 'as allocate',
            pages     : 'an ordinary name of a variable',
            stats     : 'an ordinary name of a variable']

    static final Described VOCABULARY = Kvmsh.vocabulary()

    def "#language: no word of a machine has a second description at the top level"() {
        given:
        def ofMachine = Vocabulary.methods(Machine)

        expect:
        Vocabulary.methods(top).findAll { name, method -> ofMachine.containsKey(name) && ofMachine[name] != method }.keySet().empty

        where:
        language | top
        'Groovy' | VOCABULARY.groovyBlocks().first().type()
        'JS'     | VOCABULARY.jsBlocks().first().type()
    }

    def "#language: the top level has every word of a machine but those listed"() {
        expect:
        Vocabulary.methods(Machine).keySet() - Vocabulary.methods(top).keySet() == OF_A_MACHINE_ONLY.keySet()

        where:
        language | top
        'Groovy' | VOCABULARY.groovyBlocks().first().type()
        'JS'     | VOCABULARY.jsBlocks().first().type()
    }

    def "the top level's #name names the current machine in its text, and no machine in its examples"() {
        expect:
        top.value() == ofMachine.value() + '. Applies to the current machine'
        !(ofMachine.value() =~ /\bm\./)
        [top.example(), top.js()] == [ofMachine.example(), ofMachine.js()]*.replaceFirst(/\bm\./, '')
        [top.named(), top.keys(), top.arch(), top.block(), top.shell()] == [ofMachine.named(), ofMachine.keys(), ofMachine.arch(), ofMachine.block(), ofMachine.shell()]

        where:
        [name, top, ofMachine] << Vocabulary.of(Machine).findAll { it.key !in OF_A_MACHINE_ONLY }
                .collect { [it.key, Vocabulary.of(VOCABULARY.groovyBlocks().first().type())[it.key], it.value] }
    }
}
