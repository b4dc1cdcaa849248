package org.kvmsh.specs.kit

import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.complete.Completions
import org.kvmsh.dsl.complete.PlaceKeys
import org.kvmsh.dsl.complete.Token
import org.kvmsh.dsl.complete.Tokens
import org.kvmsh.dsl.lang.Language

/** Counts what follows at each place of kvmsh's own scripts: the order in which Tab offers. */
class UsualOrderTable {
    /** What is there only once may be an accident. */
    private static final int LEAST = 2
    private static final int MOST = 16

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>()
    private final Map<String, Library> boards = [:]

    static String text() {
        def table = new UsualOrderTable()
        Kvmsh.ROOT.resolve('scripts').toFile().eachFileRecurse { file ->
            if (file.name ==~ /.*\.(groovy|js)/) {
                table.count(file)
            }
        }
        table.lines()
    }

    private void count(File file) {
        def text = file.text
        def language = Language.ofFile(file.name)
        def arch = file.path.find('/(arm|riscv|ppc|rfc)') ?: ''
        def headers = arch.contains('arm') ? 'arm64' : arch.contains('riscv') ? 'riscv64' : arch ? 'ppc64' : 'x86_64'
        def scene = boards.computeIfAbsent(headers) { TabTries.paper(it) }.scene(language)
        List<Token> tokens = Tokens.of(text, language == Language.JS)
        tokens.eachWithIndex { token, i ->
            if (token.isName() && !TabTries.declared(tokens, i)) {
                def before = text.substring(0, token.from())
                def rest = text.substring(token.from())
                def chosen = Completions.of(before, scene).find { TabTries.continues(rest, it.text()) }
                if (chosen != null) {
                    def keys = PlaceKeys.of(before, scene)
                    keys.all().each { counts.computeIfAbsent(it) { new TreeMap<>() }.merge(keys.item(chosen), 1, Integer::sum) }
                }
            }
        }
    }

    private String lines() {
        def usual = counts.collectEntries { key, items -> [key, items.findAll { it.value >= LEAST }.sort { -it.value }.keySet().take(MOST)] }.findAll { it.value }
        '# What scripts have at a place, the most frequent first: counted in scripts/ by ./spec EveryPlaceCompletesSpec -u.\n' +
                '# place (PlaceKeys), names; <CLASS> is a name of the script\'s own with a value of that class\n' + usual.collect { key, items -> "$key\t${items.join(' ')}\n" }.join()
    }
}
