package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.test.Verdict
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Scripts in the forms that earlier documentation and earlier versions of scripts/ had: each runs today, or its error tells the new form. Which of both, and the
 * board if it is another than model:x86_64, are in the script's first lines.
 */
class EarlierScriptsSpec extends Specification {
    private static final String TOLD = '// told: '
    private static final String BOARD = '// board: '
    private static final List<File> SCRIPTS = new File(EarlierScriptsSpec.getResource('earlier').toURI()).listFiles().findAll { it.name ==~ /.*\.(groovy|js)/ }.sort { it.name }

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "#script.name runs, or its error tells the new form"() {
        when:
        def error = errorOf(script)

        then:
        told(script) ? error.contains(told(script)) : error == ''

        where:
        script << SCRIPTS
    }

    def "neither kind is missing, in either language and for each architecture"() {
        expect:
        ['.groovy', '.js'].every { language -> SCRIPTS.count { it.name.endsWith(language) } >= 30 }
        SCRIPTS.count { !told(it) } >= 65 && SCRIPTS.count { told(it) } >= 20
        [['model:arm', '.groovy'], ['model:arm', '.js'], ['model:rfc', '.groovy'], ['model:rfc', '.js']].every { board, language ->
            SCRIPTS.count { it.name.endsWith(language) && head(it, BOARD)?.startsWith(board) } >= 4
        }
    }

    private static String told(File script) {
        head(script, TOLD)
    }

    /** What the first lines say; null if they do not. */
    private static String head(File script, String key) {
        script.readLines('UTF-8').takeWhile { it.startsWith('// ') }.find { it.startsWith(key) }?.substring(key.length())
    }

    /** What the script's error says, with its place's line; empty if it ran and its tests passed. */
    private String errorOf(File script) {
        def on = new OnBoard(head(script, BOARD) ?: 'model:x86_64', script.name.endsWith('.js') ? Language.JS : Language.GROOVY)
        try {
            on.runFile(Files.copy(script.toPath(), folder.resolve(script.name)))
            def results = on.session.tests().results().all()
            def failed = results.findAll { !(it.verdict() in [Verdict.PASSED, Verdict.SKIPPED]) }
            return results && results.every { it.verdict() == Verdict.SKIPPED } ? "each test was skipped: $results" : failed ? "a test failed: $failed" : ''
        } catch (ScriptError e) {
            return e.site().line() > 0 ? [e.toString(), e.message, *e.notes()].join('\n') : "has no place: $e"
        } finally {
            on.close()
        }
    }
}
