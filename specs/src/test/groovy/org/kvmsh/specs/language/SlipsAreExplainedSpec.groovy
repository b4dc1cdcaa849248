package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** What people write who come from C, or from the other language: the error is at the slip, and says what to write, in a file and with -e. */
class SlipsAreExplainedSpec extends Specification {
    @TempDir
    Path folder

    def "in #language, #text: #message"() {
        given:
        def file = folder.resolve(language == 'js' ? 'slip.js' : 'slip.groovy')
        Files.writeString(file, text)
        def line = text.readLines()[row - 1]

        expect:
        [['--lang', language, '-e', text], [file.toString()]].every { how ->
            def result = Kvmsh.run('-q', '-b', 'model:x86_64', *how)
            def said = result.err.readLines()
            assert said[0].endsWith(":$row:$column: $message")
            assert said[1] == '    ' + line
            assert said[3] == '  ' + note
            result.status == 1
        }

        where:
        language | row | column | text                                                                || message                                                         | note
        'groovy' | 1   | 15     | 'println "cost $"'                                                  || '$ in double quotes begins the name of a variable'              | 'write \\$ for the character itself, or put the text in single quotes'
        'groovy' | 1   | 1      | 'expect errno: EINVAL { kvm.ioctl KVM_CREATE_VM, 99 }'              || 'arguments before a block are in brackets'                      | 'write: expect(errno: EINVAL) { … }'
        'groovy' | 1   | 1      | 'test "x" { expect { 1 == 1 } }'                                    || 'arguments before a block are in brackets'                      | 'write: test("x") { … }'
        'groovy' | 1   | 6      | 'vm { vcpu 0 { real 0x1000 } }'                                     || 'arguments before a block are in brackets'                      | 'write: vcpu(0) { … }'
        'groovy' | 2   | 3      | 'vm { vcpu(0) { real 0 }\n  on io: 0x60 { 41 } }'                   || 'arguments before a block are in brackets'                      | 'write: on(io: 0x60) { … }'
        'groovy' | 1   | 1      | 'expect(EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }'                    || 'expect takes an errno by its name'                             | 'write: expect(errno: EINVAL) { … }'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 64KB }'                                   || '64KB is not a number: a unit follows a point'                  | 'write: 64.KB'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 128 MB }'                                 || '128 MB is not a number: a unit follows a point'                | 'write: 128.MB'
        'groovy' | 1   | 32     | 'vm { memory at: 0, size: 64.KB vcpu 0 }'                           || 'a ; is missing before vcpu'                                    | 'separate statements on one line by ;'
        'groovy' | 1   | 9      | 'def x = 0x1000h'                                                   || '0x1000h is not a number'                                       | 'write: 0x1000'
        'groovy' | 2   | 7      | 'def m = vm { vcpu 0 }\nm.run until hlt'                            || 'until is a named argument, which has a colon'                  | 'write: until: hlt'
        'groovy' | 2   | 1      | 'def m = vm { vcpu 0 }\nm.regs rip: 1'                              || 'm.regs is for reading and assigning one register'              | 'write: m.reg rip: VALUE, or m.regs.rip = VALUE'
        'groovy' | 1   | 1      | 'const m = 1'                                                       || "const is JavaScript's"                                         | 'write: def m = …'
        'groovy' | 2   | 11     | 'vm {\n  vcpu(0) {\n    real 0x1000\n  load at: 0, hex: "f4"\n}\n'     || 'this { is not closed'                                          | 'close it with }'
        'groovy' | 4   | 3      | 'test("a") {\n  if (true) {\n  }\n  }\n}\ntest("b") { }\n'          || 'this } is one too many'                                        | 'remove it, or look for what is missing before it'
        'groovy' | 1   | 11     | 'test("a") {\n  if (true) {\n  }\n\ntest("b") {\n}\n'               || 'this { is not closed'                                          | 'close it with }'
        'js'     | 1   | 1      | 'expect({errno: EINVAL}) { kvm.ioctl(KVM_CREATE_VM, 99) }'          || 'a block is a function in JavaScript'                           | 'write: expect({errno: EINVAL}, () => { … })'
        'js'     | 1   | 1      | 'expect({errno: EINVAL}, { kvm.ioctl(KVM_CREATE_VM, 99) })'         || 'a block is a function in JavaScript: its arrow is missing'     | 'write: () => { … }'
        'js'     | 1   | 1      | 'test("x") { expect(() => true) }'                                  || 'a block is a function in JavaScript'                           | 'write: test("x", () => { … })'
        'js'     | 1   | 1      | 'test("x", { expect(() => true) })'                                 || 'a block is a function in JavaScript: its arrow is missing'     | 'write: () => { … }'
        'js'     | 1   | 1      | 'vm { vcpu(0) }'                                                    || 'a block is an object or a function in JavaScript'              | 'write: vm({ … }), or vm(v => { … })'
        'js'     | 1   | 20     | 'vm({memory: {at: 0 size: KB(64)}})'                                || 'a comma is missing before size'                                | 'write: , size: …'
        'js'     | 1   | 27     | 'vm({memory: {at: 0, size: 64KB}})'                                 || '64KB is not a number'                                          | 'write: KB(64)'
        'js'     | 1   | 27     | 'vm({memory: {at: 0, size: 64.KB}})'                                || '64.KB is not a number'                                         | 'write: KB(64)'
        'js'     | 1   | 11     | 'const x = 0x1000h'                                                 || '0x1000h is not a number'                                       | 'write: 0x1000'
        'js'     | 2   | 3      | 'const m = vm({vcpu: 0})\nm.run(until: hlt)'                        || 'named arguments are an object in JavaScript'                   | 'write: run({until: …})'
        'js'     | 2   | 1      | 'const m = vm({vcpu: 0})\nm.regs({rip: 1})'                         || 'm.regs is for reading and assigning one register'              | 'write: m.reg({rip: VALUE}), or m.regs.rip = VALUE'
        'js'     | 1   | 1      | 'println "x"'                                                       || 'arguments are in brackets in JavaScript'                       | 'write: println(…)'
        'js'     | 1   | 1      | 'def m = 1'                                                         || "def is Groovy's"                                               | 'write: const m = …'
        'js'     | 1   | 17     | 'test("a", () => {\n  if (true) {\n  }\n\ntest("b", () => {\n})\n' || 'this { is not closed'                                           | 'close it with }'
        'js'     | 4   | 3      | 'test("a", () => {\n  if (true) {\n  }\n  }\n})\n'                  || 'this } is one too many'                                        | 'remove it, or look for what is missing before it'
    }
}
