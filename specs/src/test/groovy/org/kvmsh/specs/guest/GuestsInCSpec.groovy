package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.CCompiler
import org.kvmsh.bindings.code.CodeError
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A guest in C is compiled for its board, runs, prints, asserts, and ends the run with the value of main. */
@Timeout(600)
class GuestsInCSpec extends Specification {
    static final String TEXT = '''
        static const char *const names[] = {"one", "two"};
        int counter;

        int main(void)
        {
            for (int i = 0; i < 2; i++)
                counter += printf("%-4s|%5d|%#x|%08lx|%c%%\\\\n", names[i], -i, 0xabcu, 0x1234ul, 'z');
            assert(counter == 58);
            assert_eq(counter, 58);
            return 300 + vcpu_id();
        }'''
    static final String PRINTED = 'one |    0|0xabc|00001234|z%\ntwo |   -1|0xabc|00001234|z%\n'
    static final List<String> BOARDS = ['model:x86_64', 'kvm', 'qemu:x86_64', 'model:arm-vgicv2', 'qemu:arm64', 'qemu:riscv64']

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static String compiler(String board) {
        "cc:${board.contains('arm') ? 'arm64' : board.contains('riscv') ? 'riscv64' : 'x86_64'}"
    }

    def "main runs, prints and returns a code: #language on #board"() {
        given:
        Needed.orSkip(board, compiler(board))
        on = new OnBoard(board, language)
        def js = language == Language.JS
        on.run(js ? "const m = vm({guest: {c: `$TEXT`}})" : "m = vm { guest { c '''$TEXT''' } }")

        expect:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '300'
        on.run('m.console') == PRINTED

        where:
        [board, language] << [BOARDS, Language.values()].combinations()
    }

    def "each vCPU runs main on its own stack, as the one that vcpu_id tells: #board"() {
        given:
        Needed.orSkip(board, compiler(board))
        on = new OnBoard(board)
        on.run("m = vm { vcpu 0; vcpu 1; guest { c 'int main(void) { char own[256]; snprintf(own, sizeof own, \"vCPU %u\", vcpu_id()); printf(\"%s.\", own); for (;;) ; }' } }")

        when:
        on.run('m.run(within: 3.s, until: timeout)')

        then:
        on.run('m.console').toString().split(/\./).toList().sort() == ['vCPU 0', 'vCPU 1']

        where:
        board << ['kvm', 'qemu:arm64']
    }

    @Needs('cc:x86_64')
    def "an assertion that fails is an error at its line, with the values: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "m = vm { guest { c '''int main(void) {\n  int seven = 7;\n  $text\n  return 0;\n}''' } }; m.run()")

        then:
        result.err.readLines()[0..1] == ["-e:3:3: the guest's assertion failed at guest.c:3: $said".toString(), "      $text".toString()]
        result.status == 1

        where:
        text                    || said
        'assert(seven == 8);'   || 'seven == 8'
        'assert_eq(seven, 8);'  || 'seven == 8; left 7, right 8'
        'assert_eq(-seven, 8);' || '-seven == 8; left -7 (0xfffffffffffffff9), right 8'
    }

    @Needs('cc:x86_64')
    def "a text that does not compile is an error at its line: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "vm { guest { c '''int main(void)\n{\n  $text\n}''' } }")

        then:
        result.err.readLines()[0] =~ said
        result.err.readLines()[1].endsWith(shown ?: text)
        result.status == 1

        where:
        text                                   | shown                              || said
        'return nothing;'                      | null                               || /^-e:3:3: the guest does not compile: .nothing. undeclared/
        'return other();'                      | "vm { guest { c '''int main(void)" || /^-e:1:6: the guest does not compile: undefined reference to .other'/
        'double d = vcpu_id(); return d * 2;'  | null                               || /^-e:3:3: the guest does not compile: SSE register/
        'printf("%s\\n", 1 +);'                | null                               || /^-e:3:3: the guest does not compile: expected expression/
    }

    @Needs('cc:x86_64')
    def "a guest in a file finds its headers beside it, and an error names the file"() {
        given:
        on = new OnBoard('model:x86_64')
        Files.writeString(folder.resolve('own.c'), '#include "kvmsh.h"\n#include "own.h"\nint main(void) { return OWN; }\n')
        Files.writeString(folder.resolve('own.h'), '#define OWN 11\n')
        def code = { on.run("vm { guest file: '${folder.resolve('own.c')}' }.run().code") }

        expect:
        code() == 11

        when:
        Files.writeString(folder.resolve('own.h'), '#define OWN 12\n')

        then:
        code() == 12

        when:
        Files.writeString(folder.resolve('own.h'), '\n')
        code()

        then:
        def e = thrown(ScriptError)
        e.headline() =~ /own\.c:3: .OWN. undeclared/
    }

    @Needs(['kvm', 'cc:x86_64'])
    def "an exception of the guest ends the run with its name and place"() {
        given:
        on = new OnBoard('kvm')

        when:
        def detail = on.run("m = vm { guest { c 'int main(void) { __asm__ volatile(\"ud2\"); return 0; }' } }; m.run(until: exception).detail")

        then:
        detail.toString().contains('#UD')
    }

    @Needs('cc:x86_64')
    def "what was compiled is kept, and runs without a compiler"() {
        given:
        def source = new CCompiler.Source('g.c', '#include "kvmsh.h"\nint main(void) { return 1; }\n', null)
        def cache = folder.resolve('cache')
        def without = new CCompiler(new Programs([PATH: '/nowhere']), cache)

        expect:
        without.compile(CodeMode.X86_64, 0x100000, source) == null
        without.missing(CodeMode.X86_64) == 'compiling C for x86_64 needs GCC; not found: x86_64-linux-gnu-gcc'

        when:
        def first = new CCompiler(new Programs(System.getenv()), cache).compile(CodeMode.X86_64, 0x100000, source)
        def written = Files.getLastModifiedTime(first)

        then:
        without.compile(CodeMode.X86_64, 0x100000, source) == first
        new CCompiler(new Programs(System.getenv()), cache).compile(CodeMode.X86_64, 0x100000, source) == first
        Files.getLastModifiedTime(first) == written
        without.compile(CodeMode.X86_64, 0x100000, new CCompiler.Source('g.c', source.text() + '\n', null)) == null

        when:
        new CCompiler(new Programs(System.getenv()), cache).compile(CodeMode.X86_64, 0x100000, new CCompiler.Source('g.c', 'int main(', null))

        then:
        def e = thrown(CodeError)
        e.line() == 1
        cache.toFile().listFiles().length == 1
    }

    def "wrong use is refused: #words"() {
        given:
        on = new OnBoard(board)

        when:
        on.run("vm { $words }")

        then:
        def e = thrown(ScriptError)
        e.headline() == said

        where:
        board          | words                                                                    || said
        'model:x86_64' | 'guest { }'                                                              || 'guest needs c or file'
        'model:x86_64' | "guest { c 'int main(void) { return 1; }'; file 'x.c' }"                 || 'a guest has one text or one file'
        'model:x86_64' | "guest c: 'int f;'; guest c: 'int f;'"                                   || 'guest is given twice'
        'model:x86_64' | "guest fil: 'x.c'"                                                       || "guest has no argument 'fil:'"
        'model:x86_64' | "guest file: 'nowhere.c'"                                                || 'no such file: nowhere.c'
        'model:ppc-pr' | "guest c: 'int main(void) { return 1; }'"                                || 'board model:ppc-pr (model, not validated against a real kernel) is ppc64, for which kvmsh has no guest library'
    }
}
