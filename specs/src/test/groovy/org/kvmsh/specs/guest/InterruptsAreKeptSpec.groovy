package org.kvmsh.specs.guest

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** An interrupt ends the text that was given before it, also one whose language is being loaded or that sleeps. */
class InterruptsAreKeptSpec extends Specification {
    /** Of a text that an interrupt does not reach, so that the spec ends. */
    static final int PATIENCE_S = 60

    @TempDir
    File folder
    StringWriter printed = new StringWriter()
    @AutoCleanup
    org.kvmsh.dsl.Kvmsh kvmsh = org.kvmsh.dsl.Kvmsh.open('model:x86_64', new PrintWriter(printed, true))

    def "an interrupt while #language is loading ends the text before it runs: #text"() {
        given: 'loading a language holds the front ends, and waits here'
        def evaluating = Thread.currentThread()
        def held = new CountDownLatch(1)
        def ending = Thread.start {
            synchronized (kvmsh.frontEnds) {
                held.countDown()
                while (evaluating.state != Thread.State.BLOCKED) {
                    Thread.onSpinWait()
                }
                kvmsh.interrupt()
            }
        }
        held.await()

        when:
        kvmsh.evaluate(language, text)

        then:
        def e = thrown(ScriptError)
        e.message == 'interrupted'
        printed.toString() == ''

        and: 'the next text is complete'
        kvmsh.evaluate(language, '40 + 2') == 42
        !evaluating.interrupted

        cleanup:
        ending.join()

        where:
        [language, text] << [Language.values() as List, ['println(1)', 'println(1); while (true) { }']].combinations()
    }

    def "Groovy's sleep is interruptible, typed and in a file: #text"() {
        given:
        def script = new File(folder, 'sleeps.groovy')
        script.text = text

        when:
        def met = interruptedAt({ it.className == 'java.lang.Thread' && it.methodName == 'sleep' }) { inFile ? kvmsh.run(script.toPath()) : kvmsh.evaluate(Language.GROOVY, text) }

        then:
        met.where
        met.error == 'interrupted'
        !met.late
        def lines = printed.toString().readLines()
        lines.first() == 'here'
        !lines.contains('there')
        lines.contains('not ok 1 t # interrupted') == text.contains('test(')

        where:
        [text, inFile] << [[
            "println 'here'; sleep 600_000; println 'there'",
            "println 'here'; sleep(600_000) { false }; println 'there'",
            "println 'here'; sleep 10.min; println 'there'",
            "println 'here'; sleep(600.s) { false }; println 'there'",
            "println 'here'; [1].each { sleep(600_000) }; println 'there'",
            "println 'here'; def nap(long ms) { sleep ms }; nap 600_000; println 'there'",
            "println 'here'; test('t') { sleep 600_000 }; println 'there'",
            "println 'here'; Thread.sleep 600_000; println 'there'"
        ], [false, true]].combinations()
    }

    def "a script's own sleep is called: #text"() {
        expect:
        kvmsh.evaluate(Language.GROOVY, text) == 7

        where:
        text << ['def sleep(int n) { n + 2 }; sleep 5', 'sleep 1; 7', 'sleep 1L; 7']
    }

    /** The result of a text that is interrupted when its thread reaches a position: whether it got there, the error, whether one interrupt was not enough. */
    private Map interruptedAt(Closure<Boolean> place, Closure<?> act) {
        def met = [where: false, error: null, late: false]
        def done = new CountDownLatch(1)
        def evaluating = Thread.currentThread()
        def ending = Thread.start {
            while (done.count > 0 && !evaluating.stackTrace.any(place)) {
                Thread.onSpinWait()
            }
            met.where = done.count > 0
            kvmsh.interrupt()
            while (!done.await(PATIENCE_S, TimeUnit.SECONDS)) {
                met.late = true
                kvmsh.interrupt()
            }
        }
        try {
            act()
        } catch (ScriptError e) {
            met.error = e.message
        } finally {
            done.countDown()
            ending.join()
        }
        met
    }
}
