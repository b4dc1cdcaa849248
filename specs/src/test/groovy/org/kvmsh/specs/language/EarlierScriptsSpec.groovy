package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.Verdict
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification
import spock.lang.TempDir

/** Scripts in the forms that earlier documentation had: each runs today, or its error tells the new form. Which of both is the script's first line. */
class EarlierScriptsSpec extends Specification {
    private static final String TOLD = '// told: '

    @TempDir
    Path folder

    def "each script in an earlier form runs, or its error tells the new form"() {
        given:
        def scripts = new File(EarlierScriptsSpec.getResource('earlier').toURI()).listFiles().findAll { it.name ==~ /.*\.(groovy|js)/ }.sort { it.name }
        int ran = 0
        int told = 0

        when:
        def wrong = scripts.findResults { script ->
            def first = script.readLines('UTF-8').first()
            def expected = first.startsWith(TOLD) ? first.substring(TOLD.length()) : ''
            def error = errorOf(script)
            if (error) {
                told++
            } else {
                ran++
            }
            expected ? (error.contains(expected) ? null : "$script.name: not told '$expected': $error") : (error ? "$script.name: $error" : null)
        }
        println "${scripts.size()} scripts in earlier forms: $ran ran, $told were told the new form"

        then:
        wrong == []
        // Neither kind is missing, in either language.
        ['.groovy', '.js'].every { language -> scripts.count { it.name.endsWith(language) } >= 30 }
        ran >= 50 && told >= 15
    }

    /** What the script's error says, with its place's line; empty if it ran and its tests passed. */
    private String errorOf(File script) {
        def on = new OnBoard('model:x86_64', script.name.endsWith('.js') ? Language.JS : Language.GROOVY)
        try {
            on.runFile(Files.copy(script.toPath(), folder.resolve(script.name)))
            def failed = on.session.tests().results().all().findAll { it.verdict() != Verdict.PASSED }
            return failed ? "a test failed: $failed" : ''
        } catch (ScriptError e) {
            return e.site().line() > 0 ? [e.toString(), e.message, *e.notes()].join('\n') : "has no place: $e"
        } finally {
            on.close()
        }
    }
}
