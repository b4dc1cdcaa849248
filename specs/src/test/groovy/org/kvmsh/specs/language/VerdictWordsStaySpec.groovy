package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.test.Verdict
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** No script replaces a word that a verdict rests on: an attempt is rejected by the word's name or has no effect. */
class VerdictWordsStaySpec extends Specification {
    static final List<String> WORDS = ['test', 'expect', 'attempt', 'refusal', 'needs']

    /** Rejected with the word's name, at the line that replaces it. */
    static final List<String> REJECTED_JS = [
            'Object.defineProperty(globalThis, "WORD", {value: () => {}})', 'Object.defineProperty(globalThis, "WORD", {get: () => () => {}})', 'Object.defineProperty(this, "WORD", {value: () => {}})',
            'Object.defineProperties(globalThis, {WORD: {value: () => {}}})', 'Object.assign(globalThis, {WORD() {}})', 'globalThis.__defineGetter__("WORD", () => () => {})',
            'eval("var WORD = () => {}")', 'eval("function WORD() {}")', '(0, eval)("var WORD = () => {}")', '(0, eval)("function WORD() {}")', 'eval("WORD = () => {}")', 'new Function("WORD = () => {}")()', 'Function("WORD = () => {}")()',
            'WORD = () => {}', 'globalThis.WORD = () => {}', 'this["WO" + "RD"] = () => {}']
    static final List<String> REJECTED_GROOVY = [
            'def WORD = { -> }', 'WORD = { -> }', 'def f = { WORD -> 1 }', 'def f = { a, WORD -> 1 }', 'def f = { Closure WORD -> 1 }', 'def f = { WORD -> [1].each { 2 } }', 'def f = { a, WORD -> [1].each { 2 } }',
            'def f = { WORD -> WORD }; f(1)', '[1].each { WORD -> println 1 }', 'def WORD(a) { a }', 'def f(WORD) { 1 }', 'for (WORD in [1]) { }']
    /** Nothing is said, and the word is what it was. */
    static final List<String> WITHOUT_EFFECT = [
            'try { globalThis.WORD = () => {} } catch (e) { }', 'try { Object.defineProperty(globalThis, "WORD", {value: 1}) } catch (e) { }', 'delete globalThis.WORD', 'Reflect.defineProperty(globalThis, "WORD", {value: () => {}})',
            'Reflect.deleteProperty(globalThis, "WORD")', 'Object.setPrototypeOf(globalThis, {WORD() {}})', 'eval("let WORD = () => {}")', '(0, eval)("let inner = () => {}")']

    @AutoCleanup
    OnBoard on

    def "#language: #text is rejected by the word's name, for each of the words"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        def wrong = WORDS.findResults { word ->
            try {
                on.run('\n' + text.replace('WORD', word).replace('"WO" + "RD"', "'${word[0]}' + '${word[1..-1]}'"))
                "$word was replaced"
            } catch (ScriptError e) {
                e.headline().endsWith("named $word would hide the word $word") && e.site().line() == 2 && e.notes() == ['use another name'] ? null : "$word: $e.message"
            }
        }

        then:
        wrong == []

        where:
        [language, text] << REJECTED_JS.collect { [Language.JS, it] } + REJECTED_GROOVY.collect { [Language.GROOVY, it] }
    }

    @Sample(verify = 8)
    def "JavaScript: after #text a false condition is still an error, for each of the words"() {
        given:
        def wrong = WORDS.findResults { word ->
            def fresh = new OnBoard('model:x86_64', Language.JS)
            try {
                fresh.run(text.replace('WORD', word))
                fresh.run('test("t", () => { expect(() => attempt(() => kvm.ioctl(KVM_CREATE_VM, 98)) == EINVAL); expect(() => 1 == 2) })')
                fresh.session.tests().results().counts().of(Verdict.FAILED) == 1 ? null : "$word: the test passed"
            } finally {
                fresh.close()
            }
        }

        expect:
        wrong == []

        where:
        text << WITHOUT_EFFECT
    }
}
