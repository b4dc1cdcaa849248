package org.kvmsh.specs.kit

import groovy.transform.CompileDynamic
import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import org.kvmsh.repl.abi.Json

/** A script that was written to pass although something in it fails, or one that comes near that and is right, with what its head says of it. */
record HidingScript(Path file, String folder, String verdict, String strict, String says) {
    private static final Path FOLDER = Kvmsh.ROOT.resolve('specs/src/test/resources/verdicts')
    /** What ends the process that runs it has a process of its own. */
    private static final String PROCESS = 'process'
    private static final Pattern VERDICT = ~'// verdict: (green|red|none)(?:, strict: (green|red))?'

    /** All of them, in order. */
    static List<HidingScript> all() {
        Files.walk(FOLDER).withCloseable { files -> files.filter { it.toString() ==~ /.*\.(groovy|js)/ }.sorted().toList() }.collect { of(it) }
    }

    private static HidingScript of(Path file) {
        List<String> head = Files.readAllLines(file).takeWhile { String line -> line.startsWith('//') }
        def found = VERDICT.matcher(head[0])
        assert found.matches() : "$file has no verdict"
        String says = head.find { String line -> line.startsWith('// says: ') }
        new HidingScript(file, file.parent.fileName.toString(), found.group(1), found.group(2) ?: found.group(1), says?.substring(9))
    }

    String name() {
        "$folder/$file.fileName"
    }

    boolean endsProcess() {
        folder == PROCESS
    }

    /** Those whose verdict is another in a file of results, with it. */
    @CompileDynamic
    static List<String> wrong(List<HidingScript> of, boolean strict, Path results) {
        def found = Json.facts(results, '').boards[0].scripts.collectEntries { [(it.script.tokenize('/').takeRight(2).join('/')): it] }
        of.collectMany { script ->
            def result = found[script.name()]
            // A script for other boards is in no file of results.
            def verdicts = (result?.tests ?: [])*.verdict as Set
            def is = verdicts && verdicts.every { it in ['passed', 'skipped'] } ? 'green' : verdicts - 'not run' ? 'red' : 'none'
            def right = strict ? script.strict() : script.verdict()
            is != right ? ["${script.name()} is $is, not $right: $verdicts".toString()]
                    : !strict && script.says() && !result.toString().contains(script.says()) ? ["${script.name()} does not say ${script.says()}: ${result.tests}".toString()] : []
        }
    }
}
