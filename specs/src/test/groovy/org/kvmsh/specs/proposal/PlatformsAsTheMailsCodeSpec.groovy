package org.kvmsh.specs.proposal

import java.util.concurrent.TimeUnit
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.specs.kit.KernelMails
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * KVM_PPC_SET_PLATFORM on the HV and the PR kernel of both processors, a test a cell. What each shall answer is no table of ours: it is the mail's own C,
 * cut out of it, compiled with and without CONFIG_KVM_BOOK3S_64_HV and run over all cells.
 */
@Needs(['seeds', 'gcc'])
class PlatformsAsTheMailsCodeSpec extends Specification {
    private static final Map<List<String>, String> BOARDS = [['HV', 'PPC970']: 'model:ppc970-hv', ['HV', 'POWER7']: 'model:power7-hv',
                                                             ['PR', 'PPC970']: 'model:ppc-pr?cpu=ppc970', ['PR', 'POWER7']: 'model:ppc-pr']
    private static final List<List<Long>> CELLS = [[0L, 1L, 2L, 3L, 65535L], [0L, 201L, 205L, 206L, 207L], [0L, 1L, 2L, 1L << 31]].combinations()

    @Shared @TempDir
    File folder
    /** By mode, processor and cell. */
    @Shared
    Map<List, Integer> oracle = [:]
    @Shared
    Map<List<String>, Board> boards = [:]

    def setupSpec() {
        ['HV', 'PR'].each { mode -> answers(mode) }
        BOARDS.each { key, name -> boards[key] = new Boards(System.getenv()).open(name) }
    }

    def cleanupSpec() {
        boards.values()*.close()
    }

    def "the #mode kernel of a #cpu: platform #platform, guest_arch #arch, flags #flags"() {
        expect:
        ask(boards[[mode, cpu]], platform, arch, flags) == oracle[[mode, cpu, platform, arch, flags]]

        where:
        [mode, cpu, platform, arch, flags] << [BOARDS.keySet().toList(), CELLS].combinations().collect { it.flatten() }
    }

    def "the #mode kernel of a #cpu: a bad pointer"() {
        given:
        def vm = boards[[mode, cpu]].kvm().createVm(0).get()

        expect:
        -vm.ioctl('KVM_PPC_SET_PLATFORM', 0).errno() == oracle[[mode, cpu, null]]

        cleanup:
        vm.close()

        where:
        [mode, cpu] << BOARDS.keySet().toList()
    }

    def "the compiled code of the mail accepts some values and refuses others, on every kernel"() {
        expect:
        BOARDS.keySet().every { key -> CELLS.collect { oracle[key + it] }.toSet() == [0, -22] as Set }
        oracle.size() == BOARDS.size() * (CELLS.size() + 1)
    }

    /** The call itself on its own VM: 0, or the negated errno. */
    private static int ask(Board board, long platform, long arch, long flags) {
        board.kvm().createVm(0).get().withCloseable { vm ->
            Argument.of(board.kernel(), 'kvm_ppc_set_platform').withCloseable {
                -vm.ioctl('KVM_PPC_SET_PLATFORM', it.set('platform', platform).set('guest_arch', arch).set('flags', flags)).errno()
            }
        }
    }

    /** Fills the oracle from the program that the mail's code becomes. */
    private void answers(String mode) {
        def source = new File(folder, "${mode}.c")
        def program = new File(folder, mode)
        source.text = theMailsCode()
        run(['gcc', '-Wall', '-o', program.path, source.path] + (mode == 'HV' ? ['-DCONFIG_KVM_BOOK3S_64_HV'] : []), '')
        def asked = ['PPC970', 'POWER7'].collectMany { cpu -> CELLS.collect { [mode, cpu, *it] } + [[mode, cpu, null]] }
        def text = asked.collect { "${it[1] == 'PPC970' ? 201 : 206} ${it[2] == null ? '-1 0 0' : it[2..4].join(' ')}\n" }.join()
        def said = run([program.path], text).readLines()*.toInteger()
        assert said.size() == asked.size()
        [asked, said].transpose().each { key, answer -> oracle[key] = answer }
    }

    private static String run(List<String> command, String input) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        process.outputStream.withCloseable { it << input }
        def said = process.inputStream.getText('UTF-8')
        assert process.waitFor(300, TimeUnit.SECONDS) && process.exitValue() == 0: said
        said
    }

    /** What the mail adds to a file, by the file's name in the diff. */
    private static List<String> added(String file) {
        def lines = KernelMails.text('000').readLines()
        def from = lines.findIndexOf { it.startsWith("diff --git a/$file ") }
        def diff = lines.drop(from + 1).takeWhile { !it.startsWith('diff --git ') && it != '-- ' }
        diff.findAll { it.startsWith('+') && !it.startsWith('+++') }*.substring(1)
    }

    private static String theMailsCode() {
        def platformCase = added('arch/powerpc/kvm/powerpc.c').join('\n')
        assert platformCase.startsWith('\tcase KVM_PPC_SET_PLATFORM: {') && platformCase.endsWith('\t}')
        """\
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef uint16_t __u16;
typedef uint32_t __u32;
${added('arch/powerpc/include/asm/kvm.h').join('\n')}
#define KVM_PPC_SET_PLATFORM 1
#define CPU_FTR_ARCH_201 201
#define CPU_FTR_ARCH_206 206

static int processor;

static int cpu_has_feature(int feature)
{
	return feature == processor;
}

static unsigned long copy_from_user(void *to, const void *from, unsigned long bytes)
{
	if (!from)
		return bytes;
	memcpy(to, from, bytes);
	return 0;
}

struct kvm { struct { struct kvm_ppc_set_platform platform; } arch; };
struct file { void *private_data; };

static long vm_ioctl(struct file *filp, unsigned int ioctl, void *argp)
{
	long r;

	switch (ioctl) {
$platformCase
	default:
		r = -ENOTTY;
	}
out:
	return r;
}

int main(void)
{
	int64_t platform, arch, flags;
	struct kvm kvm;
	struct file file = { &kvm };

	while (scanf("%d %" SCNd64 " %" SCNd64 " %" SCNd64, &processor, &platform, &arch, &flags) == 4) {
		struct kvm_ppc_set_platform plat = { platform, arch, flags };

		printf("%ld\\n", vm_ioctl(&file, KVM_PPC_SET_PLATFORM, platform < 0 ? NULL : &plat));
	}
	return 0;
}
"""
    }
}
