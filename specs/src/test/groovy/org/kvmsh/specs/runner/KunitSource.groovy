package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.opentest4j.TestAbortedException

/** The kernel's own reader of KTAP, tools/testing/kunit/kunit.py, from Debian's package of the kernel's source. */
class KunitSource {
    private static Path unpacked

    /** What kunit.py counts in a file. */
    static Map<String, Integer> counts(Path ktap) {
        def process = new ProcessBuilder('python3', kunit().toString(), 'parse', ktap.toAbsolutePath().toString()).redirectErrorStream(true).start()
        def said = process.inputStream.text
        process.waitFor(1, TimeUnit.MINUTES)
        def last = said.readLines().find { it.contains('Testing complete.') }
        assert last: said
        [passed: 0, failed: 0, skipped: 0, crashed: 0, errors: 0] + last.findAll(/(\w+): (\d+)/) { all, name, count -> [name, count as int] }.findAll { it[0] != 'tests' }.collectEntries()
    }

    static void orSkip() {
        kunit()
    }

    private static synchronized Path kunit() {
        if (unpacked == null) {
            def archive = (new File('/usr/src').listFiles() ?: []).find { it.name ==~ /linux-source-[\d.]+\.tar\.xz/ }
            if (archive == null || !answers('python3', '--version') || !answers('xz', '--version')) {
                throw new TestAbortedException('no kunit.py: apt-get install linux-source-6.1 python3 xz-utils')
            }
            def folder = Files.createTempDirectory('kunit')
            Runtime.runtime.addShutdownHook(new Thread({ folder.toFile().deleteDir() }))
            def root = archive.name - '.tar.xz'
            assert new ProcessBuilder('tar', 'xf', archive.path, '-C', folder.toString(), "$root/tools/testing/kunit").inheritIO().start().waitFor() == 0
            unpacked = folder.resolve("$root/tools/testing/kunit/kunit.py")
        }
        unpacked
    }

    private static boolean answers(String... command) {
        try {
            new ProcessBuilder(command).redirectErrorStream(true).start().with { it.inputStream.text; it.waitFor() == 0 }
        } catch (IOException e) {
            false
        }
    }
}
