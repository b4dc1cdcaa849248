package org.kvmsh.specs.proposal

import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.KernelMails

/** The mail's own C of KVM_PPC_SET_PLATFORM, cut out of it and compiled with and without CONFIG_KVM_BOOK3S_64_HV: the oracle for every cell. */
class MailsPlatformCode {
    /** Platform, guest_arch and flags. */
    static final List<List<Long>> CELLS = [[0L, 1L, 2L, 3L, 256L, 65535L], [0L, 1L, 200L, 201L, 202L, 205L, 206L, 207L, 300L, 310L, 65535L],
                                           [0L, 1L, 2L, 3L, 1L << 31, 0xffffffffL]].combinations()

    private final File folder
    private final Map<List, Integer> oracle = [:]

    /** @param folder for the programs that it becomes */
    MailsPlatformCode(File folder) {
        this.folder = folder
    }

    /** By mode, processor and cell: 0, or the negated errno; without a cell, what a bad pointer gets. */
    Map<List, Integer> answers(List<List<Long>> cells) {
        ['HV', 'PR'].each { mode -> ask(mode, cells) }
        oracle
    }

    /** Fills the oracle from the program that the mail's code becomes. */
    private void ask(String mode, List<List<Long>> cells) {
        def source = new File(folder, "${mode}.c")
        def program = new File(folder, mode)
        source.text = theMailsCode()
        run(['gcc', '-Wall', '-o', program.path, source.path] + (mode == 'HV' ? ['-DCONFIG_KVM_BOOK3S_64_HV'] : []), '')
        def asked = ['PPC970', 'POWER7'].collectMany { cpu -> cells.collect { [mode, cpu, *it] } + [[mode, cpu, null]] }
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
