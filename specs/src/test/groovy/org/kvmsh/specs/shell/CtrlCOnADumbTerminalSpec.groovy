package org.kvmsh.specs.shell

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.codehaus.groovy.runtime.StringBufferWriter
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import org.kvmsh.specs.kit.TypedShell
import spock.lang.Specification
import spock.lang.TempDir

import static org.kvmsh.specs.kit.Eventually.eventually

/** TERM=dumb, as in an editor's window: the terminal itself takes no signals. */
@Needs('SIGINT')
class CtrlCOnADumbTerminalSpec extends Specification {
    private static final String PROMPT = 'model:x86_64 model> '

    @TempDir
    Path folder

    def "Ctrl-C ends a guest's run, or the line, and not the shell"() {
        given:
        def kvmsh = 'exec ' + StartedKvmsh.command(['-b', 'model:x86_64']).collect { "'$it'" }.join(' ')
        def starting = new ProcessBuilder('script', '-qfec', kvmsh, '/dev/null').directory(folder.toFile()).redirectErrorStream(true)
        starting.environment().putAll([TERM: 'dumb', KVMSH_TERMINAL: '012', XDG_STATE_HOME: folder.toString(), SHELL: '/bin/sh'])
        def process = starting.start()
        def shown = new StringBuffer()
        Thread.startDaemon { process.inputReader().transferTo(new StringBufferWriter(shown)) }
        def type = { String keys -> process.outputStream.write(keys.bytes); process.outputStream.flush() }

        expect:
        eventually { shown.contains('/help lists commands and words') }

        when:
        type("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 eb fe'; vcpu(0) { real 0x1000 }; on(io: 0x80) { println 'running' } }\n")

        then:
        eventually { shown.contains('machine on model:x86_64') }

        when:
        type('m.run within: 5.min\n')

        then:
        eventually { shown.contains('\nrunning') }

        when:
        type(Character.toString(TypedShell.CTRL_C))

        then:
        eventually { shown.contains('stopped after 1 exit') }

        when:
        eventually { shown.toString().endsWith(PROMPT) }
        type('abandoned(')
        eventually { shown.toString().endsWith('abandoned(') }
        type(Character.toString(TypedShell.CTRL_C))
        eventually { shown.toString().endsWith(PROMPT) }
        type('6 * 7\n')

        then:
        eventually { shown.contains('42 (0x2a)') }

        when:
        type('/quit\n')

        then:
        process.waitFor(60, TimeUnit.SECONDS)
        process.exitValue() == 0

        cleanup:
        process?.descendants()?.forEach { it.destroyForcibly() }
        process?.destroyForcibly()
    }
}
