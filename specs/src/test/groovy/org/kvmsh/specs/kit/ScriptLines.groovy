package org.kvmsh.specs.kit

import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.word.Vocabulary

/** The lines of scripts on the pages, each with what stands before it: README, guide and reference of words. */
class ScriptLines {
    /** A line that a person may type. */
    static class ScriptLine {
        /** The page and the line's number. */
        String where
        Language language
        /** A board that the line is for, as a software model where there is one. */
        String board
        /** The lines before it, as they are typed one after the other. */
        List<String> before
        /** What opens the block that it is typed in; empty at the top level. */
        String within
        String text

        @Override
        String toString() {
            "$where: $text"
        }
    }

    private static final Map<String, String> MODELS = ['kvm': 'model:x86_64', 'qemu:x86_64': 'model:x86_64', 'qemu:arm64': 'model:arm-vgicv2', 'qemu:arm64-gicv3': 'model:arm-vgicv2',
            'qemu:ppc64': 'model:rfc', 'qemu:ppc64-powernv': 'model:rfc', 'model:power7-hv': 'model:rfc', 'model:ppc-pr': 'model:rfc']
    private static final String ON = /\/\/ (?:(\S+\.\w+) )?on ([^\s,]+).*/
    private static final Map<String, String> OPENINGS = [vm: 'vm { ', vcpu: 'vm { vcpu(0) { ', device: "vm { device('KVM_DEV_TYPE_VFIO') { ", guest: 'vm { guest { ']
    /** What lines alone take to be there. */
    private static final Map<Language, Map<String, String>> GIVEN = [
            (Language.GROOVY): [m: "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }", list: 'list = kvm.allocate 4.KB', fd: 'fd = 3', before: 'before = m.snapshot()', earlier: 'earlier = m.stats',
                    kick: 'kick = m.irqfd gsi: 3', line: 'line = m.irqfd gsi: 4', going: 'going = m.start()', b: "b = board 'model:arm-vgicv2'", code: "code = asm 'hlt'", text: 'text = new StringBuilder()', s: 's = m.snapshot()'],
            (Language.JS): [m: "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}})", list: 'const list = kvm.allocate(KB(4))', fd: 'const fd = 3', before: 'const before = m.snapshot()', earlier: 'const earlier = m.stats',
                    kick: 'const kick = m.irqfd({gsi: 3})', line: 'const line = m.irqfd({gsi: 4})', going: 'const going = m.start()', b: "const b = board('model:arm-vgicv2')", code: "const code = asm('hlt')", s: 'const s = m.snapshot()']]

    static List<ScriptLine> all() {
        Page.GUIDE.collectMany { ofPage(it) } + Page.WORDS.collectMany { ofWords(it) }
    }

    private static List<ScriptLine> ofPage(Page page) {
        page.blocks.collectMany { block ->
            switch (block.kind) {
                case 'groovy': return ofScript(page.path, block.line, Language.GROOVY, block.text.readLines())
                case 'js': return ofScript(page.path, block.line, Language.JS, block.text.readLines())
                case 'console': return (block.text =~ /(?m)^\$ \.\/kvmsh (.*) -e '([^'\n]*)'/).collect { all, options, text -> lineOf(page.path, block.line, options.contains('--lang js') ? Language.JS : Language.GROOVY,
                        (options =~ /-b (\S+)/).with { it.find() ? it.group(1) : 'kvm' }, [], '', text) }
                case 'session': return ofSession(page.path, block.line, block.text.readLines())
                default: return []
            }
        }
    }

    private static List<ScriptLine> ofScript(String page, int number, Language language, List<String> lines) {
        lines.first() ==~ ON ? ofLines(page, number + 1, language, (lines.first() =~ ON)[0][2], lines.drop(1)) : []
    }

    private static List<ScriptLine> ofSession(String page, int number, List<String> lines) {
        def typed = lines.findAll { it =~ /^\S+ real> [^\/]/ || it =~ /^ +> / }*.replaceFirst(/^\S* ?(real)?> /, '')*.replaceFirst(/^ +> /, '')
        ofLines(page, number, Language.GROOVY, 'kvm', typed)
    }

    private static List<ScriptLine> ofLines(String page, int number, Language language, String board, List<String> lines) {
        def found = []
        lines.eachWithIndex { text, i ->
            if (text.trim() && !(text =~ /^\s*(\/\/|[0-9a-f]{2} [0-9a-f]{2})/)) {
                found << lineOf(page, number + i + 1, language, board, lines.take(i), '', text)
            }
        }
        found
    }

    private static ScriptLine lineOf(String page, int number, Language language, String board, List<String> before, String within, String text) {
        new ScriptLine(where: "$page:$number".toString(), language: language, board: MODELS.getOrDefault(board.replaceFirst(/\?.*/, ''), board), before: before, within: within, text: text)
    }

    /** Each entry has lines of its own, which the reader types after its example. */
    private static List<ScriptLine> ofWords(Page page) {
        def found = []
        def all = page.file.readLines()
        def starts = all.findIndexValues { it.startsWith('##') } + [all.size() as long]
        starts.collate(2, 1, false).each { bounds ->
            def (from, to) = bounds*.intValue()
            def runs = blocks(all, from, to)
            def board = 'model:x86_64'
            def script = [(Language.GROOVY): [], (Language.JS): []]
            def alone = []
            runs.each { number, text ->
                def head = all.subList(from, number - 1).reverse().find { it.trim() } ?: ''
                def example = head =~ /^Example on (\S+?)(?: with \S+)?( in JavaScript)?:$/
                if (example.matches()) {
                    board = example.group(1)
                    script[example.group(2) ? Language.JS : Language.GROOVY] = text
                    found.addAll(ofLines(page.path, number, example.group(2) ? Language.JS : Language.GROOVY, board, text))
                } else if (head == 'In JavaScript:') {
                    script[Language.JS] = text
                    found.addAll(ofLines(page.path, number, Language.JS, board, text))
                } else {
                    alone << [number, text]
                }
            }
            alone.each { number, text -> text.eachWithIndex { line, i -> found.addAll(aloneIn(page, number + i, board, script, line.trim())) } }
        }
        found
    }

    /** A line that is not in a script, typed behind the entry's own script and with the names that such lines take to be there. */
    private static List<ScriptLine> aloneIn(Page page, int number, String board, Map<Language, List<String>> script, String text) {
        def js = text =~ /\(\{|\{\w+: |=>|^(const|let) |(^|\W)(KB|MB|GB|ms|seconds|minutes)\(|^[vcg]\./
        def language = js ? Language.JS : Language.GROOVY
        def first = (text =~ /^(?:[vcg]\.)?(\w+)/).with { it.find() ? it.group(1) : '' }
        def block = block(first, text)
        def variable = (text =~ /^([vcg])\./).with { it.find() ? it.group(1) : null }
        if (js && block && !variable) {
            return [] // No such line can be typed: in JavaScript it is a key.
        }
        def opening = js ? variable ? block == 'vcpu' ? "vm(x => { x.vcpu(0, $variable => { " : block == 'guest' ? "vm(x => { x.guest($variable => { " : "vm($variable => { " : '' : OPENINGS[block] ?: ''
        def given = script[language] + GIVEN[language].findAll { name, line -> text =~ /\b$name\b/ && !(text =~ /\b$name *[:=]/) && !script[language].any { it =~ /\b$name *=/ } }*.value
        [lineOf(page.path, number, language, board, opening ? [] : given, opening.toString(), text)]
    }

    /** The block that a line is typed in; null for the top level. */
    private static String block(String first, String text) {
        def table = Library.words(Language.GROOVY)
        def vm = Vocabulary.of(table.blocks().vm)
        def top = table.top()[first]
        if (top == null) {
            return vm.containsKey(first) ? 'vm' : Vocabulary.of(table.blocks().guest).containsKey(first) ? 'guest' : table.blockOf(first)
        }
        // A word of both places, with arguments that only a block's has, or beside words that only a block has.
        def named = (text =~ /(\w+): /).collect { it[1] }
        boolean inside = vm.containsKey(first) && !named.every { it in Vocabulary.arguments(top) } && named.every { it in Vocabulary.arguments(vm[first]) }
        inside || text.split('; ').any { table.blockOf((it =~ /^\w*/)[0]) == 'vm' } ? 'vm' : null
    }

    /** The indented blocks of an entry: the number of the first line, counted from 1, and the lines without their indent. */
    private static List<List> blocks(List<String> all, int from, int to) {
        def found = []
        for (int i = from; i < to; i++) {
            if (all[i].startsWith('    ')) {
                if (found && found.last()[0] + found.last()[1].size() - 1 == i) {
                    found.last()[1] << all[i].substring(4)
                } else {
                    found << [i + 1, [all[i].substring(4)]]
                }
            }
        }
        found
    }
}
