package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.CCompiler
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.code.ElfSymbols
import org.kvmsh.bindings.code.dwarf.DebugInfo
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The code of a guest in C has the lines of its source, in places that are shown and in breakpoints. */
@Timeout(600)
class CodeOfGuestsHasLinesSpec extends Specification {
    /** Lines are counted from that of main's first. */
    static final String TEXT = '''\
        volatile int depth, sum;
        static inline int twice(int n)
        {
            return sum + n * 2;
        }
        __attribute__((noinline)) int inner(int n)
        {
            depth = n;
            return twice(n) + 1;
        }
        __attribute__((noinline)) int outer(int n)
        {
            int got = inner(n + 1);
            return got + depth;
        }

        int main(void)
        {
            for (int i = 0; i < 3; i++)
                sum = outer(i) + twice(i);
            return sum;
        }
        '''.stripIndent()

    /** qemu:x86_64 steps to a breakpoint, which takes minutes. */
    static final List<String> BOARDS = ['model:x86_64', 'kvm', 'model:arm-vgicv2', 'qemu:arm64', 'qemu:riscv64']

    static final Map<String, String> BINUTILS = ['x86_64': 'x86_64-linux-gnu-', arm64: 'aarch64-linux-gnu-', riscv64: 'riscv64-linux-gnu-', ppc64: 'powerpc64le-linux-gnu-']

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static String[] compilerOf(String board) {
        [board, "cc:${Needed.mode(board)}"]
    }

    def "each address of each function has the line that addr2line has: #arch #options"() {
        given:
        def tools = BINUTILS[arch]
        Needed.orSkip("${tools}gcc", "${tools}addr2line")
        Path elf
        if (options) {
            elf = folder.resolve('x.elf')
            Files.writeString(folder.resolve('x.c'), TEXT)
            run("${tools}gcc", '-nostdlib', '-static', '-ffreestanding', '-no-pie', '-Wl,-e,main', *options.split(' '), '-o', 'x.elf', 'x.c')
        } else {
            // With the guest library, whose files are several.
            elf = new CCompiler(new Programs(System.getenv()), folder.resolve('cache')).compile(CodeMode.named(arch).orElseThrow(), 0x100000, new CCompiler.Source('guest.c', "#include \"kvmsh.h\"\n$TEXT", null))
        }
        def lines = DebugInfo.lines(elf)
        def functions = ElfSymbols.read(elf).symbols().findAll { it.code() && it.sized() }
        def step = arch == 'x86_64' ? 1 : arch == 'riscv64' ? 2 : 4
        def addresses = functions.collectMany { symbol -> (0..<symbol.size()).step(step).collect { symbol.address() + it } }
        Files.write(folder.resolve('addresses'), addresses.collect { "0x${Long.toHexString(it)}".toString() })
        def told = run('sh', '-c', "${tools}addr2line -e $elf < addresses").readLines()
        def right = told.collect { it.replaceFirst(/ \(discriminator \d+\)$/, '').replaceFirst('.*/', '') }

        expect:
        addresses.size() > 30
        [addresses, right].transpose().each { address, line ->
            // Code of no line is that of assembly and of what the compiler adds.
            assert (lines.of(address)?.toString() ?: '?') == (line.endsWith('?') || line == '??:0' ? '?' : line) : "0x${Long.toHexString(address)}"
        }

        where:
        [arch, options] << [BINUTILS.keySet(), ['-g -O0', '-g -O2', '-gdwarf-4 -O2']].combinations() + ['x86_64', 'arm64', 'riscv64'].collect { [it, ''] }
    }

    def "lines are read without types: #options"() {
        given:
        Needed.orSkip('x86_64-linux-gnu-gcc', 'x86_64-linux-gnu-objcopy')
        Files.writeString(folder.resolve('x.c'), TEXT)
        run('x86_64-linux-gnu-gcc', '-nostdlib', '-static', '-ffreestanding', '-no-pie', '-Wl,-e,main', *options.split(' '), '-o', 'x.elf', 'x.c')
        run('x86_64-linux-gnu-objcopy', '-R', '.debug_info', '-R', '.debug_abbrev', 'x.elf', 'lines.elf')
        def main = ElfSymbols.read(folder.resolve('x.elf')).symbols().find { it.name() == 'main' }
        def lines = { name -> DebugInfo.lines(folder.resolve(name)).with { table -> (main.address()..<main.end()).collect { table.of(it).toString() } } }

        expect:
        DebugInfo.variables(folder.resolve('x.elf'))*.name() == ['depth', 'sum']
        DebugInfo.variables(folder.resolve('lines.elf')) == []
        lines('lines.elf') == lines('x.elf')
        lines('lines.elf').toUnique().size() > 2

        where:
        options << ['-g -O1', '-gdwarf-4 -O1']
    }

    private String run(String... command) {
        def process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor() == 0 : said
        said
    }

    def "a stop and its callers have lines, of a file and of a text in the script: #language on #board"() {
        given:
        Needed.orSkip(compilerOf(board))
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def file = Files.writeString(folder.resolve('x.c'), '#include "kvmsh.h"\n#line 1\n' + TEXT)
        on.run(js ? "const m = vm({guest: {file: '$file'}}); m.breakpoint({at: 'inner'})" : "m = vm { guest file: '$file' }; m.breakpoint at: 'inner'")

        expect:
        on.run('m.run().toString()').toString().readLines()[0] ==~ /breakpoint 1 at 0x\w+ \(inner, x\.c:[78]\) after .*/
        def calls = on.run('m.backtrace.toString()').toString().readLines()
        calls[0] ==~ /#0  0x\w+ \(inner, x\.c:[78]\)/
        calls[1] ==~ /#1  0x\w+ \(outer\+0x\w+, x\.c:13\)(, in \w+)?/
        calls[2] ==~ /#2  0x\w+ \(main\+0x\w+, x\.c:20\)/
        on.run('m.backtrace.frames[1].line') == 'x.c:13'

        where:
        [board, language] << [BOARDS, Language.values()].combinations()
    }

    def "a breakpoint at a line stops there, in each place that the line was compiled to: #board"() {
        given:
        Needed.orSkip(compilerOf(board))
        on = new OnBoard(board)
        on.run("m = vm { guest { c '''$TEXT''' } }; m.breakpoint at: 'guest.c:8'; m.breakpoint at: 'guest.c:14'; m.breakpoint at: 'guest.c:4'")

        expect: 'the line of an inlined function is in both callers'
        on.run('m.breakpoints.all.size()') >= 4
        def stops = (1..40).collect { on.run('m.run().toString()').toString() }.takeWhile { it.startsWith('breakpoint') }.collect { (it =~ /\((\w+)(?:\+0x\w+)?, guest\.c:(\d+)\)/)[0][1..2].join(' ') }
        // Where main begins that line, another one begins too.
        stops.unique(false).collect { it.replace('main 20', 'main 4') }.sort() == ['inner 4', 'inner 8', 'main 4', 'outer 14']
        stops.countBy { it }.every { it.value == 3 }

        when:
        on.run("m.breakpoint remove: 'guest.c:4'; m.breakpoint remove: 'guest.c:8'; m.breakpoint remove: 'guest.c:14'")

        then:
        on.run('m.breakpoints.all.size()') == 0

        where:
        board << ['model:x86_64', 'kvm', 'qemu:arm64']
    }

    /** What a script has around its C text, by what is special about it: Groovy, JavaScript. */
    static final Map<String, List<String>> AROUND = [
            'a literal'                : ["\n\ndef m = vm { guest { c '''TEXT''' } }", '\n\nvar m = vm({guest: {c: `TEXT`}});'],
            'a literal before its use' : ["\ndef text = '''TEXT'''\n\ndef m = vm { guest c: text }", '\nvar text = `TEXT`;\n\nvar m = vm({guest: {c: text}});'],
            'an indented literal'      : ["def m = vm { guest { c '''\\\nTEXT'''.stripIndent() } }", 'var m = vm({guest: {c: `\nTEXT`.replaceAll(/^ {4}/gm, "")}});'],
            'a literal with escapes'   : ["def m = vm { guest { c '''TEXT''' } }", 'var m = vm({guest: {c: `TEXT`}});'],
            'a literal with a value'   : ['def by = 2\ndef m = vm { guest { c """TEXT""" } }', 'var by = 2;\nvar m = vm({guest: {c: `TEXT`}});'],
            'the second literal'       : ["def other = '''int main(void)\n{ return 0; }'''\ndef m = vm { guest { c '''TEXT''' } }", 'var other = `int main(void)\n{ return 0; }`;\nvar m = vm({guest: {c: `TEXT`}});']]

    @Needs('cc:x86_64')
    def "code from a script has the script's file and lines: #what, #language"() {
        given:
        def js = language == Language.JS
        def text = [
                'an indented literal'   : { it.replaceAll(/(?m)^(?=.)/, '    ') },
                'a literal with escapes': { it.replace('depth = n;', 'depth = n; printf("%d\\t\\\\n", n);') },
                'a literal with a value': { it.replace('n * 2', 'n * ${by}') }].getOrDefault(what, { it })(TEXT)
        def script = AROUND[what][js ? 1 : 0].replace('TEXT', text)
        def file = folder.resolve(js ? 'a test.js' : 'a test.groovy')
        def name = file.fileName.toString()
        def line = { part -> script.readLines().findIndexOf { it.contains(part) } + 1 }
        def at = line('return got')
        on = new OnBoard('model:x86_64', language)

        when:
        Files.writeString(file, script + (js
                ? "\nm.breakpoint({at: '$name:${line('depth = n')}'});\nprintln(`\${m.run()}\n\${m.backtrace}\n\${m.symbols.globals[0].source}`);"
                : "\nm.breakpoint at: '$file:${line('depth = n')}'\nprintln \"\${m.run()}\n\${m.backtrace}\n\${m.symbols.globals[0].source}\""
        ).replace('}\n$', '}\\n$'))
        on.runFile(file)
        def told = on.printed.readLines()

        then:
        told[0] ==~ /breakpoint 1 at 0x\w+ \(inner(\+0x\w+)?, $name:${line('depth = n')}\) after .*/
        told.any { it ==~ /#1  0x\w+ \(outer\+0x\w+, $name:${line('int got')}\)/ }
        told.last() == "$name:${line('int depth')}"

        when: 'an assertion fails'
        script = script.replace('return got', 'assert(got < 0); return got')
        on.runFile(Files.writeString(file, script + '\nm.run()'))

        then:
        ScriptError e = thrown()
        on.explain(e).readLines()[0..1]*.strip() == ["$file:$at:${script.readLines()[at - 1].indexOf('assert') + 1}: the guest's assertion failed at $name:$at: got < 0".toString(), 'assert(got < 0); return got + depth;']

        when: 'it does not compile'
        on.runFile(Files.writeString(file, script.replace('return got', 'return gut')))

        then:
        e = thrown()
        on.explain(e) =~ /^\Q$file:$at:${script.readLines()[at - 1].indexOf('assert') + 1}\E: the guest does not compile: .gut. undeclared/

        where:
        [what, language] << [AROUND.keySet(), Language.values()].combinations()
    }

    def "a line, and what a pointer points to, is read where the file is loaded, which may not be where it is linked"() {
        given:
        Needed.orSkip('x86_64-linux-gnu-gcc')
        Files.writeString(folder.resolve('x.c'), 'int seven = 7, *to = &seven;\nint one(void) { return 1; }\nint two(void)\n{\n    return *to;\n}\n')
        Files.writeString(folder.resolve('x.ld'), 'SECTIONS { . = 0x41000; .text : AT(0x1000) { *(.text*) } . = 0x43000; .data : AT(0x3000) { *(.data*) } /DISCARD/ : { *(.note* .eh_frame*) } }')
        run('x86_64-linux-gnu-gcc', '-g', '-O1', '-nostdlib', '-static', '-ffreestanding', '-no-pie', '-Wl,-T,x.ld,-e,one,--build-id=none', '-o', 'x.elf', 'x.c')
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load elf: '${folder.resolve('x.elf')}'; vcpu 0 }")
        def two = on.run("m.symbols.address('two')")

        expect:
        two >= 0x41000 && two < 0x42000
        on.run("m.symbols.address('x.c:4')") == two
        on.run("m.mem('x.c:4', 4).bytes.toString()") == on.run("m.mem(${two - 0x40000}, 4).bytes.toString()")
        on.run("m.mem('x.c:4', 4).toString()") == on.run("m.mem('two', 4).toString()")
        on.run("m.symbols['*to']") == 7
    }

    def "the error of a function that the compiler inlined says how it gets a symbol"() {
        given:
        Needed.orSkip('cc:x86_64')
        on = new OnBoard('model:x86_64')
        on.run("m = vm { guest c: 'static int twice(int n) { return 2 * n; } int main(void) { return twice(vcpu_id()); }' }")

        when:
        on.run("m.breakpoint 'twice'")

        then:
        def e = thrown(ScriptError)
        e.headline() == "no symbol 'twice'"
        e.notes().last() == 'a function that the compiler inlined has no symbol: declare it __attribute__((noinline))'
    }

    @Needs('cc:x86_64')
    def "a line without code says which line has some: #place"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run("m = vm { guest { c '''$TEXT''' } }")

        when:
        on.run("m.breakpoint at: '$place'")

        then:
        ScriptError e = thrown()
        [e.message, *e.notes()] == said

        where:
        place         | said
        'guest.c:16'  | ['guest.c:16 has no code', 'the next line with code: guest.c:18']
        'guest.c:900' | ['guest.c:900 has no code', 'the last line with code: guest.c:21']
        'gust.c:3'    | ['no loaded code comes from file gust.c', "did you mean 'guest.c'?", 'files: guest.c, kvmsh.c, kvmsh.h, x86_64.S, x86_64.c']
    }
}
