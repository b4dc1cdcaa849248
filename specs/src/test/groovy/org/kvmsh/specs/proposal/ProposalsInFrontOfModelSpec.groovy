package org.kvmsh.specs.proposal

import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.ForwardingKernel
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.model.ModelKernel
import org.kvmsh.bindings.model.x86.X86Model
import org.kvmsh.bindings.proposal.AllocateRma
import org.kvmsh.bindings.proposal.Ppc64Cpu
import org.kvmsh.bindings.proposal.ProposalKernel
import org.kvmsh.bindings.proposal.ProposalKernel.Standing
import org.kvmsh.bindings.proposal.SetPlatform

/** In front of the model of an x86 board, and of kernels based on it. */
class ProposalsInFrontOfModelSpec extends ProposalsInFront {
    @Override
    Kernel below() {
        model()
    }

    static Kernel model() {
        new ModelKernel(new X86Model())
    }

    def "an ioctl that the kernel has goes to the kernel, and its refusals are reported"() {
        given: 'a PPC970 kernel behind a proposal for POWER7'
        open([new SetPlatform(hv())], new ProposalKernel(model(), [new SetPlatform(hv(Ppc64Cpu.PPC970))]))
        def vm = kvm.createVm(0).get()

        expect:
        kvm.kernel().standing('KVM_PPC_SET_PLATFORM') == Standing.STEPS_ASIDE
        platform(vm, 2, 206) == Errno.EINVAL.number()
        platform(vm, 2, 201) == 0

        cleanup:
        vm.close()
    }

    def "KVM_ALLOCATE_RMA is detected by its capability, since a call would take an area: #below leaves #areas"() {
        given:
        open([new AllocateRma(hv(), SIZE, 3)], under)
        def vm = kvm.createVm(0).get()

        expect:
        kvm.kernel().standing('KVM_ALLOCATE_RMA') == standing
        take(vm, 5)*.ok().count(true) == areas

        cleanup:
        vm.close()

        where:
        below                       | under                                                       || standing              | areas
        'a kernel with two areas'   | new ProposalKernel(model(), [new AllocateRma(hv(), SIZE, 2)]) || Standing.STEPS_ASIDE | 2
        'a kernel that has no pool' | model()                                                     || Standing.ANSWERS      | 3
    }

    def "ten thousand VMs with an area each leave the pool full"() {
        given:
        open([new AllocateRma(hv(), SIZE, 2)], model())
        def kernel = kvm.kernel()
        10_000.times { round ->
            def made = kvm.createVm(0).get()
            int fd = allocate(made).get()
            def area = kernel.map(fd, SIZE, 0).region()
            made.setUserMemoryRegion(0, 0, SIZE, area).get()
            def close = [{ made.close() }, { kernel.close(fd) }, { area.close() }]
            // Whoever closes last, in every order.
            close.permutations().toList()[round % 6].each { it() }
        }
        def vm = kvm.createVm(0).get()

        expect:
        take(vm, 3)*.errno() == [0, 0, Errno.ENOMEM.number()]

        cleanup:
        vm.close()
    }

    def "KVM_RUN goes straight to the kernel below"() {
        given:
        int runs = 0
        def counted = new ForwardingKernel(model()) {
            @Override int run(int fd) {
                runs++
                super.run(fd)
            }
        }
        open([new SetPlatform(hv()), new AllocateRma(hv(), SIZE, 1)], counted)
        def vm = kvm.createVm(0).get()
        def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()

        when:
        def answers = (1..3).collect { kvm.kernel().run(vcpu.fd()) }

        then:
        runs == 3
        answers.toSet().size() == 1

        cleanup:
        [vcpu, vm]*.close()
    }
}
