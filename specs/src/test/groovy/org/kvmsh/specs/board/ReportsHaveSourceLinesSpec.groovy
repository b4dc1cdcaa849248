package org.kvmsh.specs.board

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.build.KernelSymbols
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

/** A kernel that kvmsh built: the functions in its reports have their file and line. */
@Needs(['gcc', 'objdump', 'addr2line'])
class ReportsHaveSourceLinesSpec extends Specification {
    @TempDir
    Path folder

    KernelSymbols symbols

    def setup() {
        def tree = Files.createDirectories(folder.resolve('linux'))
        def build = Files.createDirectories(folder.resolve('build'))
        Files.createDirectories(tree.resolve('virt/kvm'))
        Files.writeString(tree.resolve('virt/kvm/kvm_main.c'), '''\
static inline __attribute__((always_inline)) void crash(void)
{
\t*(volatile int *)0 = 1;
}

void kvm_put_kvm(void)
{
\tcrash();
}

void other(void) { }
''')
        compile(tree, '-c', '-o', "$build/kvm.ko")
        compile(tree, '-nostdlib', '-static', '-Wl,-e,kvm_put_kvm', '-o', "$build/vmlinux")
        Files.writeString(build.resolve('modules.order'), 'kernel/a.ko\nkvm.ko\n')
        symbols = new KernelSymbols(build, tree, '', System.getenv())
    }

    def "#line has its file and line: #has"() {
        given:
        def text = line.replace('SIZE', Long.toHexString(size())).replace('LONGER', Long.toHexString(size() + 4096))

        when:
        def told = symbols.apply([text]).first()

        then:
        told.startsWith(text)
        has ? told.substring(text.size()) ==~ / \(virt\/kvm\/kvm_main\.c:\d+(, inlined into virt\/kvm\/kvm_main\.c:\d+)?\)/ : told == text

        where:
        line                                                     || has
        'RIP: 0010:kvm_put_kvm+0x0/0xSIZE [kvm]'                 || true
        'RIP: 0010:kvm_put_kvm+0x0/0xSIZE'                       || true
        'pc : kvm_put_kvm+0x0/0xSIZE'                            || true
        ' ? kvm_put_kvm+0x1/0xSIZE [kvm]'                        || true
        'RIP: 0010:kvm_put_kvm+0x0/0xLONGER [kvm]'               || false
        'RIP: 0010:no_such_function+0x0/0xSIZE'                  || false
        'RIP: 0010:kvm_put_kvm+0x0/0xSIZE [no_such_module]'      || false
        'Code: 48 89 e5 b8 00 00 00 00'                          || false
    }

    def "an inlined function is shown with its caller"() {
        expect:
        (0..<size()).any { symbols.apply(["RIP: 0010:kvm_put_kvm+0x${Long.toHexString(it)}/0x${Long.toHexString(size())} [kvm]".toString()]).first()
                .endsWith(' (virt/kvm/kvm_main.c:3, inlined into virt/kvm/kvm_main.c:8)') }
    }

    def "an object cached by ccache from another kernel's directory has source lines too"() {
        given:
        def other = Files.createDirectories(folder.resolve('other/build/virt/kvm'))
        Files.copy(folder.resolve('linux/virt/kvm/kvm_main.c'), other.resolve('kvm_main.c'))
        compile(folder.resolve('other/build'), '-nostdlib', '-static', '-Wl,-e,kvm_put_kvm', '-o', "$folder/build/vmlinux")

        expect:
        symbols.apply(["RIP: 0010:kvm_put_kvm+0x0/0x${Long.toHexString(size())}".toString()]).first() ==~ /.* \(virt\/kvm\/kvm_main\.c:\d+.*\)/
    }

    private long size() {
        run('nm', '-S', "$folder/build/vmlinux").readLines().find { it.endsWith(' kvm_put_kvm') }.split(' ')[1].with { Long.parseLong(it, 16) }
    }

    private void compile(Path tree, String... options) {
        run('gcc', '-g', '-O1', '-ffreestanding', *options, "$tree/virt/kvm/kvm_main.c".toString())
    }

    private static String run(Object... command) {
        def process = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        def text = process.inputStream.text
        assert process.waitFor() == 0, text
        text
    }
}
