package org.kvmsh.specs.house

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** Behavior that depends on the architecture is in its package, dsl.arch.NAME, or in a row of a table; no other code tests the architecture. */
class ArchitecturesAreRoomsSpec extends Specification {
    /** A software model is of one architecture, and a class that only reads texts or programs of one has it in its name. */
    private static final List<String> ROOMS = ['/dsl/arch/', '/bindings/model/']

    private static final String NAME = Arch.values()*.name().join('|')

    /** How a file tests for an architecture: by a comparison, a switch, a question of the enum, or membership. */
    private static final Map<String, String> TESTS = [
            'a comparison'     : /[!=]= *Arch\.\w+|Arch\.\w+ *[!=]=|Arch\.\w+\.equals\(|[!=]= *($NAME)\b/,
            'a switch'         : /switch *\([^)]*\barch(\(\))?\)|case ($NAME)\b.*->/,
            'a question'       : /\bis(X86|X86_64|Arm|Arm64|Ppc64|Powerpc|Riscv|Riscv64|S390x?)\(\)/,
            'a name'           : /arch\(\)\.(name|toString)\(\)\.(equals|startsWith|matches|contains)\("/,
            'a room of another': /import org\.kvmsh\.dsl\.arch\.(x86|arm64|ppc64|riscv64)\./]

    /** Those that still do; the list only ever gets shorter. */
    private static final List<String> STILL = []

    def "no file outside the architecture packages tests for an architecture by #how"() {
        when:
        def found = sources().findAll { file -> !ROOMS.any { file.path.contains(it) } }.collectMany { file ->
            file.readLines().findAll { !(it =~ /^\s*(\*|\/\/)/) && it =~ pattern }.collect { "$file.name: ${it.strip()}".toString() }
        }

        then:
        found.findAll { !STILL.contains(it.takeWhile { it != ':' }) } == []
        how != 'a comparison' || STILL.every { name -> sources()*.name.contains(name) }

        where:
        how << TESTS.keySet()
        pattern = TESTS[how]
    }

    def "a file that tests by #how is found"() {
        expect:
        line =~ TESTS[how]

        where:
        how                 | line
        'a comparison'      | 'if (host.arch() == Arch.X86_64) {'
        'a comparison'      | 'return Arch.PPC64 != abi.arch() ? 1 : 2;'
        'a switch'          | 'return switch (abi.arch()) {'
        'a switch'          | '            case ARM64 -> new Arm64Registers(abi);'
        'a question'        | 'if (board.arch().isPowerpc()) {'
        'a name'            | 'if (abi.arch().toString().startsWith("arm")) {'
        'a room of another' | 'import org.kvmsh.dsl.arch.x86.X86;'
    }

    def "each architecture package is found and handles the architecture it is named after"() {
        expect:
        Architecture.all()*.arch() as Set == [Arch.X86_64, Arch.ARM64, Arch.ARM, Arch.PPC64, Arch.RISCV64] as Set
        Architecture.of(arch).class.packageName == "org.kvmsh.dsl.arch.$room"

        where:
        arch        || room
        Arch.X86_64 || 'x86'
        Arch.ARM64  || 'arm64'
        Arch.ARM    || 'arm64'
        Arch.PPC64  || 'ppc64'
        Arch.RISCV64 || 'riscv64'
    }

    private static List<File> sources() {
        def files = []
        ['bindings/src/main/java', 'dsl/src/main/java', 'repl/src/main/java'].each {
            new File(Kvmsh.ROOT.toFile(), it).eachFileRecurse { if (it.name.endsWith('.java')) files << it }
        }
        files
    }
}
