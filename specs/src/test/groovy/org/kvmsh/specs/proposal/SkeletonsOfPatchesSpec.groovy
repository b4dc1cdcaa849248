package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.FieldCondition
import org.kvmsh.bindings.abi.patch.FieldConditions
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh rfc PATCH --script LANGUAGE}: a first script about a patch, which runs as it is. */
class SkeletonsOfPatchesSpec extends Specification {
    private static final Path SCRIPTS = Kvmsh.ROOT.resolve('scripts')
    private static final String EVERYTHING = '''\
        +struct kvm_inner { __u64 x; __u8 y[9]; };
        +struct kvm_all { __u32 a; __u16 pad[3]; __s16 b; struct kvm_inner c; union { __u64 u; __u32 v; }; __u64 reserved[8]; };
        +struct kvm_tail { __u32 n; __u32 pad; __u64 entries[]; };
        +#define KVM_IN _IOW(KVMIO, 0xf3, struct kvm_all)
        +#define KVM_OUT _IOR(KVMIO, 0xf4, struct kvm_all)
        +#define KVM_BOTH _IOWR(KVMIO, 0xf5, struct kvm_all)
        +#define KVM_TAIL _IOWR(KVMIO, 0xf6, struct kvm_tail)
        +#define KVM_PLAIN _IO(KVMIO, 0xf7)
        +#define KVM_NUMBER _IOW(KVMIO, 0xf8, __u64)
        +#define KVM_NUMBER_OUT _IOR(KVMIO, 0xf9, __u32)
        +/* on the vCPU: a vcpu ioctl */
        +#define KVM_OF_VCPU _IOW(KVMIO, 0xfa, struct kvm_all)
        +#define KVM_CAP_SMALL 900
        +#define KVM_MIDDLE 0xffff0000
        +#define KVM_LARGE 0xffffffffffff0000ULL
        +#define KVM_NEARLY 0x7fffffffffffff01ULL
        '''.stripIndent()

    private static final String COMMAND = '''\
        diff --git a/arch/x86/include/uapi/asm/kvm.h b/arch/x86/include/uapi/asm/kvm.h
        --- a/arch/x86/include/uapi/asm/kvm.h
        +++ b/arch/x86/include/uapi/asm/kvm.h
        @@ -700,5 +700,6 @@ enum sev_cmd_id {
         \tKVM_SEV_SNP_LAUNCH_FINISH = 102,
        +\tKVM_SEV_FRESH_LABEL = 120,

         \tKVM_SEV_NR_MAX,
         };
        diff --git a/arch/x86/kvm/svm/sev.c b/arch/x86/kvm/svm/sev.c
        --- a/arch/x86/kvm/svm/sev.c
        +++ b/arch/x86/kvm/svm/sev.c
        @@ -2400,1 +2400,8 @@ static int snp_launch_finish(struct kvm *kvm, struct kvm_sev_cmd *argp)
        +static int sev_fresh_label(struct kvm *kvm, struct kvm_sev_cmd *argp)
        +{
        +\tif (!sev_guest(kvm)) return -ENOTTY;
        +\tif (argp->sev_fd) return -EINVAL;
        +\treturn 0;
        +}
        +
         int sev_mem_enc_ioctl(struct kvm *kvm, void __user *argp)
        @@ -2500,2 +2508,5 @@ int sev_mem_enc_ioctl(struct kvm *kvm, void __user *argp)
         \t\tbreak;
        +\tcase KVM_SEV_FRESH_LABEL:
        +\t\tr = sev_fresh_label(kvm, &sev_cmd);
        +\t\tbreak;
         \tdefault:
        '''.stripIndent()

    private static final String CAPABILITY = """\
        --- a/Documentation/virt/kvm/api.rst
        +++ b/Documentation/virt/kvm/api.rst
        @@ -700,1 +700,8 @@ x
        +8.99 KVM_CAP_FRESH_LIMIT
        +
        +:Type: vm
        +:Parameters: args[0] is the limit
        +:Returns: 0 on success, -EINVAL if the limit is 0
        +
        +The limit is new.
         5. The kvm_run structure
        --- a/include/uapi/linux/kvm.h
        +++ b/include/uapi/linux/kvm.h
        @@ -700,1 +700,2 @@ x
        +#define KVM_CAP_FRESH_LIMIT 900
         #define KVM_B 1
        """.stripIndent()

    @TempDir
    Path folder

    private Path skeleton(String patch, String arch, String language) {
        def made = Kvmsh.run('rfc', '--arch', arch, patch, '--script', language)
        assert made.status == 0 && made.err == ''
        def file = folder.resolve("skeleton.$language")
        Files.writeString(file, made.out)
    }

    private static run(Path script, String board) {
        Kvmsh.run('test', '-b', "rfc:$board", script.toString())
    }

    def "the script of #patch in #language runs as it is: #passed tests pass, #skipped are to be written"() {
        when:
        def result = run(skeleton(SCRIPTS.resolve(patch).toString(), arch, language), board)

        then:
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        result.status == 0
        result.out.contains("$passed passed, 0 failed, $skipped skipped")

        where:
        [patch, arch, board, passed, skipped, language] << [
                ['rfc/kvm-count-dirty-pages.patch', 'x86_64', 'model:x86_64', 6, 1],
                ['rfc/kvm-set-device-address.patch', 'arm64', 'model:arm-vgicv2', 2, 4],
                ['rfc/kvm-ppc-set-platform.patch', 'ppc64', 'model:x86_64', 3, 1],
                ['kernels/arm64/kvm-set-device-address.patch', 'arm64', 'model:arm-vgicv2', 4, 4]].collectMany { row -> ['groovy', 'js'].collect { row + it } }
    }

    def "a command that a patch adds to an ioctl is called in #language, and the errors of its code are to be written"() {
        given:
        def patch = Files.writeString(folder.resolve('command.patch'), COMMAND)

        when:
        def script = skeleton(patch.toString(), 'x86_64', language)
        def result = run(script, 'model:x86_64')

        then:
        result.status == 0
        result.out.contains('2 passed, 0 failed, 2 skipped')
        Files.readString(script).contains(call)
        Files.readString(script).contains('return -ENOTTY  // KVM_SEV_FRESH_LABEL: if (!sev_guest(kvm)), arch/x86/kvm/svm/sev.c, line 16')

        where:
        language || call
        'groovy' || 'm.ioctl(KVM_MEMORY_ENCRYPT_OP, id: KVM_SEV_FRESH_LABEL)'
        'js'     || 'm.ioctl(KVM_MEMORY_ENCRYPT_OP, {id: KVM_SEV_FRESH_LABEL})'
    }

    def "a capability of KVM_ENABLE_CAP has a proposal and is enabled in #language on #board"() {
        given:
        def patch = Files.writeString(folder.resolve('capability.patch'), CAPABILITY)

        when:
        def script = skeleton(patch.toString(), arch, language)
        def result = run(script, board)

        then:
        result.status == 0
        result.out.contains('2 passed, 0 failed, 1 skipped')
        Files.readString(script).contains(call)
        Files.readString(script).contains('// args[0] is the limit')
        Files.readString(script).contains('return -EINVAL  // the limit is 0')

        where:
        language | arch     | board              || call
        'groovy' | 'x86_64' | 'model:x86_64'     || 'm.ioctl(KVM_ENABLE_CAP, cap: KVM_CAP_FRESH_LIMIT)'
        'js'     | 'arm64'  | 'model:arm-vgicv2' || 'm.ioctl(KVM_ENABLE_CAP, {cap: KVM_CAP_FRESH_LIMIT})'
    }

    def "each of two capabilities has the errors of its own"() {
        given:
        def second = CAPABILITY.readLines()[3..9].collect { it.replace('LIMIT', 'COUNT').replace('limit', 'count').replace('8.99', '8.98') }
        def two = CAPABILITY.replace('-700,1 +700,8', '-700,1 +700,15').replace(' 5. The', "${second.join('\n')}\n 5. The")
                .replace('-700,1 +700,2', '-700,1 +700,3').replace('LIMIT 900\n', 'LIMIT 900\n+#define KVM_CAP_FRESH_COUNT 901\n')
        def patch = Files.writeString(folder.resolve('two.patch'), two)

        when:
        def script = skeleton(patch.toString(), 'x86_64', 'groovy')
        def result = run(script, 'model:x86_64')

        then:
        result.status == 0
        result.out.contains('3 passed, 0 failed, 2 skipped')
        ['limit', 'count'].each { assert Files.readString(script).contains("return -EINVAL  // the $it is 0\n") }
    }

    def "every kind of argument, on every descriptor, in #language"() {
        given:
        def patch = Files.writeString(folder.resolve('all.h'), EVERYTHING)

        when:
        def script = skeleton(patch.toString(), 'x86_64', language)
        def result = run(script, 'model:x86_64')

        then:
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        result.status == 0
        result.out.contains('13 passed, 0 failed, 0 skipped')

        and: 'each number of each argument is named, of long arrays the first four elements'
        def read = PatchReader.read(EVERYTHING, Abi.of('x86_64'))
        def fields = ['a', 'pad[0]', 'pad[1]', 'pad[2]', 'b', 'c.x', 'c.y[0]', 'c.y[3]', 'u', 'reserved[0]', 'reserved[3]']
        def text = Files.readString(script)
        fields.every { text.contains("arg.$it = ") }
        read.ioctls()*.name().every { text.contains("proposal($it") && text.contains("'$it is accepted'") }

        where:
        language << ['groovy', 'js']
    }

    def "every errno that the patch names has a test, and a proposal without its check turns that test red, in #language"() {
        given:
        def patch = SCRIPTS.resolve('rfc/kvm-count-dirty-pages.patch').toString()
        def script = skeleton(patch, 'x86_64', language)
        def text = Files.readString(script)
        def help = PatchReader.read(Files.readString(Path.of(patch)), Abi.of('x86_64')).help()

        expect:
        help.KVM_COUNT_DIRTY_PAGES.errors().keySet().every { text.contains("KVM_COUNT_DIRTY_PAGES: $it") }

        when:
        def check = text.readLines().find { it.contains('if (arg.flags != 0) return -EINVAL') }
        Files.writeString(script, text.replace(check, ''))
        def result = run(script, 'model:x86_64')

        then:
        result.status == 1
        result.out.readLines().findAll { it.startsWith('not ok') }*.replaceFirst(/not ok \d+ /, '') == ['KVM_COUNT_DIRTY_PAGES: EINVAL if flags != 0']

        where:
        language << ['groovy', 'js']
    }

    def "a condition of the code: #code"() {
        given:
        def abi = PatchReader.read(EVERYTHING, Abi.of('x86_64')).abi()
        def conditions = new FieldConditions(abi.struct('kvm_all'), abi)

        expect:
        conditions.ofCode(code).collect { way -> way.collect { "${it.field().name()} ${it.comparison().operator()} ${it.value()}".toString() } } == ways

        where:
        code                                          || ways
        'if (x.a)'                                    || [['a != 0']]
        'if (!x->a)'                                  || [['a == 0']]
        'if (x.a || x->c.x)'                          || [['a != 0'], ['c.x != 0']]
        'if (x.a == 3 && x.b != KVM_CAP_SMALL)'       || [['a == 3', 'b != 900']]
        'if ((x.a & ~(1U | 2)) || (x.u & 0x10))'      || [['a & 4294967292'], ['u & 16']]
        'if (x.u & ~PAGE_MASK)'                       || [['u & 4095']]
        'if (!PAGE_ALIGNED(x.u))'                     || [['u & 4095']]
        'if (x.pad[1] > 5)'                           || [['pad[1] > 5']]
        'if (a >= 4)'                                 || [['a >= 4']]
        'if (kvm->a)'                                 || []
        'if (x.other)'                                || []
        'if (x.a + x.b < 4)'                          || []
        'if (x.a == unknown)'                         || []
        'if (copy_from_user(&x, argp, sizeof(x)))'    || []
        'if (x.a && busy(kvm))'                       || []
        'unless (x.a)'                                || []
        ''                                            || []
    }

    def "a condition of a document: #prose"() {
        given:
        def abi = PatchReader.read(EVERYTHING, Abi.of('x86_64')).abi()
        def conditions = new FieldConditions(abi.struct('kvm_all'), abi)

        expect:
        conditions.ofProse(prose).collect { way -> way.collect { "${it.field().name()} ${it.comparison().operator()} ${it.value()}".toString() } } == ways

        where:
        prose                          || ways
        'a is not 0'                   || [['a != 0']]
        'a is not zero, or b is 0'     || [['a != 0'], ['b == 0']]
        'the u field is non-zero'      || [['u != 0']]
        'a vCPU has run; or a is zero' || [['a == 0']]
        'u is not a multiple of 4 KiB' || [['u & 4095']]
        'the a is not aligned to 16'   || [['a & 15']]
        'a is not a multiple of 3'     || []
        'a is unknown'                 || []
        'nobody knows'                 || []
    }

    def "a value that meets a condition is one that the field can have: #type #operator #value"() {
        given:
        def field = PatchReader.read("+struct kvm_one { $type f; };", Abi.of('x86_64')).abi().struct('kvm_one').field('f')
        def condition = new FieldCondition(field, FieldCondition.Comparison.of(operator), value)

        expect:
        def candidates = condition.candidates()
        condition.isMetBy(candidates[0]) == met
        candidates.every { it >= 0G && it.bitLength() <= field.bytes() * 8 }

        where:
        type    | operator | value        || met
        '__u8'  | '=='     | 255G         || true
        '__u8'  | '>'      | 255G         || false
        '__u8'  | '>'      | 254G         || true
        '__u32' | '<'      | 0G           || false
        '__u32' | '<'      | 1G           || true
        '__u64' | '&'      | 0xfff0000000000000G || true
        '__u64' | '!='     | 0G           || true
        '__s8'  | '>='     | 128G         || false
        '__u16' | '<='     | 0G           || true
    }

    def "wrong use: #arguments"() {
        when:
        def result = Kvmsh.run(*arguments)

        then:
        result.status == status
        result.err.contains(message)
        !result.err.contains('Exception')

        where:
        arguments                                                  || status | message
        ['rfc']                                                    || 2      | 'expected FILE or --commit COMMIT'
        ['rfc', 'x', '--script', 'perl']                           || 2      | 'unknown language: perl; supported languages: groovy and js'
        ['rfc', '--commit', 'HEAD', '--script', 'js']              || 2      | '--script needs FILE, which the script reads'
        ['rfc', '/nonexistent', '--script', 'js']                  || 2      | 'cannot read /nonexistent'
        ['rfc', Kvmsh.ROOT.resolve('README.md').toString(), '--script', 'js'] || 1 | 'expected a diff'
    }
}
