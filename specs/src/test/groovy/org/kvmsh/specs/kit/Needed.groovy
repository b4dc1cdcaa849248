package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.Assembler
import org.kvmsh.bindings.code.CCompiler
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.code.Disassembler
import org.kvmsh.bindings.remote.AgentProgram
import org.kvmsh.bindings.remote.NoAgent
import org.opentest4j.TestAbortedException

/**
 * What specs need that is not on every machine with a JDK and Maven, by name: {@code kvm}, {@code kvm:x86_64}, an emulated board,
 * {@code asm:MODE}, {@code cc:MODE}, {@code agent:MACHINE}, {@code libcapstone}, {@code headers}, {@code linux-source}, {@code linux-source-6.1}, {@code seeds}, {@code mails}, {@code jars}, {@code sanitizers},
 * {@code kcidb-io}, {@code typedoc}, {@code typescript}, {@code asciidoctorj}, {@code SIGINT}, {@code root}, {@code ptrace}, {@code whole} for what only CI runs, {@code /proc}, {@code /dev/full}, or a program.
 */
class Needed {
    /** The Debian package of each program; the others are called what their program is. */
    private static final Map<String, String> PACKAGES = [nvim: 'neovim', kill: 'procps', sbatch: 'slurm-client', munged: 'munge', xz: 'xz-utils', gcc: 'gcc libc6-dev', 'powerpc64le-linux-gnu-gcc': 'gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross']
    private static final Map<String, Optional<String>> KNOWN = new ConcurrentHashMap<>()

    /** The first of them that is missing, with the package that has it; null where none is. */
    static String missing(String... names) {
        names.findResult { name -> whyNotOnce(name).orElse(null) }
    }

    /** One may need another, so computeIfAbsent, which forbids that, is not for this map. */
    private static Optional<String> whyNotOnce(String name) {
        if (!KNOWN.containsKey(name)) {
            KNOWN[name] = Optional.ofNullable(whyNot(name))
        }
        KNOWN[name]
    }

    /** For a row of a table: ends it as skipped, so it is before any condition. */
    static void orSkip(String... names) {
        def missing = missing(names)
        if (missing != null) {
            throw new TestAbortedException(missing)
        }
    }

    /** The mode of a guest's code on a board, which need not be open, by its name. */
    static String mode(String board) {
        board.contains('arm') ? 'arm64' : board.contains('riscv') ? 'riscv64' : board.contains('ppc64') ? 'ppc64le' : board.contains('ppc') ? 'ppc64' : 'x86_64'
    }

    /** What the script needs for assembling, according to the script. */
    static List<String> ofScript(String name) {
        def file = new File(Kvmsh.script(name.contains('.') ? name : "${name}.groovy"))
        (file.text =~ /(?m)^needs\b.*\basm: *'?(\w+)/).collect { "asm:${it[1]}".toString() }
    }

    /** The executable of a requested name. */
    static Path program(String name) {
        new Programs(System.getenv()).find(name)
    }

    private static String whyNot(String name) {
        def (scheme, rest) = name.contains(':') ? name.split(':', 2) as List : [name, '']
        switch (scheme) {
            case 'kvm': return kvm(rest)
            case 'whole': return Boolean.getBoolean('whole') ? null : 'left out of a build without -Pwhole, which CI runs with'
            case 'model': return null
            case 'qemu': return EmulatedBoards.whyNot(name)
            // Proposals in front of a board do not change its requirements.
            case 'rfc': return whyNotOnce(rest).orElse(null)
            case 'asm': return assembler(CodeMode.named(rest).orElseThrow())
            case 'cc': return compiler(CodeMode.named(rest).orElseThrow())
            case 'agent': return agent(rest ?: System.getProperty('os.arch').replace('amd64', 'x86_64'))
            case 'jars': return Files.exists(Kvmsh.ROOT.resolve('repl/target/built')) ? null : 'mvn test makes no jars, mvn verify does'
            case 'headers': return KernelHeaders.folder() != null ? null : 'the headers that the tables were made from are not in the cache: bindings/fetch-headers'
            case 'linux-source': return KernelDocuments.missing()
            case 'linux-source-6.1': return KernelDocuments.missing('6.1')
            case 'mails': return System.getenv('KVMSH_MAILS') ? null : 'KVMSH_MAILS names no archive of a mailing list'
            case 'seeds': return KernelMails.folder() != null ? null : 'the mails themselves are not in ../shared/seeds, nor in the folder that KVMSH_SEEDS names'
            case 'libcapstone': return new Disassembler().disassemble(CodeMode.X86_16, 0, [0xf4] as byte[]).missing()
            case '/proc': return new File('/proc/self/fd').exists() ? null : '/proc not found'
            case '/dev/full': return new File(name).exists() ? null : "$name not found"
            case 'typedoc': return typedoc()
            case 'typescript': return typescript()
            case 'asciidoctorj': return Files.exists(Kvmsh.ROOT.resolve('docs/man/target/lib')) ? null : 'Asciidoctor is not in docs/man/target/lib: mvn -f docs/man'
            case 'kcidb-io': return kcidb()
            case 'sanitizers': return sanitizers()
            case 'ptrace': return traces() ? null : 'this process may trace none: ptrace(2) is refused'
            case 'root': return System.getProperty('user.name') == 'root' ? null : 'this user is not root'
            case 'SIGINT': return ignoresInterrupts() ? 'the build was started with SIGINT ignored, and so is each of its processes' : null
            default: return program(name) != null ? null : install("$name not found", PACKAGES.getOrDefault(name, packageOf(name)))
        }
    }

    private static String kvm(String table) {
        table.empty || Boards.hostTable() == table ? EmulatedBoards.whyNot('kvm') : "this machine is not $table"
    }

    private static String assembler(CodeMode mode) {
        def assembler = new Assembler(new Programs(System.getenv()))
        def missing = assembler.missing(mode)
        missing == null ? null : "$missing; ${Assembler.install(mode)}"
    }

    private static String compiler(CodeMode mode) {
        def missing = new CCompiler(new Programs(System.getenv()), null).missing(mode)
        missing == null ? null : "$missing; ${CCompiler.install(mode)}"
    }

    private static String agent(String machine) {
        try {
            new AgentProgram(System.getenv()).forMachine(machine)
            null
        } catch (NoAgent e) {
            e.message
        }
    }

    /** The generator of the guide's site, which npm installs and runs. */
    private static String typedoc() {
        program('npm') == null ? install('there is no npm', 'npm')
                : Files.exists(Kvmsh.ROOT.resolve('site/node_modules/typedoc')) ? null : 'TypeDoc is not installed: npm --prefix site ci'
    }

    /** The compiler that checks scripts as editors do, which npm installs beside the generator of the site. */
    private static String typescript() {
        program('node') == null ? install('there is no node', 'nodejs')
                : Files.exists(Kvmsh.ROOT.resolve('site/node_modules/typescript')) ? null : 'TypeScript is not installed: npm --prefix site ci'
    }

    /** The Python library of kernelci that validates reports. */
    private static String kcidb() {
        def missing = program('python3') == null
                || new ProcessBuilder('python3', '-c', 'import kcidb_io').redirectErrorStream(true).redirectOutput(new File('/dev/null')).start().waitFor() != 0
        missing ? "python3 has no kcidb_io: pip install kcidb-io, or its checkout in PYTHONPATH" : null
    }

    /** Debian has the static libraries of the address and the undefined behavior sanitizer in the compiler's own packages. */
    private static String sanitizers() {
        if (program('gcc') == null) {
            return install('gcc not found', 'gcc libc6-dev')
        }
        def source = Files.createTempFile('kvmsh-sanitizers', '.c')
        try {
            Files.writeString(source, 'int main(void) { return 0; }\n')
            def built = new ProcessBuilder('gcc', '-fsanitize=address,undefined', '-o', '/dev/null', source.toString()).redirectErrorStream(true).redirectOutput(new File('/dev/null')).start()
            built.waitFor() == 0 ? null : install('gcc has no libasan and libubsan', 'libgcc-12-dev')
        } finally {
            Files.delete(source)
        }
    }

    /** Containers and yama may forbid it; strace(1) then reports that and fails. */
    private static boolean traces() {
        program('strace') != null && new ProcessBuilder('strace', '-f', '-o', '/dev/null', 'true').redirectErrorStream(true).redirectOutput(new File('/dev/null')).start().waitFor() == 0
    }

    /** What a shell starts in the background ignores it, and hands that on (proc(5), SigIgn). */
    private static boolean ignoresInterrupts() {
        def status = new File('/proc/self/status')
        def ignored = status.exists() ? status.readLines().find { it.startsWith('SigIgn:') } : null
        ignored != null && new BigInteger(ignored.split(/\s+/)[1], 16).testBit(1)
    }

    /** A cross compiler's package is named from its target; emulators of a user's programs are in one. */
    private static String packageOf(String name) {
        def target = name =~ /^(.+-linux-gnu.*)-gcc$/
        target ? "gcc-${target[0][1].replace('_', '-')}" : name ==~ /qemu-(?!system).*/ ? 'qemu-user' : name
    }

    private static String install(String what, String debian) {
        "$what; on Debian: apt-get install $debian"
    }
}
