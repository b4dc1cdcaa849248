package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.eclipse.lsp4j.DocumentSymbolParams
import org.eclipse.lsp4j.TextDocumentIdentifier
import org.kvmsh.specs.kit.EditorClient
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What {@code kvmsh lsp} tells of a script's structure: the signature of a word, the outline, the definition of a name. */
class EditorsNavigateSpec extends Specification {
    static final String GROOVY = 'def m = vm {\n  vcpu(0) { real 0x1000 }\n}\n'
    static final String JS = 'const m = vm({\n  vcpu: {real: 0x1000},\n})\n'

    @Shared
    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    EditorClient editor

    @Shared
    def able

    def setupSpec() {
        editor = new EditorClient(folder, '-b', 'model:x86_64')
        able = editor.initialize().capabilities
    }

    def "the capabilities announce what is served, and nothing else"() {
        expect:
        able.properties.findAll { name, value -> name.endsWith('Provider') && value != null }*.key as Set ==
                ['completionProvider', 'hoverProvider', 'signatureHelpProvider', 'documentSymbolProvider', 'definitionProvider'] as Set
    }

    @Sample(verify = 8)
    def "the signature at the caret in #language: #typed"() {
        given:
        def script = uri("signature.$ending")
        editor.open(script, language, text + typed.replace('|', ''))

        expect:
        editor.signature(script, 3, typed.indexOf('|')) == signature

        cleanup:
        editor.shut(script)

        where:
        language     | typed                            || signature
        'groovy'     | 'm.run |'                        || 'run until:, within:, vcpu:, steps:, timed:'
        'groovy'     | 'm.run within: 2.s, until: |'    || 'run <until:>, within:, vcpu:, steps:, timed:'
        'groovy'     | 'm.ru|n until: hlt'              || 'run until:, within:, vcpu:, steps:, timed:'
        'groovy'     | 'm.run un|til: hlt'              || 'run <until:>, within:, vcpu:, steps:, timed:'
        'groovy'     | 'm.mem 0x1000, |'                || 'mem at, <length>, hex:, bytes:, text:, u8:, u16:, u32:, u64:, order:, fill:, length:, virtual:'
        'groovy'     | 'nothing |'                      || null
        'groovy'     | '// m.run |'                     || null
        'javascript' | 'm.run({|})'                     || 'run({until:, within:, vcpu:, steps:, timed:})'
        'javascript' | 'm.run({until: |})'              || 'run({<until:>, within:, vcpu:, steps:, timed:})'
        'javascript' | 'm.ru|n({until: hlt})'           || 'run({until:, within:, vcpu:, steps:, timed:})'
        'javascript' | 'm.mem(0x1000, |)'               || 'mem(at, <length>, {hex:, bytes:, text:, u8:, u16:, u32:, u64:, order:, fill:, length:, virtual:})'
        'javascript' | 'vm({memo|ry: {at: 0}})'         || 'memory({at:, size:, readonly:, log:, huge:, file:, guestMemfd:, space:})'
        'javascript' | 'vm({memory: {at: |0}})'         || 'memory({<at:>, size:, readonly:, log:, huge:, file:, guestMemfd:, space:})'
        'javascript' | 'nothing(|)'                     || null
        ending = language == 'groovy' ? 'groovy' : 'js'
        text = language == 'groovy' ? GROOVY : JS
    }

    def "the outline of a script in #language"() {
        given:
        def script = uri("outline.$ending")
        editor.open(script, language, text)

        expect:
        editor.symbols(script) == symbols

        cleanup:
        editor.shut(script)

        where:
        language     | text || symbols
        'groovy'     | "def m = vm {\n  vcpu 0\n}\n\ntest('halts') {\n  def inner = vm { vcpu 0 }\n}\ntest within: 5.s, 'by name', {\n}\ndef guest(n) {\n  vm { vcpu n }\n}\ndef twice = { it * 2 }\ndef x = 1\n" ||
                ['Object m 0:0-2:1', 'Method halts 4:0-6:1', '  Object inner 5:2-5:27', 'Method by name 7:0-8:1', 'Function guest 9:0-11:1', 'Function twice 12:0-12:22']
        'groovy'     | 'm = vm < vcpu 0 >\nlong guess(long n) { n }\nMachine halting() { vm { vcpu 0 } }\nm.test()\n' ||
                ['Object m 0:0-0:17', 'Function guess 1:0-1:24', 'Function halting 2:0-2:35']
        'javascript' | "const m = vm({\n  vcpu: 0,\n})\ntest('halts', () => {\n  const inner = vm({vcpu: 0})\n})\ntest('slow', {within: minutes(5)}, () => {\n})\nfunction guest(n) {\n  return vm({vcpu: n})\n}\n" +
                'const twice = n => n * 2\nconst both = (a, b) => {\n  return a + b\n}\nlet f = function (a) { return a }\nconst x = {a: 1}\n' ||
                ['Object m 0:0-2:2', 'Method halts 3:0-5:2', '  Object inner 4:2-4:29', 'Method slow 6:0-7:2', 'Function guest 8:0-10:1', 'Function twice 11:0-11:24', 'Function both 12:0-14:1',
                 'Function f 15:0-15:33']
        'javascript' | "test('breaks off', () => {\n  const m = vm({\n" || ['Method breaks off 0:0-2:0', '  Object m 1:2-2:0']
        'groovy'     | '' || []
        ending = language == 'groovy' ? 'groovy' : 'js'
    }

    def "an editor without symbols in symbols gets a plain list"() {
        given:
        def other = new EditorClient(folder)
        other.initialize(false)
        other.open(uri('plain.groovy'), 'groovy', "test('halts') {\n  def m = vm { vcpu 0 }\n}\n")

        when:
        def symbols = EditorClient.answer(other.server.textDocumentService.documentSymbol(new DocumentSymbolParams(new TextDocumentIdentifier(uri('plain.groovy')))))

        then:
        symbols*.getLeft()*.name == ['halts', 'm']

        cleanup:
        other?.close()
    }

    def "the definition of the name at | in #language: #text"() {
        given:
        def script = uri("defined.$ending")
        def before = text.substring(0, text.indexOf('|'))
        editor.open(script, language, text.replace('|', ''))

        expect:
        editor.definition(script, before.count('\n'), before.length() - before.lastIndexOf('\n') - 1) == (place == null ? null : "defined.$ending $place".toString())

        cleanup:
        editor.shut(script)

        where:
        language     | text                                                     || place
        'groovy'     | 'def m = vm { vcpu 0 }\n|m.run()\n'                      || '0:4-0:5'
        'groovy'     | 'm = vm { vcpu 0 }\nprintln |m\n'                        || '0:0-0:1'
        'groovy'     | 'def guest(n) {\n  vm { vcpu |n }\n}\n'                  || '0:10-0:11'
        'groovy'     | 'gue|st(1)\ndef guest(n) { vm { vcpu n } }\n'            || '1:4-1:9'
        'groovy'     | 'def m = 1\n[1].each { m -> println |m }\n'              || '1:11-1:12'
        'groovy'     | 'def m = 1\n[1].each { m -> println m }\nprintln |m\n'   || '0:4-0:5'
        'groovy'     | 'def f() { def x = 1; x }\ndef g() { def x = 2; |x }\n'  || '1:14-1:15'
        'groovy'     | 'for (i in 1..2) { println |i }\n'                       || '0:5-0:6'
        'groovy'     | 'try { } catch (e) { println |e }\n'                     || '0:15-0:16'
        'groovy'     | 'def (a, b) = [1, 2]\nprintln |b\n'                      || '0:8-0:9'
        'groovy'     | 'def until = 1\nm.run |until: hlt\n'                     || null
        'groovy'     | 'def regs = 1\nm.|regs\n'                                || null
        'groovy'     | '|vm { vcpu 0 }\n'                                       || null
        'javascript' | 'const m = vm({vcpu: 0})\n|m.run()\n'                    || '0:6-0:7'
        'javascript' | 'function guest(n) {\n  return vm({vcpu: |n})\n}\n'      || '0:15-0:16'
        'javascript' | 'const a = 1, b = 2\nprintln(|b)\n'                      || '0:13-0:14'
        'javascript' | 'const {a, b: c} = {}\nprintln(|c)\n'                    || '0:13-0:14'
        'javascript' | 'const f = (x, y) => x + |y\n'                           || '0:14-0:15'
        'javascript' | 'const x = 1\n[2].map(x => |x)\n'                        || '1:8-1:9'
        'javascript' | 'const x = 1\n[2].map(x => x)\nprintln(|x)\n'            || '0:6-0:7'
        'javascript' | 'for (const v of [1]) { println(|v) }\n'                 || '0:11-0:12'
        'javascript' | 'for (const v of [1]) println(|v)\n'                     || '0:11-0:12'
        'javascript' | 'const vcpu = 1\nvm({|vcpu: 0})\n'                       || null
        ending = language == 'groovy' ? 'groovy' : 'js'
    }

    def "the definition of an include is its file: #text"() {
        given:
        Files.writeString(folder.resolve("guests.$ending"), '')
        def script = uri("including.$ending")
        editor.open(script, language, text.replace('|', ''))

        expect:
        editor.definition(script, 0, text.indexOf('|')) == file

        cleanup:
        editor.shut(script)

        where:
        language     | text                       || file
        'groovy'     | "include 'gues|ts.groovy'" || 'guests.groovy 0:0-0:0'
        'javascript' | "include('gues|ts.js')"    || 'guests.js 0:0-0:0'
        'groovy'     | "include 'no|ne.groovy'"   || null
        'groovy'     | "println 'gues|ts.groovy'" || null
        ending = language == 'groovy' ? 'groovy' : 'js'
    }

    private String uri(String name) {
        folder.resolve(name).toUri().toString()
    }
}
