package org.kvmsh.specs.language

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** The page and the editors' files are in docs/ as `kvmsh words` writes them. */
class VocabularyFilesSpec extends Specification {
    def "#file has what the words say of themselves"() {
        given:
        def kept = Kvmsh.ROOT.resolve(file).toFile()
        def written = Kvmsh.run('words', '--as', format).out

        when: 'asked to, the file is written anew'
        if (Boolean.getBoolean('snapshots.update')) {
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

    def "a format that does not exist is refused"() {
        when:
        def run = Kvmsh.run('words', '--as', 'html')

        then:
        run.status == 2
        run.err.contains("--as")
    }
}
