package org.kvmsh.specs.board

import org.kvmsh.bindings.abi.Arch
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.arch.KernelOption
import org.kvmsh.dsl.reference.LackingOption
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** What the kernel of a new board is configured with. */
class KernelsOfNewBoardsSpec extends Specification {
    def "the guide's page has each option of each architecture, and no others"() {
        given:
        def page = Kvmsh.ROOT.resolve('docs/guide/new-board.md').toFile().text
        def table = page.split('## The configuration of its kernel')[1].split('\n## ')[0].readLines().findAll { it.startsWith('| `') }
        def all = KernelOption.ofEveryKernel().collect { [it, 'all'] } + Architecture.all().collectMany { room -> room.kernelOptions().collect { [it, room.arch().toString()] } }

        expect:
        table.toSet() == all.collect { option, arch -> "| ${option.names().collect { "`$it`" }.join(' or ')} | ${option.use()} | $arch |".toString() }.toSet()
        table.size() == all.size()
    }

    def "a configuration #config lacks #lacking on #arch"() {
        given:
        def options = KernelOption.ofEveryKernel() + Architecture.of(arch).kernelOptions()
        def whole = options.collectMany { it.names() }.collect { "$it=y".toString() }
        def lines = whole.findAll { line -> !without.contains(line - '=y') } + more

        expect:
        options.findAll { it.isLacking(lines) }*.toString() == lacking
        LackingOption.of(arch, lines)*.name() == lacking.collect { it.split(' or ')[0] }

        where:
        config                                  | arch       | without                                  | more                             || lacking
        'with all of them'                      | Arch.X86_64 | []                                      | []                               || []
        'without KVM'                           | Arch.ARM64 | ['CONFIG_KVM']                           | []                               || ['CONFIG_KVM']
        'with KVM as a module'                  | Arch.ARM64 | ['CONFIG_KVM']                           | ['CONFIG_KVM=m']                 || []
        'with one of two'                       | Arch.X86_64 | ['CONFIG_KVM_AMD']                      | ['# CONFIG_KVM_AMD is not set']  || []
        'with none of two'                      | Arch.X86_64 | ['CONFIG_KVM_AMD', 'CONFIG_KVM_INTEL', 'CONFIG_KVM_PVM'] | []                               || ['CONFIG_KVM_INTEL or CONFIG_KVM_AMD or CONFIG_KVM_PVM']
        'with an option that is off'            | Arch.X86_64 | ['CONFIG_KVM_XEN']                      | ['# CONFIG_KVM_XEN is not set']  || ['CONFIG_KVM_XEN']
        'of a kernel that has no such option'   | Arch.X86_64 | ['CONFIG_KVM_SMM']                      | []                               || []
    }
}
