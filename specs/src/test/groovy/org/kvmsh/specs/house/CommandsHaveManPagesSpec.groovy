package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.Main
import org.kvmsh.repl.cli.MovedCommand
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import picocli.CommandLine
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The man pages that docs/man makes of --help and of the guide's page of commands. */
@Needs(['jars', 'asciidoctorj'])
class CommandsHaveManPagesSpec extends Specification {
    static final Map<String, CommandLine> COMMANDS = commands(Main.commands())

    @Shared
    @TempDir
    Path folder

    @Shared
    Path pages

    def setupSpec() {
        pages = folder.resolve('man1')
        def log = folder.resolve('log').toFile()
        def made = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', 'repl/target/lib/*:docs/man/target/lib/*',
                'docs/man/ManPages.java', 'docs/guide/commands.md', pages.toString())
                .directory(Kvmsh.ROOT.toFile()).redirectErrorStream(true).redirectOutput(log).start().waitFor()
        assert made == 0: log.text
    }

    def "every command has a man page, and there are no others"() {
        expect:
        COMMANDS.size() > 15
        pages.toFile().list().sort() == COMMANDS.keySet().collect { "${it}.1".toString() }.sort()
    }

    def "#command(1) has its sections and all of its options"() {
        given:
        def text = Files.readString(pages.resolve("${command}.1"))
        def plain = text.replaceAll(/\\f[BIPR]/, '').replace('\\-', '-').replace('\\&', '')

        expect:
        (text =~ /(?m)^\.SH "(.*)"$/).collect { it[1] }.containsAll(['NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXIT STATUS', 'ENVIRONMENT', 'FILES', 'SEE ALSO'])
        plain =~ /(?m)^$command - [a-z]/
        options(command).findAll { !plain.contains(it) } == []

        where:
        command << COMMANDS.keySet()
    }

    @Needs('mandoc')
    def "mandoc has no warnings"() {
        expect:
        printed('mandoc', '-Tlint', '-Wwarning') == ''
    }

    @Needs('groff')
    def "groff has no warnings"() {
        expect:
        printed('groff', '-man', '-ww', '-z', '-Tutf8') == ''
    }

    private String printed(String... program) {
        def process = new ProcessBuilder(program + pages.toFile().listFiles()*.path.sort() as List<String>).redirectErrorStream(true).start()
        process.inputStream.text
    }

    private static List<String> options(String command) {
        COMMANDS[command].commandSpec.options().findAll { !it.hidden() }.collectMany { it.names() as List }
    }

    private static Map<String, CommandLine> commands(CommandLine command) {
        command.subcommands.values().findAll { !(it.command instanceof MovedCommand) }
                .inject([(command.commandSpec.qualifiedName('-')): command]) { all, below -> all + commands(below) }
    }
}
