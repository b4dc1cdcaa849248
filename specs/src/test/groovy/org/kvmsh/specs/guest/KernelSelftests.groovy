package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.KernelDocuments
import org.kvmsh.specs.kit.Needed
import org.opentest4j.TestAbortedException

/**
 * Linux's own KVM selftests, built from Debian's package of a kernel's source and run on this machine's /dev/kvm.
 *
 * <p>They are built without SSE: the compiler uses it in guests too, and a KVM that interprets a guest's kernel mode need not know it.
 */
class KernelSelftests {
    static final String KVM = 'tools/testing/selftests/kvm'
    private static final int SKIPPED = 4
    private static Path built

    /** The programs of a release that do not do what they are for, and what mends them. */
    private static final List<List<String>> MENDED = [
            // The loop treats the array's size in bytes as its length, and reads beyond it leaves that may differ.
            ['x86_64/cpuid_test.c', 'i < sizeof(mangled_cpuids)', 'i < ARRAY_SIZE(mangled_cpuids)'],
            // A fix of a later release was taken over with a name that 6.1 does not have.
            ['dirty_log_test.c', 'TEST_ASSERT_EQ(', 'ASSERT_EQ('],
    ]

    /** How a program ended: passed, failed or skipped, and its last output. */
    record Verdict(String verdict, String said) { }

    /** Runs a program; ends the feature as skipped where the package has none of that name. */
    static Verdict run(String name, List<String> arguments = []) {
        def program = ['', 'x86_64/', 'x86/'].collect { built().resolve("$it$name") }.find { Files.exists(it) }
        if (program == null) {
            throw new TestAbortedException("${archive().name} has no $name that builds here")
        }
        def said = Files.createTempFile(built(), name, '.out').toFile()
        def process = new ProcessBuilder([program.toString()] + arguments).redirectErrorStream(true).redirectOutput(said).start()
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly()
            throw new TestAbortedException("$name did not end within two minutes")
        }
        def status = process.exitValue()
        new Verdict(status == 0 ? 'passed' : status == SKIPPED ? 'skipped' : 'failed', said.text)
    }

    static void orSkip() {
        Needed.orSkip('kvm:x86_64', 'gcc', 'make', 'linux-source-6.1')
        built()
    }

    private static File archive() {
        KernelDocuments.archive('6.1')
    }

    private static synchronized Path built() {
        if (built == null) {
            def folder = Files.createTempDirectory('kvm-selftests')
            Runtime.runtime.addShutdownHook(new Thread({ folder.toFile().deleteDir() }))
            def root = archive().name - '.tar.xz'
            assert execute(folder, 'tar', 'xf', archive().path, "$root/tools/testing/selftests", "$root/tools/include", "$root/tools/arch/x86/include", "$root/tools/lib", "$root/tools/build",
                    "$root/tools/scripts", "$root/scripts") == 0
            def source = folder.resolve("$root/$KVM")
            MENDED.each { name, wrong, right ->
                def file = source.resolve(name).toFile()
                file.text = file.text.replace(wrong, right)
            }
            def programs = folder.resolve('programs')
            Files.createDirectories(programs)
            // A program that does not build is missing, and its row is skipped with that reason.
            execute(source, 'make', '-k', '-s', "OUTPUT=$programs", 'EXTRA_CFLAGS=-mgeneral-regs-only -w',
                    *(['set_memory_region_test', 'kvm_create_max_vcpus', 'dirty_log_test', 'kvm_binary_stats_test', 'system_counter_offset_test'] + ['sync_regs_test', 'userspace_msr_exit_test', 'set_sregs_test', 'debug_regs',
                       'cpuid_test', 'platform_info_test', 'tsc_msrs_test', 'userspace_io_test'].collect { "x86_64/$it" }).collect { "$programs/$it" })
            built = programs
        }
        built
    }

    private static int execute(Path folder, Object... command) {
        def log = folder.resolve('log').toFile()
        new ProcessBuilder(command*.toString()).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log).start().waitFor()
    }
}
