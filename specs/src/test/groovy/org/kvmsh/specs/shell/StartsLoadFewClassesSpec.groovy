package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A start loads the classes of what it does. The budgets may only fall: whoever loads fewer writes the new number here. */
@Timeout(300)
class StartsLoadFewClassesSpec extends Specification {
    private static final OWN = ~/\[class,load] org\.kvmsh\.\S+ source:/
    private static final BYTES = ~/bytes: (\d+)/

    @TempDir
    Path folder

    def "#what loads at most #classes classes of kvmsh's own, lambdas counted, and #kilobytes KB"() {
        given:
        Needed.orSkip('kvm')
        def loaded = loaded(arguments)
        int number = loaded.size()
        long bytes = loaded.sum()
        println "$what: $number classes, $bytes bytes"

        expect:
        number <= classes
        bytes <= kilobytes * 1000L

        where:
        what                           | arguments                                                || classes | kilobytes
        'a line'                       | ['-b', 'kvm', '-e', '1']                                 || 540     | 1890
        'first light, compiled before' | ['-b', 'kvm', Kvmsh.script('first-light.groovy')]        || 969     | 3078
    }

    /** The bytes of each class in the second of two starts: what the first one compiles is kept. */
    private List<Integer> loaded(List<String> arguments) {
        def log = folder.resolve('classes.txt')
        def cache = Files.createDirectories(folder.resolve('cache'))
        2.times {
            def options = ['-Xshare:off', "-Xlog:class+load=debug:file=$log:tags".toString(), '--enable-native-access=ALL-UNNAMED', '-Dpicocli.disable.closures=true']
            def process = new ProcessBuilder(StartedKvmsh.command(options, arguments)).redirectErrorStream(true).tap { it.environment().put('XDG_CACHE_HOME', cache.toString()) }.start()
            def said = process.inputReader().text
            assert process.waitFor() == 0: said
        }
        def lines = Files.readAllLines(log)
        (0..<lines.size()).findAll { lines[it] =~ OWN }.collect { (lines[it + 1] =~ BYTES)[0][1] as int }
    }
}
