package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.specs.kit.EditorClient
import org.kvmsh.specs.kit.NameUses
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** An editor shows misspelt names of JavaScript: of named arguments, registers, members of exits, fields of structs and words. */
class EditorsFindMisspellingsSpec extends Specification {
    /** How many misspellings of each hundred are errors, at the least; raise it when more are. A struct with a pointer has more names than fields. */
    static final Map<String, BigDecimal> FLOORS = ['named argument': 100, 'register': 99, 'member of an exit': 100, 'field of a struct': 85, 'word': 100]
    /** Values whose members are known before a script runs, by their types. */
    static final Map<String, String> VALUES = [Machine: 'm', MachineVcpu: 'm.vcpu(0)', Outcome: 'm.run()', StartedRun: 'm.start()', Registers: 'm.regs', IoctlScope: 'kvm']
    static final String GIVEN = 'const m = vm({vcpu: 0}); const x = args[0]\n'

    @Shared
    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    EditorClient editor

    @Shared
    List<NameUses.Use> uses

    def setupSpec() {
        editor = new EditorClient(folder, '-b', 'model:x86_64')
        editor.initialize()
        uses = NameUses.all().findAll { typed(it.js(it.name)) != null }
    }

    def "each use with its right name has no error"() {
        when:
        def lines = uses.collect { typed(it.js(it.name)) }.unique()

        then:
        errors('right.js', lines).collect { "${lines[it.key]}: $it.value" } == []
    }

    @Sample(verify = 16)
    def "a misspelt #kind is an error: #floor of a hundred at the least"() {
        given:
        def random = new Random(FLOORS.size())
        def lines = uses.findAll { it.kind == kind }.collectMany { use ->
            def wrong = NameUses.misspelt(use.name, use.valid, random)
            wrong.empty ? [] : [typed(use.js(wrong[random.nextInt(wrong.size())]))]
        }.unique()

        when:
        def found = errors("${kind.replace(' ', '-')}.js", lines)
        def missed = lines.indices.findAll { !found.containsKey(it) }
        def share = 100.0 * (lines.size() - missed.size()) / lines.size()
        println String.format(Locale.ROOT, 'misspelt %s: an editor shows %d of %d (%.1f %%)', kind, lines.size() - missed.size(), lines.size(), share)
        missed.take(30).each { println "  not shown: ${lines[it]}" }

        then:
        share >= floor

        where:
        [kind, floor] << FLOORS.collect { [it.key, it.value] }
    }

    /** A line with a value of the type that it asks for; null for a type whose values only the run has. */
    private static String typed(String line) {
        def type = (line =~ '/\\*\\* @type \\{([^}]+)} \\*/').with { it ? it.group(1) : null }
        type == null ? line : VALUES.containsKey(type) ? line.replaceAll(/\(\/\*\* @type \{[^}]+} \*\/ \(x\)\)/, VALUES[type]) : null
    }

    private Map<Integer, String> errors(String name, List<String> lines) {
        def uri = folder.resolve(name).toUri().toString()
        editor.open(uri, 'javascript', GIVEN + lines.collect { "{ $it }" }.join('\n') + '\n')
        editor.errors(uri).collectEntries { [(it.takeBefore(':') as int) - 1, it] }
    }
}
