package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** An exception whose own methods fail or never end, or whose causes form a cycle, fails the test that threw it, and no other. */
@Timeout(600)
class ExceptionsOfScriptsFailTheirTestSpec extends Specification {
    static final String CLASSES = """\
        class Rude extends RuntimeException { String getMessage() { throw new IllegalStateException('no message') } }
        class Checked extends RuntimeException { String getMessage() { throw new IOException('no message') } }
        class NoText extends RuntimeException { String toString() { throw new IllegalStateException('no text') } }
        class NoCause extends RuntimeException { synchronized Throwable getCause() { throw new IllegalStateException('no cause') } }
        class NewCause extends RuntimeException { synchronized Throwable getCause() { new NewCause() } }
        class OwnCause extends RuntimeException { synchronized Throwable getCause() { this } }
        class Endless extends RuntimeException { String getMessage() { while (true) { } } }
        def ring() { def a = new RuntimeException('a ring'), b = new RuntimeException('b'); a.initCause(b); b.initCause(a); a }
        def raise(thrown) { throw thrown }
        """.stripIndent()
    /** How each exception is created, and its message. */
    static final Map<String, String> EXCEPTIONS = [
            'new Rude()'                            : 'rude: its getMessage() failed',
            'new Checked()'                         : 'checked: its getMessage() failed',
            'new NoText()'                          : 'no text',
            'new NoCause()'                         : 'no cause',
            'new NewCause()'                        : 'new cause',
            'new OwnCause()'                        : 'own cause',
            'ring()'                                : 'a ring',
            'new Exception("outer", new Rude())'    : 'outer',
            'new Exception("outer", ring())'        : 'outer']
    /** in al, 0x20; hlt */
    static final GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 20 f4'; vcpu(0) { real 0x1000 }"
    static final Map<String, String> PLACES = [
            'a test'          : 'raise(EXCEPTION)',
            'expect'          : 'expect { raise(EXCEPTION) }',
            'expect errno'    : 'expect(errno: EINVAL) { raise(EXCEPTION) }',
            'a thread'        : 'Thread.start { raise(EXCEPTION) }.join()',
            'a Future'        : 'java.util.concurrent.CompletableFuture.runAsync { raise(EXCEPTION) }; sleep 20',
            'a handler'       : "vm { $GUEST; on(io: 0x20) { raise(EXCEPTION) } }.run()".toString(),
            'a run\'s until:' : "vm { $GUEST }.run until: { raise(EXCEPTION) }".toString()]

    @TempDir
    Path folder

    def "in #place"() {
        given:
        int i = 0
        def tests = EXCEPTIONS.keySet().collect { "test('${++i}') {\n  ${text.replace('EXCEPTION', it)}\n}" }
        def file = Files.writeString(folder.resolve('thrown.groovy'), "$CLASSES${tests.join('\n')}\ntest('last') { expect { 1 == 1 } }\n")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', '-o', "json=${folder.resolve('run.json')}", file.toString())
        def all = Json.value(Files.readString(folder.resolve('run.json')).replace('\n', '')).boards[0].scripts[0].tests

        then:
        all*.name == (1..EXCEPTIONS.size())*.toString() + ['last']
        all*.verdict == ['failed'] * EXCEPTIONS.size() + ['passed']
        [all.init(), EXCEPTIONS.values().toList()].transpose().findAll { test, message -> !test.failure.text.toString().contains(message) } == []
        result.status == 1
        !result.err.contains('a bug in kvmsh')

        where:
        place << PLACES.keySet()
        text = PLACES[place]
    }

    def "without a test: #exception"() {
        expect:
        with(Kvmsh.run(*options, '-b', 'model:x86_64', '-e', "${CLASSES}throw $exception".toString())) {
            status == 1
            err.contains(message) && !err.contains('a bug in kvmsh')
        }

        where:
        [[exception, message], options] << [EXCEPTIONS.collect { [it.key, it.value] }, [['-q'], ['-q', '--trace-errors'], ['plan']]].combinations()
    }

    def "a getMessage that never ends is in the time limit of its test"() {
        given:
        def file = Files.writeString(folder.resolve('thrown.groovy'), "${CLASSES}test('endless', within: 1.s) { throw new Endless() }\ntest('last') { expect { 1 == 1 } }\n")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', file.toString())

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['not ok 1 endless # TIMEOUT', 'ok 2 last']
        result.status == 1
    }
}
