package org.kvmsh.specs.shell

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import org.eclipse.lsp4j.TextDocumentContentChangeEvent
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException
import org.kvmsh.specs.kit.EditorClient
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** How {@code kvmsh lsp} ends, and what broken input does to it: it neither hangs nor prints a Java stack, and standard output has the protocol alone. */
class EditorsConnectionEndsSpec extends Specification {
    static final String INITIALIZE = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
    static final String SHUTDOWN = '{"jsonrpc":"2.0","id":2,"method":"shutdown"}'
    static final String EXIT = '{"jsonrpc":"2.0","method":"exit"}'

    @TempDir
    Path folder

    @Sample(of = 3, verify = 48)
    def "the exit status is #status: #how"() {
        when:
        def ended = fed(input)

        then:
        ended.status == status
        ended.err.readLines().every { it.startsWith('kvmsh lsp: ') }
        ended.out.startsWith('Content-Length: ') || ended.out.empty

        where:
        how                                 | input                                                       || status
        'shutdown and exit'                 | frame(INITIALIZE) + frame(SHUTDOWN) + frame(EXIT)           || 0
        'exit without shutdown'             | frame(INITIALIZE) + frame(EXIT)                             || 1
        'the input ends'                    | frame(INITIALIZE)                                           || 1
        'the input ends after shutdown'     | frame(INITIALIZE) + frame(SHUTDOWN)                         || 0
        'the input is empty'                | ''                                                          || 1
        'the input ends within a frame'     | 'Content-Length: 5000\r\n\r\n{"jsonrpc"'                    || 1
        'the input ends within a header'    | 'Content-Len'                                               || 1
    }

    @Sample(of = 4, verify = 64)
    def "#what is survived, or ends the connection with a line on standard error"() {
        when:
        def ended = fed(frame(INITIALIZE) + input + frame(SHUTDOWN) + frame(EXIT))

        then:
        ended.status in [0, 1]
        ended.status == 0 || ended.err != ''
        ended.err.readLines().every { it.startsWith('kvmsh lsp: ') }
        !(ended.out + ended.err).contains('\tat ')
        !ended.out.contains('java.base')

        where:
        what                              | input
        'a frame that is no JSON'         | frame('{"jsonrpc": ')
        'a frame without a length'        | 'Content-Type: x\r\n\r\n'
        'a length that is no number'      | 'Content-Length: many\r\n\r\n{}'
        'a negative length'               | 'Content-Length: -5\r\n\r\n{}'
        'a length of 2 GB'                | 'Content-Length: 2147483647\r\n\r\n{}'
        'a length past an int'            | 'Content-Length: 99999999999\r\n\r\n{}'
        'JSON that is no message'         | frame('[1, 2]') + frame('"text"') + frame('{}')
        'a request that is unknown'       | frame('{"jsonrpc":"2.0","id":7,"method":"kvm/run","params":{}}')
        'a request without parameters'    | frame('{"jsonrpc":"2.0","id":7,"method":"textDocument/hover"}')
        'a notification with wrong ones'  | frame('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":7}}')
        'an open without a text'          | frame('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.groovy"}}}')
        'a change of what is not open'    | frame('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///x.groovy","version":1},"contentChanges":[{"text":""}]}}')
        'a file name that is none'        | frame('{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"::%%\\u0000","languageId":"groovy","version":1,"text":"1"}}}')
    }

    @Sample(of = 4, verify = 64)
    def "what is not a request is answered with error #code, and the server goes on: #message"() {
        when:
        def ended = fed(frame(INITIALIZE) + frame(message) + frame(SHUTDOWN) + frame(EXIT))

        then:
        ended.out.contains("{\"jsonrpc\":\"2.0\",\"id\":$id,\"error\":{\"code\":$code,\"message\":\"$said")
        ended.out.contains('"id":2,"result":null')
        !(ended.out =~ /bug in kvmsh|java\.|accessor/)
        ended.status == 0

        where:
        message                                                                    || id     | code   | said
        '{"jsonrpc":"2.0","id":5,"method":'                                        || 'null' | -32700 | 'the message is not JSON'
        'hello there'                                                              || 'null' | -32700 | 'the message is not JSON'
        ''                                                                         || 'null' | -32600 | 'the message is not an object'
        '[1, 2]'                                                                   || 'null' | -32600 | 'the message is not an object'
        '12'                                                                       || 'null' | -32600 | 'the message is not an object'
        '{"jsonrpc":"2.0","id":7}'                                                 || '7'    | -32600 | 'the message has no method'
        '{"jsonrpc":"2.0","id":7,"method":1}'                                      || '7'    | -32600 | 'the message has no method'
        '{"jsonrpc":"2.0","id":{},"method":"shutdown"}'                            || 'null' | -32600 | 'the id is neither a number nor a string'
        '{"jsonrpc":"2.0","id":"a","method":"kvm/run"}'                            || '"a"'  | -32601 | 'Unsupported request method: kvm/run'
        '{"jsonrpc":"2.0","id":7,"method":"textDocument/hover"}'                   || '7'    | -32602 | 'textDocument/hover needs params'
        '{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{}}'       || '7'    | -32602 | 'invalid params for textDocument/hover'
        '{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":3}'        || '7'    | -32602 | 'invalid params for textDocument/hover'
    }

    def "a request before initialize is refused"() {
        given:
        def editor = new EditorClient(folder)

        when:
        editor.hover('file:///a.groovy', 0, 0)

        then:
        def e = thrown(ExecutionException)
        (e.cause as ResponseErrorException).responseError.code == -32002

        when:
        editor.initialize()

        then:
        editor.end() == 0

        cleanup:
        editor?.close()
    }

    def "a request that is not served answers that there is no such method, and prints nothing"() {
        given:
        def requests = ['textDocument/references', 'textDocument/rename', 'textDocument/formatting', 'textDocument/codeAction', 'workspace/symbol', 'kvm/run']
        def notifications = ['textDocument/willSave', 'workspace/didChangeWorkspaceFolders', 'kvm/ran']
        def params = '{"textDocument":{"uri":"file:///a.groovy"},"position":{"line":0,"character":0},"newName":"b","options":{"tabSize":2,"insertSpaces":true},' +
                '"context":{"diagnostics":[],"includeDeclaration":true},"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"query":"a","reason":1,' +
                '"event":{"added":[],"removed":[]}}'

        when:
        def ended = fed(frame(INITIALIZE) + requests.withIndex().collect { method, i -> frame("""{"jsonrpc":"2.0","id":${i + 7},"method":"$method","params":$params}""") }.join() +
                notifications.collect { frame("""{"jsonrpc":"2.0","method":"$it","params":$params}""") }.join() + frame(SHUTDOWN) + frame(EXIT))

        then:
        ended.out.count('"code":-32601') == requests.size()
        !ended.out.contains('UnsupportedOperationException')
        ended.err == ''
        ended.status == 0
    }

    def "an unknown board is a usage error"() {
        when:
        def result = Kvmsh.run('lsp', '-b', 'qemu:x86')

        then:
        result.status == 2
        result.err.startsWith('kvmsh lsp: no board qemu:x86')
    }

    @Sample(verify = 16)
    def "nothing of a script is run: #language"() {
        given:
        def touched = folder.resolve('touched')
        def editor = new EditorClient(folder)
        editor.initialize()
        def script = folder.resolve("runs.$ending").toUri().toString()

        when:
        editor.open(script, language, text.replace('PATH', touched.toString()))

        then:
        editor.errors(script) == []
        editor.completions(script, 0, 0).size() > 10
        editor.end() == 0
        !Files.exists(touched)

        cleanup:
        editor?.close()

        where:
        language     | ending   | text
        'groovy'     | 'groovy' | "@groovy.transform.Field Object field = new File('PATH').createNewFile()\nclass A { static Object made = new File('PATH').createNewFile() }\nnew File('PATH').createNewFile()\n"
        'javascript' | 'js'     | "vm({vcpu: {real: 0}})\nprint(kvm.ioctl(KVM_CREATE_VM, 0))\n"
    }

    def "a script of 10,000 lines does not hold up completion or the end"() {
        given:
        def editor = new EditorClient(folder)
        editor.initialize()
        def script = folder.resolve('long.groovy').toUri().toString()
        def other = folder.resolve('long.js').toUri().toString()

        when:
        editor.open(script, 'groovy', "def m = vm { vcpu 0 }\n// a comment\n" * 5000)
        editor.open(other, 'javascript', "const m = vm({vcpu: {real: 0}})\n{\nprint(m)\n}\n" * 2500)

        then:
        editor.completions(script, 9999, 0).size() > 10
        editor.completions(other, 9998, 0).size() > 10
        editor.end() == 0

        cleanup:
        editor?.close()
    }

    def "a script is completed and checked wherever it breaks off"() {
        given:
        def editor = new EditorClient(folder)
        editor.initialize()
        def script = folder.resolve('half.groovy').toUri().toString()
        def text = "def m = vm {\n  memory at: 0, size: 64.KB\n  load at: 0x1000, hex: 'f4'\n  vcpu(0) { real 0x1000 }\n}\n"
        editor.open(script, 'groovy', '')
        assert editor.errors(script) == []

        when: 'it is typed, a letter at a time, and completed after each'
        def offered = (1..text.length()).collect {
            editor.change(script, it + 1, new TextDocumentContentChangeEvent(text.substring(0, it)))
            def line = text.substring(0, it).count('\n')
            editor.completions(script, line, it)*.label
        }
        def found = [editor.errors(script)]
        while (!editor.published.empty || found.last() != []) {
            found << editor.errors(script)
        }

        then:
        offered.size() == text.length()
        offered[text.indexOf('at: 0, size')].contains('at:')
        editor.end() == 0
        editor.err() == ''

        cleanup:
        editor?.close()
    }

    private Map fed(String input) {
        def process = new ProcessBuilder(StartedKvmsh.command(['lsp'])).directory(folder.toFile()).redirectError(folder.resolve('err').toFile())
                .redirectOutput(folder.resolve('out').toFile()).start()
        process.outputStream.withCloseable { it.write(input.getBytes(StandardCharsets.UTF_8)) }
        def ended = process.waitFor(60, TimeUnit.SECONDS)
        process.destroyForcibly()
        assert ended
        [status: process.exitValue(), out: folder.resolve('out').toFile().text, err: folder.resolve('err').toFile().text]
    }

    private static String frame(String json) {
        "Content-Length: ${json.getBytes(StandardCharsets.UTF_8).length}\r\n\r\n$json"
    }
}
