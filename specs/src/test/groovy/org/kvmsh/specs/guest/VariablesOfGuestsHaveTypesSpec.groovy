package org.kvmsh.specs.guest

import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.code.ElfImage
import org.kvmsh.bindings.code.ElfSymbols
import org.kvmsh.bindings.code.SymbolNames
import org.kvmsh.bindings.code.SymbolTable
import org.kvmsh.bindings.code.dwarf.DwarfType
import org.kvmsh.bindings.code.dwarf.DebugInfo
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.variable.DebugFile
import org.kvmsh.dsl.variable.GuestVariables
import org.kvmsh.dsl.variable.VariableMemory
import org.kvmsh.specs.kit.NamedElf
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The global variables of a guest in C are read and written by name, in the types that its compiler gave them. */
@Timeout(600)
class VariablesOfGuestsHaveTypesSpec extends Specification {
    static final List<String> BOARDS = ['model:x86_64', 'kvm', 'qemu:x86_64', 'model:arm-vgicv2', 'qemu:arm64', 'qemu:riscv64']

    /** Each scalar of C with its width and whether it has a sign; char's sign is the architecture's. */
    static final Map<String, List> INTEGERS = [
            'signed char': [8, true], 'unsigned char': [8, false], 'short': [16, true], 'unsigned short': [16, false],
            'int': [32, true], 'unsigned': [32, false], 'long': [64, true], 'unsigned long': [64, false],
            'long long': [64, true], 'unsigned long long': [64, false], 'int8_t': [8, true], 'uint8_t': [8, false], 'int16_t': [16, true],
            'uint16_t': [16, false], 'int32_t': [32, true], 'uint32_t': [32, false], 'int64_t': [64, true], 'uint64_t': [64, false],
            'uintptr_t': [64, false], 'chain': [16, false], 'volatile int': [32, true]]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private static String[] compilerOf(String board) {
        [board, "cc:${Needed.mode(board)}"]
    }

    private static List<BigInteger> limits(int bits, boolean signed) {
        def one = BigInteger.ONE
        signed ? [-(one << bits - 1), (one << bits - 1) - 1] : [0G, (one << bits) - 1]
    }

    private static String literal(BigInteger value) {
        value == -(BigInteger.ONE << 63) ? '(-0x7fffffffffffffffl - 1)' : value.signum() < 0 ? "(${value}l)" : "${value}ul"
    }

    private static String number(BigInteger value, boolean js) {
        js ? "${value}n" : value.bitLength() == 64 ? "0x${value.toString(16)}" : value.toString()
    }

    def "a number that the script writes is the guest's, and the guest's is the script's: #language on #board"() {
        given:
        Needed.orSkip(compilerOf(board))
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def types = INTEGERS.keySet().toList()
        // The script writes both limits; the guest checks them, and writes them in the other order.
        def values = INTEGERS.values().collect { limits(*it) }
        def text = 'typedef unsigned short inner; typedef inner middle; typedef const middle fixed; typedef middle chain;\n' +
                types.indexed().collect { i, type -> "volatile $type low$i, high$i;" }.join('\n') +
                '\nint main(void)\n{\n' +
                types.indices.collect { "assert(low$it == (${types[it]})${literal(values[it][0])}); assert(high$it == (${types[it]})${literal(values[it][1])});\n" +
                        "low$it = (${types[it]})${literal(values[it][1])}; high$it = (${types[it]})${literal(values[it][0])};" }.join('\n') + '\nreturn 7;\n}'
        on.run(js ? "const m = vm({guest: {c: `$text`}})" : "m = vm { guest { c '''$text''' } }")

        when:
        on.run(types.indices.collect { "m.symbols.low$it = ${number(values[it][0], js)}; m.symbols.high$it = ${number(values[it][1], js)}" }.join('\n'))

        then:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '7'
        def names = types.indices.collectMany { ["low$it".toString(), "high$it".toString()] }
        // An unsigned number of 64 bits is a Long in Groovy.
        def told = js
            ? on.run("[${names.collect { "m.symbols.$it" }.join(', ')}].join(' ')").toString().split(' ').toList()
            : [names, on.run("[${names.collect { "m.symbols.$it" }.join(', ')}]")].transpose().collect { name, value -> value instanceof Long ? Long.toUnsignedString(value) : value.toString() }
        def shown = [names, told].transpose().collectEntries()
        types.indices.each {
            assert shown["low$it"] == values[it][1].toString() : types[it]
            assert shown["high$it"] == values[it][0].toString() : types[it]
        }

        where:
        [board, language] << [BOARDS, Language.values()].combinations()
    }

    def "a number that does not fit is rejected with what does, and nothing is written: #language"() {
        given:
        Needed.orSkip('cc:x86_64')
        on = new OnBoard('model:x86_64', language)
        def js = language == Language.JS
        def narrow = INTEGERS.findAll { name, width -> width[0] < 64 && name != 'chain' }
        def types = narrow.keySet().toList()
        def text = types.indexed().collect { i, type -> "volatile $type v$i = 1;" }.join('') + 'char c; int main(void) { return 0; }'
        on.run(js ? "const m = vm({guest: {c: `$text`}})" : "m = vm { guest { c '''${text}''' } }")

        expect:
        types.eachWithIndex { type, i ->
            def (least, most) = limits(*narrow[type])
            [least - 1, most + 1].each { bad ->
                def error = on.failed("m.symbols.v$i = ${number(bad, js)}")
                assert error.message ==~ /v$i is [\w ]+: $bad does not fit/
                assert error.notes() == ["use $least to $most".toString()]
            }
        }
        types.indices.every { on.run(js ? "m.symbols.v$it === 1" : "m.symbols.v$it == 1") }

        and: 'char takes each code, whatever its sign on the architecture'
        on.run("m.symbols.c = 255; m.symbols.c = 'z'; m.symbols.c = -128; m.symbols.c") == -128

        where:
        language << Language.values()
    }

    static final String KINDS = '''
        enum color { RED, GREEN = 5, BLUE = -2 };
        enum { FIRST = 0xffffffff } unnamed = FIRST;
        typedef struct point { int x, y; } point;
        struct list { struct list *next; point at; };
        struct list second = {0, {3, 4}}, head = {&second, {1, -2}};
        volatile enum color color = BLUE;
        _Bool flag = 1;
        char letter = 'k', text[8] = "hello", quoted[] = "a\\\\"b\\\\\\\\";
        signed char bytes[3] = {-1, 2, 3};
        double wide = -1.5;
        float narrow = 0.1f;
        int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
        point row[2] = {{1, 2}, {3, 4}};
        struct {
            unsigned one : 3; int two : 7; _Bool three : 1; unsigned long four : 40;
            union { unsigned whole; unsigned char part[2]; };
            struct { short deep; } inner;
        } mixed = {5, -3, 1, 1ul << 39, {0x01020102}, {-7}};
        struct __attribute__((packed)) { char first; long second; short third : 5, fourth : 11; } packed = {1, -2, -3, 1000};
        union { int whole; float real; } both = {0x3f800000};
        int (*function)(void);
        const char *pointer = text;
        int none[0];
        '''

    /** The text of each of them; addresses are left out. */
    static final Map<String, String> TEXTS = [
            unnamed: 'FIRST', color: 'BLUE', flag: 'true', letter: "107 'k'", text: '"hello"', quoted: /"a\"b\\"/,
            bytes: '[-1, 2, 3]', wide: '-1.5', narrow: '0.1', grid: '[[1, 2, 3], [4, 5, 6]]', row: '[{x: 1, y: 2}, {x: 3, y: 4}]',
            mixed: '{one: 5, two: -3, three: true, four: 0x8000000000, whole: 16908546, part: [PART], inner: {deep: -7}}',
            packed: '{first: 1 CHAR, second: -2, third: -3, fourth: 1000}', both: '{whole: 1065353216, real: 1.0}']

    static final Map<String, List<String>> COMPILERS = [
            'x86_64-linux-gnu-gcc': ['-gdwarf-5', '-gdwarf-4', '-gdwarf-5 -gz', '-gdwarf-5 -gdwarf64', '-gdwarf-5 -O2'],
            'aarch64-linux-gnu-gcc': ['-gdwarf-5', '-gdwarf-4', '-gdwarf-4 -mbig-endian'], 'riscv64-linux-gnu-gcc': ['-gdwarf-5', '-gdwarf-4'],
            'powerpc64le-linux-gnu-gcc': ['-gdwarf-5', '-gdwarf-4', '-gdwarf-5 -mbig', '-gdwarf-4 -mbig']]

    def "every kind of type has the value that the compiler put there: #compiler #options"() {
        given:
        Needed.orSkip(compiler)
        def variables = compiled(compiler, options, KINDS.replace('\\\\', '\\') + (options.contains('-O2') ? 'void _start(void) {}' : 'int _start(void) { return 0; }'))

        expect:
        def big = options.contains('big')
        TEXTS.each { name, text ->
            def told = text.replace('PART', big ? '1, 2' : '2, 1').replace('CHAR', '').replace('1 ,', '1,')
            assert variables.place(name).text() == told : name
        }
        variables.variable('packed').size == 11
        variables.place('head').text() ==~ /\{next: 0x\w+, at: \{x: 1, y: -2}}/
        variables.place('pointer').value() == variables.variable('text').address
        variables.variable('head').type == 'struct list'
        variables.variable('row').type == 'point[2]'
        variables.variable('grid').type == 'int[2][3]'
        variables.variable('function').type == 'int (*)()'
        variables.variable('pointer').type == 'const char *'
        variables.variable('color').type == 'volatile enum color'

        where:
        [compiler, options] << COMPILERS.collectMany { name, all -> all.collect { [name, it] } }
    }

    /** The variables of a program, in the memory that its file describes. */
    private GuestVariables compiled(String compiler, String options, String text) {
        def source = Files.writeString(folder.resolve('x.c'), text)
        def elf = folder.resolve('x.elf')
        def command = [compiler, '-nostdlib', '-static', '-ffreestanding', '-fno-pic', '-no-pie', '-w', *options.split(' '), '-o', elf.toString(), source.toString()]
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor() == 0 : said
        ofFile(elf)
    }

    private static GuestVariables ofFile(Path elf) {
        def symbols = ElfSymbols.read(elf)
        def table = new SymbolTable(symbols.symbols(), 0)
        new GuestVariables([new DebugFile(elf, 0, table)], new InFile(elf, symbols.order()))
    }

    /** The memory that an ELF file describes. */
    static class InFile implements VariableMemory {
        private final byte[] all
        private final ElfImage image
        private final ByteOrder order

        InFile(Path elf, ByteOrder order) {
            this.all = Files.readAllBytes(elf)
            this.image = ElfImage.read(elf)
            this.order = order
        }

        @Override
        byte[] read(long at, int length) {
            def segment = image.segments().find { at >= it.at() && at + length <= it.at() + it.memory() }
            (0..<length).collect { int i ->
                long offset = at - segment.at() + i
                offset < segment.bytes() ? all[(int) (segment.offset() + offset)] : (byte) 0
            } as byte[]
        }

        @Override
        void write(long at, byte[] bytes) {
            throw new UnsupportedOperationException()
        }

        @Override
        long physical(long address, long size, String pointer) {
            address
        }

        @Override
        ByteOrder order() {
            order
        }

        @Override
        SymbolNames names() {
            SymbolNames.NONE
        }
    }

    def "structs of any form have the compiler's offsets, sizes and bits: #board, seed #seed"() {
        given:
        Needed.orSkip(compilerOf(board))
        on = new OnBoard(board)
        def forms = new Forms(new Random(seed))
        on.run("m = vm { guest { c '''${forms.text()}''' } }")

        when: 'each bit-field is written by the script and checked by the guest'
        on.run(forms.fields.collect { "m.symbols.${it.path} = ${it.value}" }.join('\n'))

        then:
        on.run('m.run().code') == 7
        // The guest has written the complement of each.
        [forms.fields, on.run("[${forms.fields.collect { "m.symbols.${it.path}" }.join(', ')}]")].transpose().each { field, value -> assert value == field.other : field.path }

        and: 'the guest has filled its tables with offsetof and sizeof'
        def variables = on.run('m').machineParts().names().known().variables()
        def (offsets, sizes, wholes) = ['offsets', 'sizes', 'wholes'].collect { variables.place(it).value() }
        forms.members.eachWithIndex { member, i ->
            def structure = variables.type(member.owner).plain() as DwarfType.Structure
            def found = structure.find(member.name)
            assert [found.bit(), found.type().size()] == [8 * offsets[i], sizes[i]] : "$member.owner.$member.name"
        }
        forms.owners.eachWithIndex { owner, i ->
            assert variables.type(owner).size() == wholes[i] : owner
        }

        where:
        [board, seed] << [['kvm', 'qemu:arm64', 'qemu:riscv64'], 1..3].combinations()
    }

    /** Structs and unions with members of all kinds, with what a guest says of them. */
    static class Forms {
        static final List<String> SCALARS = ['char', 'signed char', 'unsigned char', 'short', 'unsigned short', 'int', 'unsigned', 'long', 'unsigned long', '_Bool', 'void *', 'float', 'double', 'enum kind']
        final Random random
        final List<Map> members = []
        final List<Map> fields = []
        final List<String> owners = []
        private final StringBuilder types = new StringBuilder('enum kind { A, B = 1000000 };\n')

        Forms(Random random) {
            this.random = random
            24.times { struct(it) }
        }

        private <T> T pick(List<T> all) {
            all[random.nextInt(all.size())]
        }

        private void struct(int n) {
            def packed = pick(['', '', '__attribute__((packed)) ', '__attribute__((aligned(32))) '])
            def kind = pick(['struct', 'struct', 'struct', 'union'])
            def text = new StringBuilder("typedef $kind $packed type$n {")
            (2 + random.nextInt(6)).times { i ->
                def name = "m$i"
                def owner = "v$n"
                switch (random.nextInt(6)) {
                    case 0:
                        def (type, most, signed) = pick([['unsigned', 32, false], ['int', 32, true], ['unsigned long', 64, false], ['unsigned char', 8, false], ['short', 16, true]])
                        def width = 1 + random.nextInt(most)
                        text << "$type $name : $width;"
                        // All members of a union lie over each other, and a struct in a union over its neighbors.
                        if (kind == 'struct') {
                            def value = signed ? -(BigInteger.ONE << width - 1) : (BigInteger.ONE << width) - 1
                            fields << [path: "${owner}.$name", value: width == 64 ? '0xffffffffffffffff' : value.toString(), c: signed ? "(${value}l)" : "${value}ul",
                                       other: signed ? (BigInteger.ONE << width - 1) - 1 : 0G]
                        }
                        break
                    case 1:
                        text << "${pick(SCALARS)} $name[${1 + random.nextInt(4)}][${1 + random.nextInt(3)}];"
                        members << [owner: owner, name: name]
                        break
                    case 2:
                        text << (n == 0 ? "int $name;" : "type${random.nextInt(n)} $name;")
                        members << [owner: owner, name: name]
                        break
                    case 3:
                        // C finds a member of a struct without a name in the one around it.
                        text << "union { char ${name}; struct { short ${name}a; long ${name}b; }; };"
                        ['', 'a', 'b'].each { members << [owner: owner, name: name + it] }
                        break
                    default:
                        text << "${pick(SCALARS)} $name;"
                        members << [owner: owner, name: name]
                }
            }
            types << text << "} type$n; volatile type$n v$n;\n"
            owners << "v$n".toString()
        }

        String text() {
            types.toString() +
                    "unsigned long offsets[${members.size()}] = {${members.collect { "offsetof(${it.owner.replace('v', 'type')}, $it.name)" }.join(', ')}};\n" +
                    "unsigned long sizes[${members.size()}] = {${members.collect { "sizeof(((${it.owner.replace('v', 'type')} *)0)->$it.name)" }.join(', ')}};\n" +
                    "unsigned long wholes[${owners.size()}] = {${owners.collect { "sizeof($it)" }.join(', ')}};\n" +
                    "int main(void)\n{\n${fields.collect { "assert($it.path == $it.c);" }.join('\n')}\n${fields.collect { "${it.path} = ~${it.c};" }.join('\n')}\n" +
                    "return offsets[0] + 7 - offsets[0] + (sizes[0] & 0) + (wholes[0] & 0);\n}"
        }
    }

    def "structs, arrays, enums and texts are read and written: #language on #board"() {
        given:
        Needed.orSkip(compilerOf(board))
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def text = '''
            struct point { int x, y; } p = {1, 2}, path[2];
            enum color { RED, GREEN = 5 } color = GREEN;
            int a[4] = {1, 2, 3};
            char title[8] = "one";
            unsigned char raw[2];
            _Bool flag;
            double half = 0.5;
            uint64_t wide = 1ul << 63;
            static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
            int main(void)
            {
                static int calls;
                assert_eq(p.x, 10); assert_eq(p.y, 2); assert_eq(a[3], 7); assert_eq(a[0], 1); assert_eq(color, RED);
                assert(!strcmp(title, "two")); assert(flag); assert_eq(path[1].y, -1); assert_eq(raw[1], 255);
                assert_eq(*(uint64_t *)&half, 0x3fd0000000000000ul); assert_eq(wide, ~0ul);
                p.y = fib(10); a[1] = ++calls; color = 7; title[0] = 'n';
                return calls;
            }'''
        on.run(js ? "const m = vm({guest: {c: `$text`}})" : "m = vm { guest { c '''$text''' } }")
        def shown = { String name -> on.run(js ? "String(m.symbols.$name)" : "m.symbols.${name}.toString()") }

        expect:
        ['p', 'a', 'color', 'title', 'flag', 'half', 'path'].collect(shown) ==
                ['{x: 1, y: 2}', js ? '1,2,3,0' : '[1, 2, 3, 0]', 'GREEN', js ? '111,110,101,0,0,0,0,0' : '"one"', 'false', '0.5', js ? '{x: 0, y: 0},{x: 0, y: 0}' : '[{x: 0, y: 0}, {x: 0, y: 0}]']
        on.run(js ? 'm.symbols.wide === 0x8000000000000000n' : 'm.symbols.wide == 0x8000000000000000')

        when:
        on.run("m.symbols.p.x = 10; m.symbols.a[3] = 7; m.symbols.color = 'RED'; m.symbols.title = 'two'; m.symbols.flag = true; m.symbols.path[1].y = -1")
        on.run("m.symbols.raw[1] = 255; m.symbols.half = 0.25; m.symbols.wide = ${js ? '0xffffffffffffffffn' : '0xffffffffffffffff'}")

        then:
        on.run(js ? 'String(m.run().code)' : 'm.run().code.toString()') == '1'
        ['p.y', 'a[1]', 'color', 'calls'].collect(shown) == ['55', '1', '7', '1']

        when: 'a struct and an array take all of their parts'
        on.run(js ? 'm.symbols.p = {x: 3}; m.symbols.a = [4, 3, 2, 1]; m.symbols.path = [{x: 1, y: 2}, m.symbols.p]' : 'm.symbols.p = [x: 3]; m.symbols.a = [4, 3, 2, 1]; m.symbols.path = [[x: 1, y: 2], m.symbols.p]')

        then:
        shown('p') == '{x: 3, y: 55}'
        shown('a') == (js ? '4,3,2,1' : '[4, 3, 2, 1]')
        shown('path[1].y') == '55'
        on.run("m.symbols.global('calls').source").toString() ==~ /guest\.c:\d+ in main/
        on.run("m.symbols.global('p').type") == 'struct point'
        on.run(js ? "Number(m.symbols.global('p').address)" : "m.symbols.global('p').address") == on.run(js ? "Number(m.symbols.address('p'))" : "m.symbols.address('p')")
        on.run(js ? "String(m.symbols.globals[0])" : "m.symbols.globals[0].toString()") == 'p: struct point = {x: 3, y: 55}'

        and: 'what is wrong names the type'
        on.failed('m.symbols.p.z').with { [message, notes()[-1]] } == ['struct point has no member z', 'it has: x, y']
        on.failed('m.symbols.p = 4').message.contains('p is struct point, which takes values by member')
        on.failed("m.symbols.color = 'BLUE'").with { [message, notes()[-1]] } == ['enum color has no constant BLUE', 'it has: RED, GREEN']
        on.failed('m.symbols.fla').with { [message, notes()[0]] } == ["no variable 'fla'", "did you mean 'flag'?"]
        on.failed('m.symbols.main').message == 'main is code, not a variable'
        on.failed("m.symbols.title = 'a long text'").notes() == ['use up to 8']
        on.failed('m.symbols.a = [1]').message == 'a is int[4], but the list has 1 element'

        where:
        [board, language] << [['model:x86_64', 'qemu:arm64', 'qemu:riscv64'], Language.values()].combinations()
    }

    def "a name that several variables have is asked with its file or function"() {
        given:
        Needed.orSkip('x86_64-linux-gnu-gcc')
        ['a', 'b'].each { Files.writeString(folder.resolve("${it}.c"), "static int same = ${it == 'a' ? 1 : 2}; static int own_$it; int get_$it(void) { static int count = 3; return same++ + count++ + own_$it; }") }
        def elf = folder.resolve('two.elf')
        def process = new ProcessBuilder(['x86_64-linux-gnu-gcc', '-g', '-O1', '-nostdlib', '-static', '-Wl,-e,get_a', '-o', "$elf", 'a.c', 'b.c']*.toString()).directory(folder.toFile()).redirectErrorStream(true).start()
        assert process.waitFor() == 0 : process.inputStream.text
        def variables = ofFile(elf)

        expect:
        variables.place('a.c:same').value() == 1
        variables.place('b.c:same').value() == 2
        variables.place('get_b.count').value() == 3

        when:
        variables.place('same')

        then:
        ScriptError e = thrown()
        [e.message, e.notes()] == ['2 variables are named same', ["use one of: global('a.c:same'), global('b.c:same')"]]

        when: 'the compiler has removed it'
        variables.place('own_a')

        then:
        e = thrown()
        e.message.startsWith('own_a is not in memory')
    }

    def "without debugging information a variable is the bytes of its symbol"() {
        given:
        def file = Files.write(folder.resolve('guest.elf'), new NamedElf([code: 'b80500e8030075fbf448c3'.decodeHex(), symbols: [main: [0, 9], less: [9, 2]]]).bytes())
        on = new OnBoard('model:x86_64')
        on.run("m = vm { memory at: 0, size: 64.KB; load elf: '$file'; vcpu(0) { real 0x1000; regs rsp: 0x8000 } }")

        expect:
        on.failed('m.symbols.main').message == 'main is code, not a variable'
        on.failed('m.symbols.other').notes()[0] == 'guest.elf has no variable types; build it with -g and do not strip it'
    }
}
