package org.kvmsh.specs.house

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** docs/guide/files.md has each key and column of the files that kvmsh writes. */
class FilesAreDescribedSpec extends Specification {
    private static final String PAGE = Kvmsh.ROOT.resolve('docs/guide/files.md').toFile().text

    @TempDir
    Path folder

    def "results: every key of a passed, a failed and a noted test"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), """
            test('passes') { expect { 1 == 1 } }
            test('fails') { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 98 } }
            """.stripIndent())
        def json = folder.resolve('t.json')
        Kvmsh.run('test', '-b', 'model:x86_64', '--output', "json=$json", script.toString())
        def described = part('## Results')

        expect:
        keys(new Gson().fromJson(json.toFile().text, Map)).findAll { !described.contains("`$it`") } == [] as Set
    }

    def "a kept run: every key of its two files"() {
        given:
        def script = Files.writeString(folder.resolve('t.groovy'), "test('passes') { }")
        Kvmsh.run('test', '-b', 'model:x86_64', '--run', folder.resolve('run').toString(), '--repeat', 'until-pass:1', script.toString())
        def lines = folder.resolve('run/results.jsonl').toFile().readLines().collect { new Gson().fromJson(it, Map) }
        def described = part('## A kept run')

        expect:
        (new Gson().fromJson(folder.resolve('run/run.json').toFile().text, Map).keySet() + lines.collectMany { it.keySet() } + lines*.event).findAll { !described.contains("`$it`") } == [] as Set
    }

    def "known failures: every key"() {
        given:
        def file = Files.writeString(folder.resolve('known.toml'), '[[failure]]\nx = 1')

        when:
        def keys = (Kvmsh.run('test', '--known', file.toString(), Files.writeString(folder.resolve('t.groovy'), '').toString()).err =~ /its keys are ([\w, ]+)/)[0][1].split(', ')

        then:
        keys.length == 10
        keys.findAll { !part('## Known failures').contains("`$it`") } == []
    }

    def "known kernel reports: every key"() {
        given:
        def file = Files.writeString(folder.resolve('known.toml'), '[[splat]]\nx = 1')

        when:
        def keys = (Kvmsh.run('test', '--known', file.toString(), Files.writeString(folder.resolve('t.groovy'), '').toString()).err =~ /its keys are ([\w, ]+)/)[0][1].split(', ')

        then:
        keys.length == 4
        keys.findAll { !part('## Known failures').contains("`$it`") } == []
    }

    def "known differences: every key"() {
        given:
        def file = Files.writeString(folder.resolve('expected.toml'), '[[difference]]\nx = 1')

        when:
        def keys = (Kvmsh.run('compare', 'model:x86_64', 'model:x86_64', '--known', file.toString()).err =~ /its keys are ([\w, ]+)/)[0][1].split(', ')

        then:
        keys.length == 9
        keys.findAll { !part('## Known failures').contains("`$it`") } == []
    }

    def "facts: every key of a board's"() {
        given:
        def facts = new Gson().fromJson(Kvmsh.run('boards', 'facts', 'model:x86_64').out, Map)
        def described = part('## Facts of a board')

        expect:
        (facts.keySet() + facts.guestDebug.values().first().keySet()).findAll { !described.contains("`$it`") } == [] as Set
    }

    def "a model's differences: every column"() {
        given:
        def table = Kvmsh.ROOT.resolve('dsl/src/main/resources/org/kvmsh/dsl/compare/known-differences.tsv').toFile().readLines()
        def columns = table.find { it.startsWith('# MODEL\t') }.substring(2).split('\t')

        expect:
        columns.length == 7
        columns.findAll { !part("## A model's differences").contains("`$it`") } == []
    }

    def "board names: the example names a board"() {
        given:
        def toml = (PAGE =~ /(?s)```toml\n(\[boards.*?)```/)[0][1]
        def config = Files.createDirectories(folder.resolve('config/kvmsh'))
        Files.writeString(config.resolve('boards.toml'), toml)

        when:
        def boards = Kvmsh.runWith([XDG_CONFIG_HOME: folder.resolve('config').toString()], '', 'boards')

        then:
        boards.status == 0
        boards.out.readLines().any { it.startsWith('juno ') && it.contains('the Juno in the lab') }
    }

    private static String part(String heading) {
        PAGE.substring(PAGE.indexOf(heading)).split(/(?m)^## /)[1]
    }

    private static Set<String> keys(Object json) {
        json instanceof Map ? json.keySet() + json.values().collectMany { keys(it) } : json instanceof List ? json.collectMany { keys(it) } as Set : [] as Set
    }
}
