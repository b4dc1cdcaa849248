package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** The page and the editors' files are in docs/ as `kvmsh guide --as` writes them. */
class VocabularyFilesSpec extends Specification {
    def setupSpec() {
        // What ran in this JVM before changes nothing: the members of an exit's class are put together when the first exit comes.
        assert Kvmsh.run('-b', 'model:x86_64', Kvmsh.script('first-light.js')).status == 0
    }

    def "#file matches the declared words"() {
        given:
        def kept = Kvmsh.ROOT.resolve(file).toFile()
        def written = Kvmsh.run('guide', '--as', format).out

        when: 'the file is rewritten on request'
        if (Boolean.getBoolean('snapshots.update') || Boolean.getBoolean('spock.snapshots.updateSnapshots')) {
            kept.text = written
        }

        then:
        kept.text == written

        where:
        file               | format
        'docs/words.md'    | 'md'
        'docs/kvmsh.d.ts'  | 'ts'
        'docs/kvmsh.gdsl'  | 'gdsl'
    }

    def "an unknown format is refused"() {
        when:
        def run = Kvmsh.run('guide', '--as', 'html')

        then:
        run.status == 2
        run.err.contains("--as")
    }
}
