package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.Patch
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.bindings.abi.patch.PatchText
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

class ErrorsThatPatchesTellSpec extends Specification {
    private static final String API = 'Documentation/virt/kvm/api.rst'
    private static final List<String> SECTION = ['4.200 KVM_FRESH', '---------------', '', ':Architectures: all', ':Type: vm ioctl', ':Parameters: none']

    @AutoCleanup
    OnBoard on

    /** A line with a blank in front is context. */
    private static String diff(String file, List<String> lines) {
        def text = lines.collect { it.startsWith(' 4.') || it.startsWith(' --') ? it : "+$it" }
        "diff --git a/$file b/$file\n--- a/$file\n+++ b/$file\n@@ -1,${text.count { !it.startsWith('+') }} +1,${text.size()} @@\n" + text.join('\n') + '\n'
    }

    private static String mail(String message, List<String> document = [], List<String> header = ['#define KVM_FRESH _IO(KVMIO, 0xf3)']) {
        "From: Somebody <somebody@example.org>\nSubject: [PATCH] KVM: Be fresh\nDate: Tue, 3 Mar 2026 10:00:00 +0100\n\n$message\n---\n" +
                diff('include/uapi/linux/kvm.h', header) + (document ? diff(API, document) : '')
    }

    private static Map<String, String> rules(Patch patch) {
        patch.errnoRules().readLines()*.split('\t').collectEntries { [(it[1]): it[2]] }
    }

    def "a message before the diff: #message"() {
        expect:
        rules(PatchReader.read(mail(message), Abi.of('x86_64'))) == errors

        where:
        message                                                                        || errors
        'Errors: EINVAL if a flag is unknown, EBUSY if a vCPU has run.'                || ['KVM_FRESH:EINVAL': 'a flag is unknown', 'KVM_FRESH:EBUSY': 'a vCPU has run']
        'KVM_FRESH returns -EPERM when the VM is\nprotected.  It is new.'              || ['KVM_FRESH:EPERM': 'the VM is protected']
        'If the slot logs nothing, the ioctl fails with -ENOENT.'                      || ['KVM_FRESH:ENOENT': 'the slot logs nothing']
        'EFAULT is returned if the address is bad, or ENOMEM if memory is short'       || ['KVM_FRESH:EFAULT': 'the address is bad', 'KVM_FRESH:ENOMEM': 'memory is short']
        'KVM_RUN currently returns -EINTR if a signal is pending.'                     || [:]
        'Without this, EINVAL is returned when a flag is set.'                         || [:]
        'It checks that. -EINVAL if not.'                                              || [:]
        'EVERYTHING if a b c'                                                          || [:]
    }

    def "a sentence is about the ioctl that it names, where the patch defines two"() {
        expect:
        rules(PatchReader.read(mail('KVM_STALE fails with EINVAL if it is late. EBUSY if nobody knows which.', [],
                ['#define KVM_FRESH _IO(KVMIO, 0xf3)', '#define KVM_STALE _IO(KVMIO, 0xf4)']), Abi.of('arm64'))) == ['KVM_STALE:EINVAL': 'it is late']
    }

    def "the document's section: #what"() {
        expect:
        rules(PatchReader.read(mail('', SECTION + lines), Abi.of('ppc64'))) == errors

        where:
        what                            | lines                                                                      || errors
        'its list of errors'            | ['Errors:', '', '  ======  ===========', '  EINVAL  if a flag is', '          unknown', '  ======  ===========', '', 'It is new.'] || ['KVM_FRESH:EINVAL': 'a flag is unknown']
        'what it returns'               | [':Returns: 0 on success, -EBUSY if a vCPU has run', '', 'It is new.']     || ['KVM_FRESH:EBUSY': 'a vCPU has run']
        'its sentences'                 | [':Returns: 0', '', 'It is new. When a vCPU has run, KVM returns -EBUSY.'] || ['KVM_FRESH:EBUSY': 'a vCPU has run']
        'the list before the sentences' | [':Returns: -EINVAL if wrong in some way', 'Errors:', '', '  EINVAL  a flag is unknown', '', 'It is new.'] || ['KVM_FRESH:EINVAL': 'a flag is unknown']
    }

    def "a section of an ioctl that the ABI has gets more errors"() {
        given:
        def patch = PatchReader.read(mail('', [' 4.35 KVM_SET_USER_MEMORY_REGION', ' -------------------------------', '  EBUSY   a vCPU runs in', '          the slot', '',
                                               'When the slot is read-only, KVM returns -EPERM.']), Abi.of('x86_64'))

        expect:
        rules(patch) == ['KVM_SET_USER_MEMORY_REGION:EBUSY': 'a vCPU runs in the slot', 'KVM_SET_USER_MEMORY_REGION:EPERM': 'the slot is read-only']
        PatchText.help(patch) == ['KVM_SET_USER_MEMORY_REGION', '  EBUSY: a vCPU runs in the slot', '  EPERM: the slot is read-only']
    }

    def "why a capability is refused is a rule of KVM_ENABLE_CAP"() {
        expect:
        rules(PatchReader.read(mail('', ['7.23 KVM_CAP_FRESH', '------------------', '', ':Architectures: ppc', ':Parameters: none', ':Returns: 0 on success, -EINVAL when the CPU has no second DAWR', '', 'It is new.'],
                ['#define KVM_CAP_FRESH 4000']), Abi.of('ppc64'))) == ['KVM_ENABLE_CAP:EINVAL': 'KVM_CAP_FRESH: the CPU has no second DAWR']
    }

    def "each of two capabilities tells its own reasons"() {
        given:
        def sections = ['FRESH': 'late', 'STALE': 'early'].collectMany { name, why -> ["7.23 KVM_CAP_$name".toString(), '------------------', '', ':Architectures: all', ':Parameters: none',
                                                                                   ":Returns: 0 on success, -EINVAL when it is $why".toString(), '', 'It is new.', ''] }

        expect:
        rules(PatchReader.read(mail('', sections, ['#define KVM_CAP_FRESH 4000', '#define KVM_CAP_STALE 4001']), Abi.of('x86_64'))) ==
                ['KVM_ENABLE_CAP:EINVAL': 'KVM_CAP_FRESH: it is late; or KVM_CAP_STALE: it is early']
    }

    def "the number of a section may be left to the maintainer: #number"() {
        given:
        def patch = PatchReader.read(mail('', ["$number KVM_FRESH".toString(), '---------------', '', ':Architectures: all', ':Type: vm ioctl', ':Parameters: none', ':Returns: 0', '',
                                               'When a vCPU has run, KVM returns -EBUSY.']), Abi.of('x86_64'))

        expect:
        rules(patch) == ['KVM_FRESH:EBUSY': 'a vCPU has run']
        patch.help()['KVM_FRESH'].section() == known

        where:
        number  || known
        '4.200' || '4.200'
        '4.XXX' || ''
        '4.xx'  || ''
        '4.??'  || ''
        'X.Y'   || ''
    }

    def "a refused call shows the sentence, with the mail as its source"() {
        given:
        on = new OnBoard('rfc:model:x86_64')
        on.run("rfc '''${mail('KVM_FRESH fails with EBUSY if a vCPU has run.')}'''; proposal(KVM_FRESH) { -EBUSY }")

        when:
        on.run('vm { }.ioctl KVM_FRESH')

        then:
        def e = thrown(ScriptError)
        e.message.contains('failed with EBUSY')
        e.message.contains('a vCPU has run')
        e.message.contains('[PATCH] KVM: Be fresh, 2026-03-03')
    }
}
