package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.OpenFiles
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

class HandlersThatThrowSpec extends Specification {
    @TempDir
    Path folder

    @Sample(verify = 4)
    def "#board: the line of the script is named and the machine is closed"() {
        given:
        Needed.orSkip(board)
        def file = Files.writeString(folder.resolve('throws.groovy'), """\
            def m
            m = vm {
              memory at: 0, size: 64.KB
              load at: 0x1000, hex: 'e6 80 f4'
              vcpu(0) { real 0x1000 }
              on(io: 0x80) { e ->
                $statement
              }
            }
            m.run()
            """.stripIndent())

        when:
        def result = Kvmsh.run('-q', '-b', board, file.toString())

        then:
        result.status == 1
        result.err.startsWith("$file:7")
        result.err.contains(message)
        result.err.contains('in the running handler: at io out port 0x80 size 1')
        result.err.contains('its machine is now closed')
        !result.err.contains('\tat ')

        where:
        [board, statement, message] << [OnBoard.x86(), [
            ['throw new IllegalStateException("no such device")', 'illegal state: no such device'],
            ['(e as Object).txt', 'this exit has no txt'],
            ['(e as Object).nonsuch(e)', 'this exit has no nonsuch'],
            ['assert e.port == 0x3f8', 'expectation failed'],
        ]].combinations { board, pair -> [board, *pair] }
    }

    def "#board: nothing of the machine is left, and a new one can be created"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        def throwing = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 80 f4'; vcpu(0) { real 0x1000 }; on(io: 0x80) { throw new Exception('x') } }"
        def attempt = 'try { m.run() } catch (e) { }; null'
        int before = OpenFiles.ofKvm()

        when:
        on.run(throwing)
        on.run(attempt)

        then:
        OpenFiles.ofKvm() == before
        on.run('m.toString()').endsWith(', closed')

        cleanup:
        on.close()

        where:
        board << OnBoard.x86()
    }
}
