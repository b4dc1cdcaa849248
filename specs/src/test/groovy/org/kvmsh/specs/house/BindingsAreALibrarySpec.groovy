package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import javax.tools.ToolProvider
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A Java program uses bindings as a module, with neither scripts nor their languages on the module path. */
@Needs('jars')
@Requires(value = { ToolProvider.systemJavaCompiler != null }, reason = 'this Java has no compiler')
class BindingsAreALibrarySpec extends Specification {
    /** The modules, and what they require. */
    static final List<String> LIBRARIES = ['kvmsh-bindings-', 'kvmsh-models-', 'apache-mime4j-', 'jna-', 'jelf-', 'commons-', 'tomlj-', 'antlr4-runtime-']
    static final String MODULE_PATH = Kvmsh.ROOT.resolve('repl/target/lib').toFile().listFiles()
            .findAll { jar -> LIBRARIES.any { jar.name.startsWith(it) } }.join(File.pathSeparator)

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "the sample creates a VM, a vCPU and guest memory on #board, runs it and prints what the guest writes"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        def sources = []
        Kvmsh.ROOT.resolve('samples/bindings/src/main/java').toFile().eachFileRecurse { if (it.name.endsWith('.java')) sources << it.path }

        expect:
        compiled('-p', MODULE_PATH, *sources) == ''
        java('-p', "$MODULE_PATH$File.pathSeparator$folder", '-m', 'sample.guest/sample.HelloGuest', board) == '''\
            Hello from a guest
            the guest wrote 19 characters and executed HLT
            '''.stripIndent()

        where:
        board << ['kvm', 'model:x86_64']
    }

    @Sample(of = 2, verify = 16)
    def "the example in the Javadoc of #type compiles, and prints on #board what its comments say"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        def example = example(type)
        def printed = (example =~ /(?m)\/\/ prints: (.*)$/).collect { it[1] + '\n' }.join()
        def source = Files.writeString(folder.resolve('Example.java'), """\
            import org.kvmsh.bindings.board.*;
            import org.kvmsh.bindings.kernel.*;
            import org.kvmsh.bindings.kvm.*;
            class Example {
                public static void main(String[] arguments) throws BoardUnavailable {
            ${example.replace('"kvm"', "\"$board\"")}
                }
            }
            """)

        expect:
        printed != ''
        compiled('-p', MODULE_PATH, '--add-modules', 'org.kvmsh.bindings', source.toString()) == ''
        java('-p', MODULE_PATH, '--add-modules', 'org.kvmsh.bindings', '-cp', folder.toString(), 'Example') == printed

        where:
        [type, board] << [['Kvm', 'Vm', 'Vcpu'], ['kvm', 'model:x86_64']].combinations()
    }

    def "a program opens this host's KVM in one line, and reads its memslots"() {
        given:
        Needed.orSkip('kvm:x86_64')
        def source = Files.writeString(folder.resolve('OneLine.java'), """\
            import org.kvmsh.bindings.board.Board;
            import org.kvmsh.bindings.board.HostBoard;
            class OneLine {
                public static void main(String[] arguments) throws Exception {
                    try (Board board = HostBoard.open(); var vm = board.kvm().createVm(0).get()) {
                        System.out.println("API version " + board.kvm().apiVersion().get() + ", memslots " + vm.slots().values());
                    }
                }
            }
            """)

        expect:
        compiled('-p', MODULE_PATH, '--add-modules', 'org.kvmsh.bindings', source.toString()) == ''
        java('-p', MODULE_PATH, '--add-modules', 'org.kvmsh.bindings', '-cp', folder.toString(), 'OneLine') == 'API version 12, memslots []\n'
    }

    private static String example(String type) {
        def text = Kvmsh.ROOT.resolve("bindings/src/main/java/org/kvmsh/bindings/kvm/${type}.java").toFile().text
        (text =~ /(?s)<pre>\{@code\n(.*?) \* \}<\/pre>/)[0][1].replaceAll(/(?m)^ \* ?/, '')
    }

    private String compiled(String... arguments) {
        def messages = new ByteArrayOutputStream()
        ToolProvider.systemJavaCompiler.run(null, messages, messages, '-d', folder.toString(), *arguments)
        messages.toString()
    }

    private static String java(String... arguments) {
        // Later JVMs say on standard error what they will refuse some day.
        def allowed = Runtime.version().feature() < 23 ? [] : ['--enable-native-access=com.sun.jna,ALL-UNNAMED', '--sun-misc-unsafe-memory-access=allow']
        def program = new ProcessBuilder("${System.getProperty('java.home')}/bin/java", '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', *allowed, *arguments).redirectErrorStream(true).start()
        def text = program.inputStream.text
        assert program.waitFor(1, TimeUnit.MINUTES)
        text
    }
}
