package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
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
    static final List<String> BOARDS = ['model:x86_64', 'kvm', 'qemu:x86_64', 'model:arm-vgicv2', 'qemu:arm64', 'qemu:riscv64', 'qemu:ppc64', 'qemu:ppc64-powernv', 'model:ppc-pr']

    private static final DIVIDED = /the guest divided by zero at guest.c:1\b/
    static final List<List> FAULTS = [
            ['a recursion without end', 'int f(volatile int n) { volatile char a[100]; a[n % 100] = 1; return f(n + 1) + a[n % 100]; } int main(void) { return f(1); }', /stack overflow/],
            ['an array beyond the stack', 'int main(void) { volatile char a[20000]; for (int i = 0; i < 20000; i++) a[i] = i; return 0; }', /exception, stack overflow, at 0x\w+ \(main/],
            ['a null pointer', 'int main(void) { int *volatile p = 0; return p[3]; }', /exception, null pointer, at 0x\w+ \(main.*, for 0xc [\s\S]*read of 0xc: there is no memory below 0x1000|the guest used a null pointer at guest.c:1\b/],
            ['a call of a null pointer', 'int main(void) { void (*volatile f)(void) = 0; f(); return 0; }', /the guest called a null pointer|abort.* at 0x0|access fault.* at 0x0|program interrupt, at 0x0[\s\S]*the guest called a null pointer/],
            ['a trap', 'int main(void) { __builtin_trap(); }',
             [x86_64: /exception, invalid opcode \(#UD\), at 0x\w+ \(main/, arm64: /exception, BRK, at 0x\w+ \(main.*\n.*BRK, immediate 0x3e8/, riscv64: /exception, breakpoint, at 0x\w+ \(main/, ppc64: /exception, program interrupt, at 0x\w+ \(main.*\n.*a trap instruction's condition is true/]],
            ['a division by zero', 'int main(void) { volatile int a = 1, b = 0; return a / b; }', [x86_64: /exception, divide error \(#DE\)/, arm64: DIVIDED, riscv64: DIVIDED, ppc64: DIVIDED]],
            ['a loop without end', 'int main(void) { for (;;) ; }', /timeout: the guest's main has not returned/],
    ]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "main runs, prints and returns a code: #language on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
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
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("m = vm { vcpu 0; vcpu 1; guest { c 'int main(void) { char own[256]; snprintf(own, sizeof own, \"vCPU %u\", vcpu_id()); printf(\"%s.\", own); for (;;) ; }' } }")

        when:
        on.run('m.run(within: 3.s, until: timeout)')

        then:
        on.run('m.console').toString().split(/\./).toList().sort() == ['vCPU 0', 'vCPU 1']

        where:
        board << ['kvm', 'qemu:arm64', 'qemu:ppc64']
    }

    def "sync calls the script's handler, which returns its value: #language on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def text = 'int main(void) { static int x; assert_eq(sync(3), 0); assert_eq(sync(4, 1, -2, &x != 0), 42); sync(5, 1, 2, 3, 4, 5, 6, 1ul << 63); return sync(1ul << 40) == ~0ul; }'
        on.run(js
            ? "const seen = []; const m = vm({guest: {c: `$text`}, on: [{ucall: 4, do: e => { seen.push(e.args[1]); return 42; }}, "
                + "{ucall: any, do: e => { seen.push(e.nr, e.args.length); return e.nr > 9n ? 0xffffffffffffffffn : undefined; }}]})"
            : "seen = []; m = vm { guest { c '$text' }; on(ucall: 4) { e -> seen << e.args[1]; 42 }; on(ucall: any) { e -> seen << e.nr << e.args.length; e.nr > 9 ? -1 : null } }")

        expect:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '1'
        on.run('seen.join(" ")') == (js ? '3 0 18446744073709551614 5 7 1099511627776 0' : '3 0 -2 5 7 1099511627776 0')

        where:
        [board, language] << [BOARDS, Language.values()].combinations()
    }

    @Needs('cc:x86_64')
    def "a ucall without handler is an error at its line, and a handler that no guest calls is refused"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "m = vm { guest { c '''int main(void) {\n  return sync(7, 1, -1);\n}''' }; on(ucall: 8) { 1 } }; m.run()")

        then:
        result.err.readLines()[0..1] == ['-e:2:3: no handler for sync(7, 0x1, 0xffffffffffffffff) of the guest at guest.c:2', '      return sync(7, 1, -1);']
        result.err.contains('try: on(ucall: 7) { e -> … }')
        result.status == 1

        when:
        result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', 'vm { vcpu 0; memory at: 0, size: 64.KB; on(ucall: 8) { 1 } }')

        then:
        result.err.contains('on(ucall:) would never be called: it handles sync(…) calls from a guest in C, and this VM has no guest in C')
        result.status == 1
    }

    def "guest_arg has the script's args, and start_vcpu runs a function on a vCPU that waits: #language on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def text = '''
            static volatile uintptr_t sum;
            static void add(void *by) { sum += (uintptr_t)by * 10 + vcpu_id(); }
            int main(void)
            {
                assert_eq(guest_arg(1), ~0ul);
                start_vcpu(1, add, (void *)guest_arg(0));
                start_vcpu(1, add, (void *)6);
                while (sum != 132)
                    cpu_relax();
                return 9;
            }'''
        on.run(js ? "const m = vm({vcpu: [{id: 0}, {id: 1}], guest: {args: [7, 0xffffffffffffffffn], c: `$text`}})" : "m = vm { vcpu 0; vcpu 1; guest args: [7, 0xffffffffffffffff], c: '''$text''' }")

        expect:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '9'

        where:
        [board, language] << [BOARDS, Language.values()].combinations()
    }

    def "a handler in C takes an exception, and changes where the guest continues: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("""m = vm { guest args: [$vector, $length], c: '''
            static volatile uint64_t seen, length;
            static void skip(struct guest_regs *regs) { seen += 100 + regs->vector; regs->pc += length; }
            int main(void)
            {
                length = guest_arg(1);
                on_exception(guest_arg(0), skip);
                __asm__ volatile("$instruction");
                __asm__ volatile("$instruction");
                return seen;
            }''' }""")

        expect:
        on.run('m.run().code') == 2 * (100 + vector)

        where:
        // The model of arm64 has no unknown instructions.
        board << BOARDS - ['model:arm-vgicv2', 'model:ppc-pr']
        vector = board.contains('arm') ? 0 : board.contains('riscv') ? 2 : board.contains('ppc') ? 0x700 : 6
        instruction = vector == 6 ? 'ud2' : '.4byte 0'
        length = instruction == 'ud2' ? 2 : 4
    }

    def "a page is mapped elsewhere, and nowhere, and a handler maps it again: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("""m = vm { guest args: $faults, c: '''
            static volatile uint64_t page[512] __attribute__((aligned(4096)));
            static volatile uint64_t *const alias = (uint64_t *)0x8000000;
            static volatile int faults;
            static void map(struct guest_regs *regs) { faults++; map_page((uintptr_t)alias, (uintptr_t)page, MAP_READ | MAP_WRITE); }
            int main(void)
            {
                mmu_on();
                page[3] = 77;
                map(NULL);
                assert_eq(alias[3], 77);
                __atomic_fetch_add(&alias[3], 2, __ATOMIC_SEQ_CST);
                assert_eq(page[3], 79);
                on_exception(guest_arg(0), map);
                on_exception(guest_arg(1), map);
                map_page((uintptr_t)alias, (uintptr_t)page, MAP_READ);
                alias[3] = 80;
                map_page((uintptr_t)alias, 0, 0);
                assert_eq(alias[3], 80);
                on_exception(guest_arg(0), NULL);
                map_page((uintptr_t)alias, 0, 0);
                printf("%d faults", faults);
                return read8((uintptr_t)alias + 5);
            }''' }""")

        expect:
        on.run('m.run(until: exception).detail') =~ /, for 0x8000005/
        // A write to a page that is mapped read-only is a fault of S-mode, of EL1, and of ring 0 with CR0.WP alone.
        on.run('m.console') == (board =~ /arm|riscv|ppc/ ? '3 faults' : '2 faults')

        where:
        board << BOARDS.findAll { it != 'model:arm-vgicv2' && it != 'model:ppc-pr' }
        faults = board.contains('arm') ? [0x25, 0x25] : board.contains('riscv') ? [13, 15] : board.contains('ppc') ? [0x300, 0x300] : [14, 14]
    }

    def "map_page of an address beyond its page tables is an error at its line: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("m = vm { guest c: 'int main(void) { map_page(1ul << 48, 0, 0); return 0; }' }")

        when:
        on.run('m.run()')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('the guest called map_page() with an address that its page tables cannot map, at guest.c:1')

        where:
        board << BOARDS
    }

    def "a guest in C is refused on #board, whose guests reach no device in real mode"() {
        given:
        Needed.orSkip('cc:ppc64')
        on = new OnBoard(board)

        when:
        on.run("vm { guest c: 'int main(void) { return 0; }' }")

        then:
        def e = thrown(ScriptError)
        e.message.startsWith("a guest in C cannot run on board $board")

        where:
        board << ['model:power7-hv', 'model:ppc970-hv', 'model:rfc']
    }

    def "mmu_on before POWER9 is an error at its line"() {
        given:
        Needed.orSkip('cc:ppc64')
        on = new OnBoard('model:ppc-pr')
        on.run("m = vm { guest c: 'int main(void) { mmu_on(); return 0; }' }")

        when:
        on.run('m.run()')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('the guest called mmu_on(), which needs POWER9 or later, at guest.c:1')
    }

    def "a timer interrupts the guest, twice: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("""m = vm { $irqchip; vcpu 0; guest c: '''
            static volatile int fired;
            static void tick(struct guest_regs *regs) { fired++; }
            int main(void)
            {
                $gic
                interrupts_on();
                uint64_t before = timer_now();
                timer_start(100000, tick);
                while (!fired)
                    cpu_relax();
                interrupts_off();
                timer_start(100000, tick);
                while (fired < 2)
                    wait_for_interrupt();
                return timer_now() - before >= 200000;
            }''' }""")

        expect:
        on.run('def outcome = m.run(within: 60.s); outcome.code == 1 ? null : outcome.toString()') == null

        where:
        board               | irqchip                                    | gic
        'kvm'               | 'irqchip()'                                | ''
        'qemu:x86_64'       | 'irqchip()'                                | ''
        'qemu:arm64'        | 'vgic dist: 0x8000000, cpu: 0x8010000'     | 'gic_v2(0x8000000, 0x8010000);'
        'qemu:arm64-gicv3'  | 'vgic dist: 0x8000000, redist: 0x80a0000'  | 'gic_v3(0x8000000, 0x80a0000);'
        'qemu:riscv64'      | ''                                         | ''
        'qemu:ppc64'        | ''                                         | ''
        'qemu:ppc64-powernv' | ''                                        | ''
    }

    def "a guest that fails is described in one sentence: #what on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("m = vm { guest { c '''$text''' } }")

        when:
        def said
        try {
            said = on.run('m.run(within: 2.s).toString()')
        } catch (ScriptError e) {
            said = e.headline() + '\n' + e.message
        }

        then:
        said =~ (sentence instanceof Map ? sentence[Needed.mode(board) - 'le'] : sentence)

        where:
        // The model of powerpc has no traps.
        [board, row] << [BOARDS - 'model:ppc-pr', FAULTS].combinations()
        what = row[0]
        text = row[1]
        sentence = row[2]
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
        def beside = Files.createDirectories(folder.resolve('two words #1'))
        Files.writeString(beside.resolve('own.c'), '#include "kvmsh.h"\n#include "own.h"\nint main(void) { return OWN; }\n')
        Files.writeString(beside.resolve('own.h'), '#define OWN 11\n')
        def code = { on.run("vm { guest file: '${beside.resolve('own.c')}' }.run().code") }

        expect:
        code() == 11

        when:
        Files.writeString(beside.resolve('own.h'), '#define OWN 12\n')

        then:
        code() == 12

        when:
        Files.writeString(beside.resolve('own.h'), '\n')
        code()

        then:
        def e = thrown(ScriptError)
        e.headline() =~ /own\.c:3: .OWN. undeclared/
    }

    @Needs('cc:x86_64')
    def "a guest that several compile at once is whole for each of them"() {
        given:
        def header = Files.writeString(folder.resolve('own.h'), '')
        def source = new CCompiler.Source('own.c', '#include "kvmsh.h"\n#include "own.h"\nint main(void) { return 0; }\n', folder)
        Files.writeString(folder.resolve('own.c'), source.text())
        def cache = folder.resolve('cache')

        expect:
        3.times { round ->
            Files.writeString(header, "/* $round */")
            assert (1..4).collect { CompletableFuture.supplyAsync { Files.size(new CCompiler(new Programs(System.getenv()), cache).compile(CodeMode.X86_64, 0x100000, source)) } }*.get().every { it > 4096 }
        }
        Files.list(cache).toList()*.fileName*.toString().every { !it.startsWith('new') }
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
        'model:x86_64' | "guest { c 'int main(void) { return 1; }'; file 'x.c' }"                 || 'a guest takes one C source: inline code or a file'
        'model:x86_64' | "guest c: 'int f;'; guest c: 'int f;'"                                   || 'guest is given twice'
        'model:x86_64' | "guest fil: 'x.c'"                                                       || "guest has no argument 'fil:'"
        'model:x86_64' | "vcpu 64; guest c: 'int main(void) { return 1; }'"                       || 'a guest in C has stacks for vCPUs 0 to 63 only, not for vCPU 64'
        'model:x86_64' | "guest size: 64.KB, c: 'int main(void) { return 1; }'"                   || "guest memory ends below the guest's load address, 0x100000"
        'model:x86_64' | "guest args: ['x'], c: 'int main(void) { return 1; }'"                   || "guest_arg(0) must be an integer, not 'x', a string"
        'model:ppc-pr' | "memory at: 1.MB, size: 4.MB; guest c: 'int main(void) { return 1; }'"   || 'a guest in C on ppc64 has its interrupt vectors at 0x100 to 0xfff, where this VM has no memory'
        'model:x86_64' | "guest file: 'nowhere.c'"                                                || 'no such file: nowhere.c'
    }
}
