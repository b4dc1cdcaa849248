package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What a person puts into the report of a bug. */
class VersionIsShownSpec extends Specification {
    static final String JDK = "JDK ${System.getProperty('java.runtime.version')} (${System.getProperty('java.vendor')}), ${System.getProperty('java.home')}"
    static final String VERSION = (Kvmsh.ROOT.resolve('pom.xml').toFile().text =~ /<version>(.*?)<\/version>/)[0][1]

    @Shared
    @TempDir
    Path folder

    def "#option prints kvmsh's version and the JDK that runs it"() {
        when:
        def result = Kvmsh.run(option)

        then:
        result.status == 0
        result.err == ''
        result.out.readLines().size() == 2
        result.out.readLines().first() ==~ /kvmsh \Q$VERSION\E(, commit [0-9a-f]{12}( with uncommitted changes)?)?/
        result.out.readLines().last() == JDK

        where:
        option << ['--version', '-V']
    }

    @Needs('jars')
    @Sample(verify = 4)
    def "the commit is that of the build of the jars, if one is known: #what"() {
        given:
        def target = Files.createDirectories(folder.resolve(what))
        def lib = Files.createDirectories(target.resolve('lib'))
        Kvmsh.ROOT.resolve('repl/target/lib').toFile().listFiles().findAll { it.name =~ /kvmsh-|picocli|jline-terminal|jline-reader/ }.each { Files.copy(it.toPath(), lib.resolve(it.name)) }
        if (commit != null) {
            Files.writeString(target.resolve('commit'), "$commit\n")
        }

        expect:
        new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dpicocli.disable.closures=true', '-cp', "$lib/*", 'org.kvmsh.repl.Main', '--version')
                .redirectErrorStream(true).start().inputStream.text.readLines() == [first, JDK]

        where:
        what                              | commit                                  || first
        'built outside of a repository'   | null                                    || "kvmsh $VERSION"
        'built from a commit'             | '0123456789ab'                          || "kvmsh $VERSION, commit 0123456789ab"
        'built from more than a commit'   | '0123456789ab with uncommitted changes' || "kvmsh $VERSION, commit 0123456789ab with uncommitted changes"
    }
}
