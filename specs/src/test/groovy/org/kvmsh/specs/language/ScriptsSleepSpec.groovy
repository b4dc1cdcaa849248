package org.kvmsh.specs.language

import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** sleep TIME waits in both languages; Ctrl-C and a test's time limit end it at once. */
@Timeout(600)
class ScriptsSleepSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TypedShell shell

    @Sample(verify = 8)
    def "it waits for the time: #text"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text).out.readLines()[0] == 'true'

        where:
        language | text
        'groovy' | 'def began = System.nanoTime(); sleep 120.ms; println System.nanoTime() - began >= 120_000_000L; null'
        'groovy' | 'def began = System.nanoTime(); sleep 120; println System.nanoTime() - began >= 120_000_000L; null'
        'groovy' | 'def began = System.nanoTime(); [1].each { sleep(0.12.s) }; println System.nanoTime() - began >= 120_000_000L; null'
        'js'     | 'const began = Date.now(); sleep(ms(120)); println(Date.now() - began >= 119)'
        'js'     | 'const began = Date.now(); sleep(seconds(0.12)); println(Date.now() - began >= 119)'
    }

    def "a background run goes on meanwhile, with its handlers: #language"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text).out.readLines()[0] == 'true'

        where:
        language | text
        'groovy' | "def n = 0; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e680ebfc'; vcpu(0) { real 0x1000 }; on(io: 0x80) { n++ } }; m.start within: 60.s; 500.times { if (n < 2) { sleep 100.ms } }; m.stop(); println n > 1; null"
        'js'     | "let n = 0; const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e680ebfc'}, vcpu: {real: 0x1000}, on: {io: 0x80, do: () => { n++ }}}); m.start({within: seconds(60)}); for (let i = 0; i < 500 && n < 2; i++) { sleep(ms(100)) } m.stop(); println(n > 1)"
    }

    @Sample(verify = 8)
    def "a test's time limit ends it at once: #language"() {
        when:
        def began = System.nanoTime()
        def out = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text).out

        then:
        out.readLines()[0..1] == ['not ok 1 t # TIMEOUT', '  took longer than its limit of 300 ms']
        System.nanoTime() - began < 60_000_000_000L

        where:
        language | text
        'groovy' | "test('t', within: 300.ms) { sleep 10.min; println 'reached' }"
        'js'     | "test('t', {within: ms(300)}, () => { sleep(minutes(10)); println('reached') })"
    }

    @Sample(verify = 8)
    def "Ctrl-C in the shell ends it at once, and the shell goes on: #language"() {
        given:
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'), false, 100, language)
        shell.await('> ')

        when:
        shell.type(text)
        sleep 300
        shell.keys('\u0003')

        then:
        shell.await('interrupted')
        shell.type('40 + 2').await('42 (0x2a)')

        where:
        language        | text
        Language.GROOVY | 'sleep 10.min'
        Language.JS     | 'sleep(minutes(10))'
    }

    def "#what is rejected with what to write: #text"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', text).err.readLines()[0, 3].findAll().join(' ') == message

        where:
        what              | language | text              || message
        'a negative time' | 'js'     | 'sleep(ms(-5))'   || '-e:1:1: sleep takes a time of 0 or more'
        'a bare number'   | 'js'     | 'sleep(80)'       || '-e:1:1: sleep does not take 80   try: sleep(ms(80))'
        'a text'          | 'groovy' | "sleep '80'"      || "-e:1:1: sleep does not take '80'   try: sleep 80.ms"
    }
}
