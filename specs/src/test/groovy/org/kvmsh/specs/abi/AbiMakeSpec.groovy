package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.specs.kit.KernelHeaders
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

class AbiMakeSpec extends Specification {
    static final String TABLES = 'bindings/src/main/resources/org/kvmsh/bindings/abi'

    @TempDir
    Path folder

    @Needs('headers')
    def "the command reproduces the committed tables from the headers, and reports it"() {
        given:
        Abi.tables().each { Files.copy(Kvmsh.ROOT.resolve("$TABLES/${it}.tsv"), folder.resolve("${it}.tsv")) }

        when:
        def result = make(KernelHeaders.folder().toString())

        then:
        result.err == ''
        result.out.readLines() as Set == Abi.tables().collect { "$it, Linux 7.2.13: nothing changed".toString() } as Set
        Abi.tables().every { Files.readString(folder.resolve("${it}.tsv")) == Files.readString(Kvmsh.ROOT.resolve("$TABLES/${it}.tsv")) }
    }

    @Needs('headers')
    def "the report lists what was added, removed and changed for each architecture"() {
        given: 'tables like those of an earlier kernel'
        def table = Files.writeString(folder.resolve('x86_64.tsv'), Files.readString(Kvmsh.ROOT.resolve("$TABLES/x86_64.tsv"))
                .replaceFirst(/ioctl\tKVM_RUN\t.*\n/, '')
                .replaceFirst(/const\tKVM_CAP_IRQCHIP\t0/, 'const\tKVM_CAP_IRQCHIP\t1')
                .replaceFirst(/(field\tcr0\tu64\t1)\t224/, '$1\t216') + 'const\tKVM_GONE\t7\tinclude/uapi/linux/kvm.h\n')

        when:
        def result = make(KernelHeaders.folder().toString())

        then:
        result.status == 0
        result.out.readLines().takeWhile { !it.startsWith('arm64') } == [
                'x86_64, Linux 7.2.13: 4 changes',
                '  + ioctl KVM_RUN 0xae80 NONE 0x80 - include/uapi/linux/kvm.h',
                '  ! field kvm_sregs.cr0 u64 1 216 -> u64 1 224',
                '  ! const KVM_CAP_IRQCHIP 1 include/uapi/linux/kvm.h -> 0 include/uapi/linux/kvm.h',
                '  - const KVM_GONE 7 include/uapi/linux/kvm.h']
        result.out.contains('\narm64, Linux 7.2.13: a new table\n')
        Files.readString(table) == Files.readString(Kvmsh.ROOT.resolve("$TABLES/x86_64.tsv"))
    }

    def "if there are no headers, the message names the command that fetches them"() {
        when:
        def result = Kvmsh.runWith([XDG_CACHE_HOME: folder.toString()], '', 'dev', 'abi-make', '--to', folder.toString())

        then:
        result.status == 1
        result.out == ''
        result.err == "kvmsh dev: no kernel headers in $folder/kvmsh/headers; run bindings/fetch-headers to fetch them\n"
    }

    def "a directory without kernel headers is refused, naming the missing file"() {
        when:
        def result = make(folder.toString())

        then:
        result.status == 1
        result.err == "kvmsh dev: $folder has no include/linux/kvm.h; run bindings/fetch-headers to fetch headers that have it\n"
    }

    def "unreadable headers leave the tables unchanged"() {
        given:
        def usr = folder.resolve('headers/usr')
        write(usr.resolve('include/linux/version.h'), '#define LINUX_VERSION_MAJOR 9\n#define LINUX_VERSION_PATCHLEVEL 0\n#define LINUX_VERSION_SUBLEVEL 1\n')
        write(usr.resolve('include/linux/kvm.h'), 'struct kvm_regs { long\n')
        Files.createDirectories(usr.resolve('lib/linux/uapi/x86'))
        def table = Files.writeString(folder.resolve('x86_64.tsv'), 'as it was')

        when:
        def result = make(usr.parent.toString())

        then:
        result.status == 1
        result.err.startsWith("kvmsh dev: the headers of x86_64 cannot be read: ")
        Files.readString(table) == 'as it was'
    }

    @Needs('headers')
    def "the default is the newest cached release, compared by number"() {
        given:
        def cache = Files.createDirectories(folder.resolve('kvmsh/headers'))
        Files.createDirectory(cache.resolve('7.2.9'))
        Files.createSymbolicLink(cache.resolve('7.2.13'), KernelHeaders.folder().parentFile.toPath())

        expect:
        Kvmsh.runWith([XDG_CACHE_HOME: folder.toString()], '', 'dev', 'abi-make', '--to', folder.toString()).out.startsWith('x86_64, Linux 7.2.13: a new table')
    }

    def "the old spelling, abi make, is refused with the new one"() {
        when:
        def result = Kvmsh.run('abi', 'make', '--to', folder.toString())

        then:
        result.status == 2
        result.out == ''
        result.err.readLines()[0] == 'abi has no subcommand \'make\'; did you mean \'kvmsh dev abi-make\'?'
        folder.toFile().list() == [] as String[]
    }

    private Kvmsh.Result make(String headers) {
        Kvmsh.run('dev', 'abi-make', '--headers', headers, '--to', folder.toString())
    }

    private static void write(Path file, String text) {
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }
}
