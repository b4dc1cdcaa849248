package org.kvmsh.specs.language

import groovyjarjarantlr4.v4.runtime.CharStreams
import groovyjarjarantlr4.v4.runtime.CommonTokenStream
import groovyjarjarantlr4.v4.runtime.atn.PredictionMode
import java.nio.file.Files
import java.nio.file.Path
import org.apache.groovy.parser.antlr4.GroovyLangLexer
import org.apache.groovy.parser.antlr4.GroovyLangParser
import org.kvmsh.repl.runner.TestScript
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** Groovy's parser keeps what it decided for scripts whose arguments have names, and decides the same as without that. */
class ParsingIsRememberedSpec extends Specification {
    static final Path SUITE = Kvmsh.ROOT.resolve('scripts/suite')

    def "a script's tests are found with decisions that are kept, and so are those of a text that runs: #what"() {
        given:
        def decisions = parser('').interpreter.atn.decisionToDFA
        def before = decisions.collect { [it.s0.get(), it.s0full.get()] }
        decisions*.clear()

        when:
        read()

        then:
        decisions.count { !it.precedenceDfa && it.s0full.get() != null } > 0

        cleanup: 'the specs after this one have what was kept before'
        [decisions, before].transpose().each { decision, states ->
            decision.s0.set(states[0])
            decision.s0full.set(states[1])
        }

        where:
        what               | read
        'its tests'        | { assert TestScript.of([SUITE.resolve('eventfds.groovy')])[0].tests().places() }
        'a line that runs' | { assert Kvmsh.run('-q', '-b', 'model:x86_64', '-e', 'def f(Map a, x) { x }; println f(1, a: 2)\nneeds boards: ["model"]\nprintln 2').out.startsWith('1\n2\n') }
    }

    def "kept decisions give the tree that Groovy's parser gives without them: #script"() {
        given:
        def text = Files.readString(SUITE.resolve(script))
        def plain = tree(text, false)

        expect: 'where they are made, and where they are found'
        tree(text, true) == plain
        tree(text, true) == plain

        where:
        script << ['eventfds.groovy', 'arm/core-registers.groovy', 'ppc/registers.groovy']
    }

    private static String tree(String text, boolean kept) {
        def of = parser(text)
        of.interpreter.predictionMode = PredictionMode.LL
        of.interpreter.enable_global_context_dfa = kept
        of.compilationUnit().toStringTree(of)
    }

    private static GroovyLangParser parser(String text) {
        new GroovyLangParser(new CommonTokenStream(new GroovyLangLexer(CharStreams.fromString(text))))
    }
}
