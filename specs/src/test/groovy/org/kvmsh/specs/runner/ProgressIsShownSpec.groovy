package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.util.regex.Pattern
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.ShownScreen
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.StateOfSpecs
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** While {@code kvmsh test} runs on a terminal, one line tells how far it is, and nothing of it stays. */
@Timeout(300)
@Needs('script')
class ProgressIsShownSpec extends Specification {
    static final String ESC = '\u001b'
    static final String ERASED = '\r' + ESC + '[K'

    @TempDir
    Path folder

    def setup() {
        script('a.groovy', "test('quick') { }")
        script('a-script-with-a-name-that-is-long-enough-to-be-cut-on-a-narrow-terminal.groovy', "test('slow') { Thread.sleep(1200) }\ntest('fails') { expect { 1 == 2 } }")
        script('b.groovy', "test('slow too') { Thread.sleep(1200) }")
    }

    @Sample(of = 4, verify = 64)
    def "on a terminal of #columns columns the line fits, and at the end only the results are shown"() {
        when:
        def printed = onTerminal(columns, [:], 'test', '--run=none', '-b', 'model:x86_64', *options, folder.toString())
        def steps = printed.split(Pattern.quote(ERASED)).findAll { it.startsWith('model:x86_64 (model): ') }*.takeWhile { it != '\r' && it != '\n' }.findAll { !it.contains(' passed') }

        then:
        steps.every { it.length() < columns }
        steps.any { it.startsWith('model:x86_64 (model): 0 of 3 scripts done; running: ') || it == 'model:x86_64 (model): 0 of 3 scripts done; running: '.take(columns - 1) }
        steps.any { it =~ /^model:x86_64 \(model\): 2 of 3 scripts done/ } || options
        steps.any { it.contains(' s left') } || options || columns < 80
        new ShownScreen(printed, columns, 40).lines().every { !it.contains('scripts done') }
        new ShownScreen(printed, columns, 40).lines().containsAll(['ok 1 quick', 'ok 1 slow', 'not ok 2 fails', 'ok 1 slow too'])

        where:
        columns | options
        80      | []
        200     | []
        50      | []
        80      | ['-j', '3']
    }

    @Sample(of = 3, verify = 48)
    def "without a terminal, or on one that cannot redraw, only lines are printed: #environment"() {
        when:
        def printed = onTerminal(80, environment, 'test', '--run=none', '-b', 'model:x86_64', folder.toString())

        then:
        printed.contains('ok 1 slow too')
        !printed.contains(ESC)
        !printed.contains('scripts done')

        where:
        environment << [[KVMSH_TERMINAL: ''], [KVMSH_TERMINAL: '0'], [TERM: 'dumb', NO_COLOR: '1']]
    }

    @Sample(of = 2, verify = 32)
    def "the line has no color where none is wanted: #environment #options"() {
        when:
        def printed = onTerminal(80, environment, 'test', '--run=none', '-b', 'model:x86_64', *options, folder.toString())

        then:
        printed.contains('scripts done')
        !(printed =~ /$ESC\[[0-9;]*m/)

        where:
        environment   | options
        [NO_COLOR: '1'] | []
        [:]           | ['--no-color']
    }

    private String onTerminal(int columns, Map<String, String> environment, String... arguments) {
        def command = "stty cols $columns rows 40 && exec " + StartedKvmsh.command([], arguments as List).collect { "'$it'" }.join(' ')
        def started = new ProcessBuilder('script', '-qec', command, '/dev/null').directory(folder.toFile()).redirectErrorStream(true).redirectInput(new File('/dev/null'))
        started.environment().putAll([TERM: 'xterm', KVMSH_TERMINAL: '12', XDG_STATE_HOME: StateOfSpecs.FOLDER, SHELL: '/bin/sh'] + environment)
        started.environment().remove('COLUMNS')
        started.start().inputReader().text
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }
}
