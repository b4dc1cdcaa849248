package org.kvmsh.specs.shell

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.reference.LackingOption
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.LocalAgent
import org.kvmsh.specs.kit.Needs
import spock.lang.IgnoreIf
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh doctor BOARD} checks a board: its link, the options of its kernel, its KVM. */
class DoctorOfBoardSpec extends Specification {
    static final Path CONFIGURATION = Path.of('/proc/config.gz')

    @TempDir
    Path folder

    def "of a model there is a line for each check, and KVM can be used"() {
        when:
        def result = Kvmsh.run('doctor', 'model:x86_64')
        def lines = result.out.readLines()

        then:
        result.status == 0
        result.err == ''
        lines[0] == 'model:x86_64 (model), software model: ring 0 code, no interrupt controller'
        checks(lines) == ['ok: link', 'not visible: kernel', 'not visible: configuration', 'ok: parameters', 'ok: kernel log', 'ok: capabilities', 'ok: limits', 'not visible: huge pages', 'ok: KVM']
        lines.any { it.endsWith('a model has no kernel configuration') }
        lines[-3..-1] == ['', 'KVM can be used.', 'To test the board: kvmsh bringup model:x86_64']
    }

    def "its JSON has the same checks, with what to try"() {
        when:
        def found = new Gson().fromJson(Kvmsh.run('doctor', 'model:x86_64', '--json').out, List)

        then:
        found*.keySet().unique() == [['verdict', 'name', 'about', 'toTry'] as Set]
        found.collect { "$it.verdict: $it.name".toString() } == checks(Kvmsh.run('doctor', 'model:x86_64').out.readLines())
        found.find { it.name == 'kernel' }.toTry == 'a board whose kernel is Linux; this one is a model'
    }

    def "a board that is not known or does not answer is one message: #board"() {
        when:
        def result = Kvmsh.run('doctor', board)

        then:
        result.status == status
        result.out == ''
        result.err.startsWith(message)
        result.err.readLines().size() == 1

        where:
        board             || status | message
        'nonesuch'        || 2      | 'kvmsh doctor: no board nonesuch; known boards: kvm, '
        'tcp:127.0.0.1:1' || 1      | 'kvmsh doctor: tcp:127.0.0.1:1: cannot connect to 127.0.0.1:1'
        'exec:true'       || 1      | 'kvmsh doctor: exec:true: '
    }

    @Needs('kvm')
    @IgnoreIf(value = { !Files.isReadable(DoctorOfBoardSpec.CONFIGURATION) }, reason = "this host's kernel has no /proc/config.gz")
    def "of this host's KVM each lacking option has a line with its use"() {
        given:
        def configuration = new GZIPInputStream(Files.newInputStream(CONFIGURATION)).text.readLines()
        def facts = new Gson().fromJson(Kvmsh.run('boards', 'facts', 'kvm').out, Map)
        def lacking = LackingOption.of(Arch.values().find { it.toString() == facts.arch }, configuration)

        when:
        def result = Kvmsh.run('doctor', 'kvm')

        then:
        result.status == 0
        result.out.readLines().findAll { it.startsWith('not set') }*.replaceAll(/ {2,}/, '|') ==
                lacking.collect { "not set|${it.options()}|${it.isNeeded() ? 'needed for' : 'optional, for'}: ${it.use()}".toString() }
        result.out.contains("lacking: ${lacking.size()}\n")
        result.out.readLines()[-2].startsWith('KVM can be used')
    }

    @IgnoreIf(value = { !canHide() }, reason = 'the configuration cannot be hidden behind another one: no agent, no /proc/config.gz, or not root')
    def "without a usable KVM device the configuration is checked all the same, and the command sets what is needed"() {
        given:
        def configuration = folder.resolve('config.gz')
        new GZIPOutputStream(Files.newOutputStream(configuration)).withCloseable { it << 'CONFIG_KVM=y\n# CONFIG_KVM_XEN is not set\n# CONFIG_PRINTK is not set\n' }
        def agent = Files.writeString(folder.resolve('agent'), "#!/bin/sh\nmount --bind $configuration /proc/config.gz && mount --bind $configuration /dev/kvm && exec ${LocalAgent.program()} -\n").toFile()
        agent.executable = true

        when:
        def result = Kvmsh.run('doctor', "exec:unshare -m $agent")
        def lines = result.out.readLines()

        then:
        result.status == 1
        checks(lines).first() == 'ok: kernel'
        lines.findAll { it.startsWith('not set') && it.contains('CONFIG_EVENTFD ') }*.replaceAll(/ {2,}/, '|') == ['not set|CONFIG_EVENTFD|needed for: irqfd and ioeventfd']
        lines.any { it ==~ /not set +CONFIG_PRINTK +optional, for: the kernel log, which is read after each test/ }
        lines.any { it ==~ /not ok +KVM +\/dev\/kvm on exec:.*: ENOTTY .*/ }
        lines[-2].startsWith('KVM cannot be used: the kernel lacks CONFIG_EVENTFD')
        lines[-1].startsWith("In the kernel's source tree: scripts/config -e CONFIG_EVENTFD")
        lines[-1].endsWith(' && make olddefconfig')
    }

    @Needs('qemu:arm64')
    def "of an emulated board whose KVM is off, the reason is in the line KVM"() {
        when:
        def result = Kvmsh.run('doctor', 'qemu:arm64?append=kvm-arm.mode=none')

        then:
        result.status == 1
        checks(result.out.readLines()) == ['ok: kernel', 'not visible: configuration', 'not ok: KVM']
        result.out =~ /(?m)^not ok +KVM +\/dev\/kvm on qemu:arm64: ENOENT /
        result.out.readLines()[-2..-1] == ['KVM cannot be used.', 'For possible causes: kvmsh guide troubles']
    }

    /** The verdict and the name of each check. */
    private static List<String> checks(List<String> lines) {
        lines.findAll { it =~ /^(ok|not ok|not visible) / }*.replaceAll(/^(ok|not ok|not visible) +(\w+( \w+)?)  .*/, '$1: $2')
    }

    private static boolean canHide() {
        System.getProperty('user.name') == 'root' && Files.isReadable(CONFIGURATION) && Files.exists(Path.of('/dev/kvm')) && LocalAgent.program() != null &&
                new ProcessBuilder('unshare', '-m', 'mount', '--bind', '/proc/version', '/proc/config.gz').start().waitFor() == 0
    }
}
