package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.FileTime
import java.nio.file.attribute.PosixFilePermissions
import java.time.Instant
import java.time.temporal.ChronoUnit
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A Groovy file is compiled once; what is kept of it changes nothing but the time. */
@Timeout(300)
class CompiledScriptsAreKeptSpec extends Specification {
    @TempDir
    Path folder

    Path cache

    def setup() {
        cache = Files.createDirectories(folder.resolve('cache'))
    }

    def "the second run loads what the first one has compiled, also on another board with the same headers"() {
        given:
        file('a.groovy', "println 'one'")
        file('b.groovy', "println 'two'")
        test('a.groovy')
        def a = kept().first()
        test('b.groovy')
        def b = kept().find { it != a }

        when: 'each is the other one'
        exchange(a, b)

        then:
        test('a.groovy').contains('\ntwo\n')
        test('b.groovy').contains('\none\n')
        run('a.groovy').out.contains('two')
        kept().size() == 2
    }

    def "what is kept is readable by its owner only"() {
        when:
        file('a.groovy', "println 'one'")
        test('a.groovy')

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(compiled())) == 'rwx------'
        kept().collect { PosixFilePermissions.toString(Files.getPosixFilePermissions(it)) } == ['rw-------']
    }

    @Sample(verify = 8)
    def "a script that runs again prints the same: #what"() {
        given:
        file('lib.groovy', "def helper(n) { n + 1 }\nlimit = 3")
        file('a.groovy', text)

        when:
        def first = test('a.groovy', '--trace-errors')
        def count = kept().size()
        def second = test('a.groovy', '--trace-errors')

        then:
        count == files
        kept().size() == files
        stable(second) == stable(first)
        first.contains(seen)

        where:
        what                              | files | seen                      | text
        'a failed expectation'            | 1     | 'a.groovy:4:'             | "test('fails') {\n  def list = [1, 2]\n  expect {\n    list.size() == 3\n  }\n}"
        'an error inside a function'      | 1     | 'a.groovy:2:'             | "def f() {\n  null.length()\n}\ntest('errs') { f() }"
        'a refused call'                  | 1     | 'EINVAL'                  | "test('refused') { kvm.ioctl KVM_CREATE_VM, 99 }"
        'what is looked up when it runs'  | 1     | 'not ok 1 dynamic'        | "test('dynamic') { def x = [:]; x.'a b' = 1; x.\"\${'size'}\"(); assert x.'a b' == 2 }"
        'classes of its own'              | 1     | 'ok 1 classes'            | "class Base { int n = 1 }\nclass Derived extends Base { }\ntest('classes') { expect { new Derived().n == 1 } }"
        'an included file'                | 2     | 'ok 1 includes'           | "include 'lib.groovy'\ntest('includes') { expect { helper(limit) == 4 } }"
        'a test without its end'          | 1     | 'ok 1 runs'               | "test('runs') { vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; run until: hlt }"
        'an unknown word'                 | 0     | 'does not compile'        | "test('typo') { vn { } }"
        'wrong syntax'                    | 0     | 'does not compile'        | "test('open') { "
        'a name of no header'             | 0     | 'KVM_GET_REGSX'           | "test('name') { kvm.ioctl KVM_GET_REGSX }"
        'an included file that is not there' | 0  | 'none.groovy'             | "include 'none.groovy'"
    }

    def "a change of #what is seen"() {
        given:
        file('lib.groovy', 'def value() { 1 }')
        file('a.groovy', "include 'lib.groovy'\nprintln value()")
        test('a.groovy')

        when:
        change.call(this)

        then:
        test('a.groovy').contains(seen)

        where:
        what                                                   | seen                 | change
        'the script'                                           | '\n2\n'              | { it.file('a.groovy', "include 'lib.groovy'\nprintln value() + 1") }
        'an included file'                                     | '\n3\n'              | { it.file('lib.groovy', 'def value() { 3 }') }
        'the functions of an included file, which calls are checked against' | 'value'  | { it.file('lib.groovy', 'def other() { 3 }') }
    }

    def "a change of a patch that the script reads is seen"() {
        given:
        file('new.patch', patch('KVM_ZAP_ONE'))
        file('a.groovy', "rfc 'new.patch'\nexpect { KVM_ZAP_ONE != 0 }")
        def first = test('a.groovy')

        when:
        file('new.patch', patch('KVM_ZAP_TWO'))

        then:
        first.contains('ok 1')
        !first.contains('not ok 1')
        test('a.groovy').contains('not ok 1 a.groovy # does not compile')
    }

    def "names are those of the board's headers, whichever board compiled the script first"() {
        given:
        file('a.groovy', "test('x86') { println KVM_GET_SREGS2 }")

        when:
        def x86 = test('a.groovy', '-b', 'model:x86_64')
        def ppc = test('a.groovy', '-b', 'model:ppc64')

        then:
        x86.contains('\nok 1 x86')
        ppc == test('a.groovy', '-b', 'model:ppc64')
        ppc == testWith([XDG_CACHE_HOME: folder.resolve('none').toString()], 'a.groovy', '-b', 'model:ppc64')
    }

    def "an entry that is #what is compiled anew, and then whole"() {
        given:
        file('a.groovy', "println 'one'")
        test('a.groovy')
        def entry = kept().first()
        byte[] whole = Files.readAllBytes(entry)

        when:
        Files.write(entry, damaged.call(whole.clone()) as byte[])

        then:
        test('a.groovy').contains('\none\n')
        kept() == [entry]
        Files.readAllBytes(entry) == whole

        where:
        what         | damaged
        'cut short'  | { byte[] bytes -> Arrays.copyOf(bytes, bytes.length - 20) }
        'empty'      | { byte[] bytes -> new byte[0] }
        'damaged'    | { byte[] bytes -> bytes[bytes.length >> 1] ^= 1; bytes }
        'other data' | { byte[] bytes -> 'no compiled script'.bytes }
    }

    @Sample(verify = 4)
    def "code that another user may have written is not run: #what"() {
        given:
        Needed.orSkip(*(what.contains('of another user') ? ['root'] : []))
        file('a.groovy', "println 'one'")
        file('b.groovy', "println 'two'")
        test('a.groovy')
        def a = kept().first()
        test('b.groovy')
        exchange(a, kept().find { it != a })
        def other = Files.createDirectories(folder.resolve('other/kvmsh/compiled'))
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString('rwx------'))
        kept().each { Files.copy(it, other.resolve(it.fileName), StandardCopyOption.COPY_ATTRIBUTES) }
        planted.call(other)

        expect:
        testWith([XDG_CACHE_HOME: folder.resolve('other').toString()], 'a.groovy').contains('\none\n')

        where:
        what                                    | planted
        'a directory open to others'            | { Path it -> Files.setPosixFilePermissions(it, PosixFilePermissions.fromString('rwxr-xr-x')) }
        'files open to others'                  | { Path it -> it.toFile().listFiles().each { file -> Files.setPosixFilePermissions(file.toPath(), PosixFilePermissions.fromString('rw-rw-r--')) } }
        'a directory of another user'           | { Path it -> Files.setAttribute(it, 'unix:uid', 65534) }
        'files of another user'                 | { Path it -> it.toFile().listFiles().each { file -> Files.setAttribute(file.toPath(), 'unix:uid', 65534) } }
    }

    def "a script runs where nothing can be kept"() {
        given:
        file('a.groovy', "println 'one'")

        when:
        def printed = testWith([XDG_CACHE_HOME: folder.resolve('none').toString()], 'a.groovy')

        then:
        printed.contains('\none\n')
        !Files.exists(folder.resolve('none'))
    }

    def "what was not used for long is removed"() {
        given:
        Files.createDirectories(compiled())
        Files.setPosixFilePermissions(compiled(), PosixFilePermissions.fromString('rwx------'))
        def old = aged('old', 40)
        def young = aged('young', 20)

        when:
        file('a.groovy', "println 'one'")
        test('a.groovy')

        then:
        !Files.exists(old)
        Files.exists(young)
        kept().size() == 2
    }

    private Path aged(String name, int days) {
        def made = compiled().resolve(name)
        Files.writeString(made, 'x')
        Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(days, ChronoUnit.DAYS)))
        made
    }

    private static String patch(String name) {
        """\
            diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
            --- a/include/uapi/linux/kvm.h
            +++ b/include/uapi/linux/kvm.h
            @@ -1,2 +1,3 @@
             #define KVM_A 1
            +#define ${name} _IO(KVMIO, 0xf7)
             #define KVM_B 2
            """.stripIndent()
    }

    private static void exchange(Path one, Path other) {
        byte[] bytes = Files.readAllBytes(one)
        Files.write(one, Files.readAllBytes(other))
        Files.write(other, bytes)
    }

    /** Without the Java frames of an error, in which a class loader may show. */
    private static String stable(String printed) {
        printed.readLines().findAll { !it.trim().startsWith('at ') && !it.contains('\tat ') }.join('\n')
    }

    private Path compiled() {
        cache.resolve('kvmsh/compiled')
    }

    private List<Path> kept() {
        Files.isDirectory(compiled()) ? compiled().toFile().listFiles().sort()*.toPath() : []
    }

    private String test(String script, String... options) {
        testWith([XDG_CACHE_HOME: cache.toString()], script, options)
    }

    private String testWith(Map<String, String> environment, String script, String... options) {
        String[] board = options.contains('-b') ? [] : ['-b', 'model:x86_64']
        Kvmsh.runWith(environment, '', 'test', *board, '--run=none', *options, folder.resolve(script).toString()).out
    }

    private Kvmsh.Result run(String script) {
        Kvmsh.runWith([XDG_CACHE_HOME: cache.toString()], '', '-b', 'model:x86_64', folder.resolve(script).toString())
    }

    private void file(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }
}
