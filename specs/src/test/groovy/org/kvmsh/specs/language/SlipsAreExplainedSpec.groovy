package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** Mistakes of people used to C, or to the other language: the error is at the slip, with the correct spelling, in a file and with -e. */
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
        language | row | column | text                                                                || message                                                               | note
        'groovy' | 1   | 15     | 'println "cost $"'                                                  || '$ in double quotes begins the name of a variable'                      | 'write \\$ for the character itself, or put the text in single quotes'
        'groovy' | 1   | 1      | 'expect errno: EINVAL { kvm.ioctl KVM_CREATE_VM, 99 }'              || 'put parentheses around the arguments before a block'                   | 'write: expect(errno: EINVAL) { … }'
        'groovy' | 1   | 1      | 'test "x" { expect { 1 == 1 } }'                                    || 'put parentheses around the arguments before a block'                   | 'write: test("x") { … }'
        'groovy' | 1   | 6      | 'vm { vcpu 0 { real 0x1000 } }'                                     || 'put parentheses around the arguments before a block'                   | 'write: vcpu(0) { … }'
        'groovy' | 2   | 3      | 'vm { vcpu(0) { real 0 }\n  on io: 0x60 { 41 } }'                   || 'put parentheses around the arguments before a block'                   | 'write: on(io: 0x60) { … }'
        'groovy' | 1   | 1      | 'expect(EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }'                    || 'expect takes the errno as a named argument'                            | 'write: expect(errno: EINVAL) { … }'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 64KB }'                                   || '64KB is not a number: put a dot before the unit'                       | 'write: 64.KB'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 128 MB }'                                 || '128 MB is not a number: put a dot before the unit'                     | 'write: 128.MB'
        'groovy' | 1   | 32     | 'vm { memory at: 0, size: 64.KB vcpu 0 }'                           || 'a ; is missing before vcpu'                                            | 'separate statements on one line with ;'
        'groovy' | 1   | 9      | 'def x = 0x1000h'                                                   || '0x1000h is not a number'                                               | 'write: 0x1000'
        'groovy' | 2   | 7      | 'def m = vm { vcpu 0 }\nm.run until hlt'                            || 'until is a named argument: add a colon after it'                       | 'write: until: hlt'
        'groovy' | 2   | 1      | 'def m = vm { vcpu 0 }\nm.regs rip: 1'                              || 'm.regs reads and assigns one register at a time'                       | 'write: m.reg rip: VALUE, or m.regs.rip = VALUE'
        'groovy' | 1   | 1      | 'const m = 1'                                                       || "const is JavaScript syntax"                                            | 'write: def m = …'
        'groovy' | 2   | 11     | 'vm {\n  vcpu(0) {\n    real 0x1000\n  load at: 0, hex: "f4"\n}\n'     || 'this { is not closed'                                                  | 'close it with }'
        'groovy' | 4   | 3      | 'test("a") {\n  if (true) {\n  }\n  }\n}\ntest("b") { }\n'          || 'unmatched }'                                                           | 'remove it, or add the missing opening bracket before it'
        'groovy' | 1   | 11     | 'test("a") {\n  if (true) {\n  }\n\ntest("b") {\n}\n'               || 'this { is not closed'                                                  | 'close it with }'
        'js'     | 1   | 1      | 'expect({errno: EINVAL}) { kvm.ioctl(KVM_CREATE_VM, 99) }'          || 'in JavaScript, pass a function instead of a block'                     | 'write: expect({errno: EINVAL}, () => { … })'
        'js'     | 1   | 1      | 'expect({errno: EINVAL}, { kvm.ioctl(KVM_CREATE_VM, 99) })'         || 'in JavaScript, pass a function instead of a block: add the missing =>' | 'write: () => { … }'
        'js'     | 1   | 1      | 'test("x") { expect(() => true) }'                                  || 'in JavaScript, pass a function instead of a block'                     | 'write: test("x", () => { … })'
        'js'     | 1   | 1      | 'test("x", { expect(() => true) })'                                 || 'in JavaScript, pass a function instead of a block: add the missing =>' | 'write: () => { … }'
        'js'     | 1   | 1      | 'vm { vcpu(0) }'                                                    || 'in JavaScript, pass an object or a function instead of a block'        | 'write: vm({ … }), or vm(v => { … })'
        'js'     | 1   | 20     | 'vm({memory: {at: 0 size: KB(64)}})'                                || 'a comma is missing before size'                                        | 'write: , size: …'
        'js'     | 1   | 27     | 'vm({memory: {at: 0, size: 64KB}})'                                 || '64KB is not a number'                                                  | 'write: KB(64)'
        'js'     | 1   | 27     | 'vm({memory: {at: 0, size: 64.KB}})'                                || '64.KB is not a number'                                                 | 'write: KB(64)'
        'js'     | 1   | 11     | 'const x = 0x1000h'                                                 || '0x1000h is not a number'                                               | 'write: 0x1000'
        'js'     | 2   | 3      | 'const m = vm({vcpu: 0})\nm.run(until: hlt)'                        || 'in JavaScript, pass named arguments as an object'                      | 'write: run({until: …})'
        'js'     | 2   | 1      | 'const m = vm({vcpu: 0})\nm.regs({rip: 1})'                         || 'm.regs reads and assigns one register at a time'                       | 'write: m.reg({rip: VALUE}), or m.regs.rip = VALUE'
        'js'     | 1   | 1      | 'println "x"'                                                       || 'in JavaScript, put arguments in parentheses'                           | 'write: println(…)'
        'js'     | 1   | 1      | 'def m = 1'                                                         || "def is Groovy syntax"                                                  | 'write: const m = …'
        'js'     | 1   | 17     | 'test("a", () => {\n  if (true) {\n  }\n\ntest("b", () => {\n})\n' || 'this { is not closed'                                                  | 'close it with }'
        'js'     | 4   | 3      | 'test("a", () => {\n  if (true) {\n  }\n  }\n})\n'                  || 'unmatched }'                                                           | 'remove it, or add the missing opening bracket before it'
        'groovy' | 1   | 9      | 'def x = 0x1000UL'                                                  || '0x1000UL has a C suffix'                                       | 'write: 0x1000'
        'groovy' | 1   | 9      | 'def p = NULL'                                                      || 'unknown name \'NULL\''                                         | 'write: null'
        'groovy' | 1   | 9      | 'def x = True'                                                      || 'unknown name \'True\''                                         | 'write: true'
        'groovy' | 1   | 9      | 'println sizeof(kvm_regs)'                                          || 'sizeof is C syntax'                                            | "pass an ioctl only its struct, without a size; to see a struct's size: kvmsh abi show NAME"
        'groovy' | 1   | 37     | 'def x = 1; kvm.ioctl(KVM_CREATE_VM, &x)'                           || 'a script has no address-of operator &'                                | 'write: x'
        'groovy' | 1   | 25     | 'def m = vm { vcpu 0 }; m->run()'                                   || 'use . for members, not ->'                                | 'write: .run'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 128M }'                                   || '128M is not a number: the units are KB, MB and GB'             | 'write: 128.MB'
        'groovy' | 1   | 26     | 'vm { memory at: 0, size: 64.KiB }'                                 || '64.KiB is not a number: the units are KB, MB and GB'           | 'write: 64.KB'
        'groovy' | 1   | 24     | 'def m = vm { vcpu 0 }; m.vcpu(0).KVM_GET_REGS()'                   || 'to call an ioctl, write ioctl and its name'                           | 'write: m.vcpu(0).ioctl KVM_GET_REGS'
        'groovy' | 1   | 1      | 'ioctl KVM_GET_API_VERSION'                                         || 'ioctl is a member of kvm, of a machine and of a vCPU'          | 'write: kvm.ioctl, m.ioctl or m.vcpu(0).ioctl'
        'groovy' | 1   | 5      | 'kvm.ioctl KVM_CREATE_VM 99'                                        || 'a comma is missing after KVM_CREATE_VM'                        | 'write: KVM_CREATE_VM, …'
        'groovy' | 1   | 31     | 'vm { memory at: 0, size: 64.KB, }'                                 || 'unexpected comma'                                    | 'remove it'
        'groovy' | 2   | 28     | 'vm {\n  memory at: 0, size: 64.KB,\n  vcpu 0\n}'                   || 'unexpected comma'                                    | 'remove it'
        'groovy' | 2   | 16     | 'vm {\n  memory at: 0 size: 64.KB\n}'                               || 'a comma is missing before size'                                | 'write: , size: …'
        'groovy' | 1   | 1      | 'u64 x = 1'                                                         || 'u64 is a C type'                                               | 'write: def x = …'
        'groovy' | 1   | 1      | 'struct kvm_regs regs'                                              || 'struct is a kvmsh word that creates a struct'                     | 'write: def regs = struct(\'kvm_regs\')'
        'groovy' | 1   | 1      | '#include <linux/kvm.h>'                                            || '#include is not needed: names from the kernel\'s headers are already defined' | 'remove the line'
        'groovy' | 2   | 1      | 'println 1\n# a comment'                                            || 'a comment begins with //'                                      | 'write: //'
        'groovy' | 1   | 26     | 'def m = vm { vcpu 0 }; m.vcpu[0].regs'                             || 'put the arguments of vcpu in parentheses'                      | 'write: vcpu(0)'
        'groovy' | 1   | 49     | 'vm { memory at: 0, size: 4.KB; load at: 0, hex: \'f4 }'            || 'this \' is not closed'                                         | 'close it with \''
        'groovy' | 1   | 9      | 'def a = {1, 2}'                                                    || 'put a list in square brackets'                                 | 'write: [1, 2]'
        'groovy' | 1   | 27     | 'vm { vcpu 0; on(io: 0x60) -> 41 }'                                 || 'put -> inside the braces of the block'                         | 'write: { e -> … }'
        'groovy' | 1   | 6      | 'vm { vcpu: 0 }'                                                    || 'vcpu is a word: write it without a colon'                           | 'try: vcpu(0) { real 0x1000; regs rax: 2 }'
        'groovy' | 1   | 16     | 'vm { vcpu(0) { rip: 0x1000 } }'                                    || 'rip: is an argument, but no word comes before it'               | 'named arguments follow a word: regs rax: 1'
        'groovy' | 1   | 18     | 'def x = 2; if (x = 1) println x'                                   || '= assigns; == compares'                                        | 'write: x == 1'
        'groovy' | 1   | 50     | 'def m = vm { vcpu 0 }; m.run until: hlt, within: 2s'               || '2s is not a number: put a dot before the unit'                 | 'write: 2.s'
        'groovy' | 1   | 8      | 'expect(errno: \'EINVAL\') { kvm.ioctl KVM_CREATE_VM, 99 }'         || 'write an errno without quotes'                                 | 'write: errno: EINVAL'
        'groovy' | 1   | 8      | 'expect(errno: -EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }'            || 'an errno is positive here'                                     | 'write: errno: EINVAL'
        'groovy' | 1   | 1      | 'expect(errno == EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }'           || 'errno is a named argument: add a colon after it'               | 'write: expect(errno: EINVAL) { … }'
        'groovy' | 1   | 1      | 'test(\'a\' { expect { 1 == 1 } })'                                 || 'put parentheses around the arguments before a block'           | 'write: test(\'a\') { … }'
        'groovy' | 1   | 1      | 'for i in 0..3 { println i }'                                       || 'put the condition of for in parentheses'                       | 'write: for (…) { … }'
        'groovy' | 1   | 1      | 'function f(x) { return x }'                                        || 'define a function with the keyword def'                                    | 'write: def f(…) { … }'
        'groovy' | 1   | 9      | 'println 5 & 1 == 1'                                                || '== binds tighter than &'                                       | 'write: (5 & 1) == 1'
        'groovy' | 1   | 1      | 'console.log(\'x\')'                                                || 'console.log is JavaScript syntax'                              | 'write: println \'text\''
        'groovy' | 1   | 34     | 'vm { memory at: 0, size: 4.KB }; mem(0x10) = 5'                    || 'cannot assign to a call'                                  | 'write: mem 0x10, u8: VALUE'
        'groovy' | 1   | 34     | 'vm { memory at: 0, size: 4.KB }; mem 0x10, [1, 2]'                 || 'mem needs the width of the numbers: u8:, u16:, u32: or u64:'   | 'write: mem 0x10, u8: [1, 2]'
        'groovy' | 1   | 34     | 'vm { memory at: 0, size: 4.KB }; mem 0x10, \'a\''                  || 'mem needs the data to write: text:, hex: or u8:'          | 'write: mem 0x10, text: \'a\'; use hex: for bytes'
        'groovy' | 1   | 16     | 'vm { vcpu 0 }; step 3'                                             || 'step makes one step'                                           | 'write: run steps: 3'
        'groovy' | 1   | 16     | 'vm { vcpu 0 }; run 5'                                              || 'pass the number of instructions as a named argument'              | 'write: run steps: 5'
        'groovy' | 1   | 16     | 'vm { vcpu 0 }; breakpoint 0x1000'                                  || 'at: is a named argument'                                        | 'write: breakpoint at: 0x1000'
        'groovy' | 1   | 1      | 'continue'                                                          || 'continue is only for loops; to continue the guest, use run'     | 'write: run()'
        'groovy' | 1   | 16     | 'vm { vcpu 0 }; regs rax: 5'                                        || 'regs reads the registers; reg writes one'                       | 'write: reg rax: VALUE'
        'groovy' | 1   | 6      | 'vm { mem at: 0, size: 64.KB }'                                     || 'mem reads and writes memory that exists; memory adds guest memory' | 'write: memory at: 0, size: 64.KB'
        'groovy' | 1   | 1      | 'disas 0x1000'                                                      || 'unknown word \'disas\''                                         | 'write: dis 0x1000, 8'
        'groovy' | 1   | 1      | 'x/16x 0x1000'                                                      || 'the word mem reads guest memory'                                | 'write: mem 0x1000, 64'
        'groovy' | 1   | 1      | 'info registers'                                                    || 'the word regs reads the registers'                              | 'write: regs'
        'groovy' | 1   | 1      | 'watch 0x1000'                                                      || 'kvmsh has no watchpoints'                                       | 'memory with readonly: true turns each guest write into an exit'
        'groovy' | 1   | 1      | 'caps PPC*'                                                         || 'put a name or a pattern in quotes'                             | 'write: caps \'PPC*\''
        'js'     | 1   | 11     | 'const x = 0x1000UL'                                                || '0x1000UL has a C suffix'                                       | 'write: 0x1000, or 0x1000n for a BigInt'
        'js'     | 1   | 11     | 'const p = NULL'                                                    || 'unknown name \'NULL\''                                         | 'write: null'
        'js'     | 1   | 27     | 'vm({memory: {at: 0, size: 128M}})'                                 || '128M is not a number: the units are KB, MB and GB'             | 'write: MB(128)'
        'js'     | 1   | 1      | 'KVM_RUN()'                                                         || 'to call an ioctl, write ioctl and its name'                           | 'write: kvm.ioctl(KVM_RUN), m.ioctl(KVM_RUN) or m.vcpu(0).ioctl(KVM_RUN)'
        'js'     | 1   | 5      | 'vm({memory: at: 0})'                                               || 'in JavaScript, pass named arguments as an object'              | 'write: memory: {at: …}'
        'js'     | 1   | 14     | 'vm({memory: {at = 0}})'                                            || 'add a colon after the key of an object'                        | 'write: at: …'
        'js'     | 1   | 35     | 'vm({memory: {at: 0, size: KB(4)}, memory: {at: 0x1000, size: KB(4)}})' || 'memory is in this object twice: JavaScript keeps only the last one' | 'write: memory: [{ … }, { … }]'
        'js'     | 1   | 1      | 'u64 x = 1'                                                         || 'u64 is a C type'                                               | 'write: let x = …'
        'js'     | 1   | 28     | 'const m = vm({vcpu: 0}); m.vcpu[0].regs'                           || 'put the arguments of vcpu in parentheses'                      | 'write: vcpu(0)'
        'js'     | 1   | 11     | 'const a = \'abc'                                                   || 'this \' is not closed'                                         | 'close it with \''
        'js'     | 1   | 11     | 'const a = {1, 2}'                                                  || 'put a list in square brackets'                                 | 'write: [1, 2]'
        'js'     | 1   | 35     | 'vm({vcpu: 0, on: {io: 0x60, do: e -> 41}})'                        || 'an arrow function uses =>'                                 | 'write: =>'
        'js'     | 1   | 27     | 'const m = vm({vcpu: 0}); m->run()'                                 || 'use . for members, not ->'                                | 'write: .run'
        'js'     | 1   | 29     | 'vm({vcpu: 0, on: {io: 0x60, e => 41}})'                            || "in an object, put the function under the key 'do'"                        | 'write: do: e => …'
        'js'     | 1   | 29     | 'vm({vcpu: 0, on: {io: 0x60, do: { 41 }}})'                         || 'a handler is a function'                                       | 'write: do: e => …'
        'js'     | 1   | 14     | 'vm({vcpu: 0, on({io: 0x60}, e => 41)})'                            || 'in an object, a word is a key, not a call'                                  | 'write: on: …'
        'js'     | 1   | 1      | 'vm(v => { vcpu(0) })'                                              || 'in a function, call the words of vm on the function\'s argument'    | 'write: vm(v => { v.vcpu(…) })'
        'js'     | 1   | 20     | 'const x = 1; if (x = 2) println(x)'                                || '= assigns; == compares'                                        | 'write: x == 2'
        'js'     | 1   | 1      | 'expect(EINVAL, () => kvm.ioctl(KVM_CREATE_VM, 99))'                || 'expect takes the errno as a named argument'                    | 'write: expect({errno: EINVAL}, () => …)'
        'js'     | 1   | 27     | 'const m = vm({vcpu: 0}); m.regs()'                                 || 'regs is read without brackets'                                 | 'write: .regs'
        'js'     | 1   | 1      | 'for i in 0..3 { println(i) }'                                      || 'put the condition of for in parentheses'                       | 'write: for (…) { … }'
        'js'     | 1   | 7      | '[1, 2].each(x => x)'                                               || 'each is Groovy syntax'                                         | 'write: .forEach(x => …)'
        'js'     | 1   | 12     | 'const fs = require(\'fs\')'                                        || 'require is not available to a script'                          | 'a script can use only kvmsh\'s words and JavaScript\'s standard library; include(\'guests.js\') runs another script'
        'groovy' | 2   | 1      | 'def a = 1\nkvm = 3'                                                || 'kvm is a word and cannot be assigned'                           | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'groovy' | 1   | 1      | 'regs = 3; println regs'                                            || 'regs is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def regs = …'
        'groovy' | 1   | 13     | 'test(\'a\') { kvm = 3 }'                                           || 'kvm is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'groovy' | 1   | 6      | 'vm { kvm = 3; println kvm }'                                       || 'kvm is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'groovy' | 1   | 1      | 'kvm += 1'                                                          || 'kvm is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'groovy' | 1   | 2      | '(kvm, b) = [1, 2]'                                                 || 'kvm is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'groovy' | 1   | 15     | 'attempt { x = kvm = 3 }'                                           || 'kvm is a word and cannot be assigned'                          | 'use another name; to shadow the word intentionally, write: def kvm = …'
        'js'     | 2   | 1      | 'let a = 1\nkvm = 3'                                                || 'kvm is a word and cannot be assigned'                           | 'use another name; to shadow the word intentionally, write: const kvm = …'
        'js'     | 1   | 1      | 'println = 3; println(5)'                                           || 'println is a word and cannot be assigned'                       | 'use another name; to shadow the word intentionally, write: const println = …'
        'js'     | 1   | 9      | 'vm(v => v.memory)'                                                 || 'memory is not called, so it does nothing'                       | 'try: v.memory({at: 0, size: KB(64)})'
        'js'     | 3   | 3      | 'vm(v => {\n  v.memory({at: 0, size: KB(64)})\n  v.irqchip // the PIC\n  v.vcpu(0)\n})' || 'irqchip is not called, so it does nothing'                | 'try: v.irqchip()'
        'js'     | 2   | 3      | 'vm(v => {\n  v.irqchip;\n  v.vcpu(0)\n})'                          || 'irqchip is not called, so it does nothing'                      | 'try: v.irqchip()'
        'js'     | 1   | 12     | 'println(`${0x123456789abcdef01}`)'                                 || '0x123456789abcdef01 is not exact as a JavaScript number: it would be 0x123456789abcdf000' | 'write: 0x123456789abcdef01n'
        'js'     | 1   | 44     | 'const c=1;let cc=5; if (c == 3) { }; cc=4; c = 3'                  || 'a const cannot be reassigned'                              | 'declare it with let'
        'js'     | 1   | 12     | 'const c=1; c++'                                                    || 'a const cannot be reassigned'                              | 'declare it with let'
        'js'     | 1   | 14     | 'const x = 1; x = 2'                                                || 'a const cannot be reassigned'                              | 'declare it with let'
        'js'     | 1   | 1      | 'assert(1 == 2)'                                                    || 'unknown name \'assert\''                                       | 'write: expect(() => …)'
        'js'     | 1   | 37     | 'vm({memory: {at: 0, size: KB(4)}}); mem(0x10, [1, 2])'             || 'mem needs the width of the numbers: u8:, u16:, u32: or u64:'   | 'write: mem(0x10, {u8: [1, 2]})'
        'js'     | 1   | 9      | 'let a = 0xffffffffffffffff'                                        || '0xffffffffffffffff is not exact as a JavaScript number: it would be 0x10000000000000000' | 'write: 0xffffffffffffffffn'
        'js'     | 1   | 9      | 'println(18446744073709551615)'                                     || '18446744073709551615 is not exact as a JavaScript number: it would be 0x10000000000000000' | 'write: 18446744073709551615n'
        'js'     | 1   | 1      | 'mem[0x1000] = 1'                                                   || 'cannot assign to mem by index'                              | 'write: mem(0x1000, {u8: VALUE})'
        'js'     | 1   | 1      | 'mem[0x1000]'                                                       || 'put the arguments of mem in parentheses'                       | 'write: mem(0x1000)'
        'js'     | 1   | 29     | 'const m = vm({vcpu: 0});  m.mem[0x1000] = 1'                       || 'cannot assign to mem by index'                              | 'write: mem(0x1000, {u8: VALUE})'
        'js'     | 1   | 1      | 'println.foo = 1'                                                   || 'unknown name \'foo\''                                          | 'println is a word; call it as println(…)'
        'js'     | 1   | 12     | 'vm({vcpu: {rip: 0x1000}})'                                         || 'unknown word \'rip\''                                          | 'write: regs: {rip: VALUE}'
        'js'     | 1   | 28     | 'vm(v => { v.vcpu(0, c => { rip = 0x1000 }) })'                     || 'rip = … assigns to a script variable, not the register'    | 'write: regs: {rip: VALUE}'
        'js'     | 1   | 11     | 'vm(v => { arch = 206 })'                                           || 'arch = … assigns to a script variable; it does not configure the machine' | 'try: arch(206)'
        'js'     | 1   | 26     | 'const m = vm({vcpu: 0}); m.rax'                                    || 'unknown name \'rax\''                                          | 'a register is a member of regs: m.regs.rax'
        'js'     | 1   | 26     | 'const m = vm({vcpu: 0}); m.vcpu(0).rip = 1'                        || 'rip cannot be set here'                                        | 'a register is a member of regs: m.vcpu(0).regs.rip = VALUE'
        'groovy' | 1   | 6      | 'vm { mem[0x1000] = 1 }'                                            || 'cannot assign to mem by index'                              | 'write: mem 0x1000, u8: VALUE'
        'groovy' | 1   | 16     | 'vm { vcpu(0) { rip = 0x1000 } }'                                   || 'rip = … assigns to a script variable, not the register'    | 'write: regs rip: 0x1000'
        'groovy' | 1   | 16     | 'vm { vcpu(0) { cr0 = 0x31 } }'                                     || 'cr0 = … assigns to a script variable, not the register'    | 'write: reg cr0: 0x31'
        'groovy' | 1   | 6      | 'vm { rip = 0x1000 }'                                               || 'rip = … assigns to a script variable, not the register'    | 'write: vcpu(0) { regs rip: 0x1000 }'
        'groovy' | 1   | 9      | 'def m = vm()'                                                      || 'vm takes a block'                                              | 'write: vm { … }'
        'groovy' | 1   | 6      | 'vm { arch = 206 }'                                                 || 'arch = … assigns to a script variable; it does not configure the machine' | 'try: arch 206'
        'js'     | 1   | 1      | 'echo(\'x\')'                                                       || 'unknown name \'echo\''                                         | 'write: println(\'text\')'
    }

    def "in #language, #text runs"() {
        given:
        def file = folder.resolve(language == 'js' ? 'right.js' : 'right.groovy')
        Files.writeString(file, text)
        Files.writeString(folder.resolve('lib.groovy'), 'sp = 1')

        expect:
        [['--lang', language, '-e', text.replace('lib.groovy', "$folder/lib.groovy")], [file.toString()]].every { how ->
            def result = Kvmsh.run('-q', '-b', 'model:x86_64', *how)
            assert [result.err, result.status] == ['', 0]
            result
        }

        where:
        language | text
        'groovy' | 'vm { base = 0x1000; memory at: 0, size: 64.KB; load at: base, hex: \'f4\'; vcpu(0) { real base } }'
        'groovy' | 'vm { for (i = 0; i < 4; i++) vcpu(i) }'
        'groovy' | 'vm { out = []; on(io: 0x80) { e -> out << e.value } }'
        'groovy' | 'vm { uart = { e -> print e.text }; on(io: 0x3f8, uart) }'
        'groovy' | 'vm { size = 4.KB }'
        'groovy' | 'def kvm = 3; kvm = 4; assert kvm == 4'
        'groovy' | 'def o = [:]; o.with { regs = 3 }; assert o.regs == 3'
        'groovy' | 'plan = plan { memory at: 0, size: 64.KB }; println plan'
        'groovy' | '(m = vm { memory at: 0, size: 64.KB; vcpu 0 }).vcpu(0).regs'
        'groovy' | 'm = vm { memory at: 0, size: 64.KB; vcpu 0 }; m.vcpu(id = 0).regs'
        'groovy' | '(pc = vm { memory at: 0, size: 64.KB }).more { vcpu 0 }'
        'groovy' | '(sp, pc) = [1, 2]; vm { sp = 3 }; assert sp == 3'
        'groovy' | '(sp, pc) = [1, 2]; vm { sp = 3 }'
        'groovy' | 'binding.sp = 0; vm { sp = 1 }'
        'groovy' | 'binding.setVariable(\'sp\', 0); vm { sp = 1 }'
        'groovy' | 'include \'lib.groovy\'; vm { sp = 2 }'
        'groovy' | 'try { throw new Exception() } catch (sp) { vm { sp = null } }'
        'groovy' | 'class Rig { int sp; void set() { [1].each { sp = it } } }; new Rig().set()'
        'groovy' | 'class Stack { int sp }; vm { new Stack().with { sp = 1 } }'
        'groovy' | 'vm { sp = 1; println "$sp" }'
        'groovy' | 'vm { sp = 1 }; println sp'
        'groovy' | 'def fill(sp) { vm { sp = 1 } }; fill 0'
        'groovy' | 'def build(Closure c) { c() }; vm { build { sp = 1 } }'
        'groovy' | 'def device(Closure c) { c() }; device { sp = 1 }'
        'groovy' | 'vm { cr3 = sp = 2; println cr3 }'
        'js'     | 'vm(v => { for (i = 0; i < 4; i++) v.vcpu(i) })'
        'js'     | 'function fill(v) { n = 0; while (n < 4) v.vcpu(n++) }; vm(v => fill(v))'
        'js'     | 'vm(v => { globalThis.seen = [] })'
        'js'     | 'vm(v => { const word = w => w.memory; word(v)({at: 0, size: KB(64)}) })'
        'js'     | 'vm(v => { `${v.memory}`; v.vcpu(0) })'
        'js'     | 'vm(v => { globalThis.sp = [] })'
        'js'     | 'vm(function (v) { this.sp = 1 })'
        'js'     | 'vm(v => { base = 0x1000; v.memory({at: 0, size: KB(64)}); v.load({at: base, hex: \'f4\'}) })'
        'js'     | 'vm(v => { size = KB(4) })'
        'js'     | 'let kvm = 3; kvm = 4; println(kvm)'
        'js'     | 'var vm = 3; println(vm)'
        'js'     | 'function vm() { return 7 }; println(vm())'
        'js'     | 'vm(({memory}) => { })'
        'js'     | 'vm(v => { const memory = v.memory; memory({at: 0, size: KB(64)}) })'
        'js'     | 'println(`0xffffffffffffffff ${`${1}`} 0xffffffffffffffff`)'
        'js'     | 'vm(v => { sp = 1; println(`${sp}`) })'
        'js'     | 'vm(v => { sp = [1]; println(...sp) })'
        'js'     | 'vm(v => { for (sp = 0; sp < 2; sp++) v.vcpu(sp) })'
        'js'     | 'vm(v => { const x = sp = 1; println(x) })'
        'js'     | 'vm(v => { const x =\n sp = 1; println(x) })'
        'js'     | 'vm(v => { [sp] = [1] })'
        'js'     | 'let sp; vm(v => { sp = 1 })'
        'js'     | 'println("0xffffffffffffffff", `0xffffffffffffffff`, /0xffffffffffffffff/) // 0xffffffffffffffff'
        'js'     | 'println(0xffffffffffffffffn, 1e30, 9007199254740994, 0x20000000000000)'
        'js'     | 'const is = s => /\\d{3}\'/.test(s); println(is("123\'"), `0xffffffffffffffff`)'
        'js'     | 'function is(s) { return /`/.test(s) }; println(is(\'x\'), `0xffffffffffffffff`)'
        'js'     | 'println(/[/`]/.test(\'x\'), `0xffffffffffffffff`)'
        'js'     | 'const x = 1; println(`a ${x ? `0xffffffffffffffff` : \'\'} 0xffffffffffffffff`)'
        'js'     | 'const x = 4; if (x) /`/.test(\'x\'); println(`0xffffffffffffffff`)'
        'js'     | 'let i = 4; println(i++ / 2, `\n0xffffffffffffffff`, i / 2)'
        'js'     | 'println(\'then\' in mem, `${1}` === \'1\')'
    }
}
