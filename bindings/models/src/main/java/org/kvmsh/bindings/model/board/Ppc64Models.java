package org.kvmsh.bindings.model.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.RmaOptions;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.model.ModelKernel;
import org.kvmsh.bindings.model.ppc64.Ppc64Model;
import org.kvmsh.bindings.model.ppc64.Ppc64ModelCpu;
import org.kvmsh.bindings.model.ppc64.Ppc64ModelKernel;
import org.kvmsh.bindings.proposal.AllocateRma;
import org.kvmsh.bindings.proposal.Ppc64Cpu;
import org.kvmsh.bindings.proposal.Ppc64Kernel;
import org.kvmsh.bindings.proposal.Proposal;
import org.kvmsh.bindings.proposal.ProposalKernel;
import org.kvmsh.bindings.proposal.SetDeviceAddress;
import org.kvmsh.bindings.proposal.SetPlatform;

/**
 * Software models of the powerpc boards of 2011. Their kernels have the patch mails' ioctls, with the rules that the
 * proposals have in front of other kernels.
 */
final class Ppc64Models {
    /** No kernel of 2011 and no processor for it is available to compare with. */
    static final String CAVEAT = "not validated against a real kernel";

    private static final List<String> POOL = List.of(RmaOptions.SIZE, RmaOptions.COUNT);
    private static final Map<Ppc64Cpu, Ppc64ModelCpu> PROCESSORS =
            Map.of(Ppc64Cpu.PPC970, Ppc64ModelCpu.PPC970, Ppc64Cpu.POWER7, Ppc64ModelCpu.POWER7);
    /** The guest physical address space of the ARM kernels that KVM_SET_DEVICE_ADDRESS was for: 40 bits with LPAE. */
    private static final int GUEST_ADDRESS_BITS = 40;

    static final List<ModelBoards.Model> ALL = List.of(
            new ModelBoards.Model(
                    Boards.RFC,
                    Arch.PPC64,
                    "software model with the ioctls of three posted patches; no released kernel has all three",
                    CAVEAT,
                    ioctls(true, true),
                    name -> checkPool(name, Ppc64Cpu.POWER7),
                    name -> kernel(Ppc64Cpu.POWER7, true, true, name)),
            hypervisor(
                    "model:ppc970-hv",
                    Ppc64Cpu.PPC970,
                    "software model of a PPC970 with the KVM HV of 2011, big-endian: a guest needs a real mode area"),
            hypervisor(
                    "model:power7-hv",
                    Ppc64Cpu.POWER7,
                    "software model of a POWER7 with the KVM HV of 2011, big-endian"),
            new ModelBoards.Model(
                    "model:ppc-pr",
                    Arch.PPC64,
                    "software model of a POWER7 (PPC970 with ?cpu=ppc970) with the KVM PR of 2011, big-endian",
                    CAVEAT,
                    ioctls(false, false),
                    Ppc64Models::checkCpu,
                    name -> kernel(cpu(name), false, false, name)));

    private Ppc64Models() {}

    private static ModelBoards.Model hypervisor(String name, Ppc64Cpu cpu, String about) {
        return new ModelBoards.Model(
                name,
                Arch.PPC64,
                about,
                CAVEAT,
                ioctls(true, false),
                asked -> checkPool(asked, cpu),
                asked -> kernel(cpu, true, false, asked));
    }

    private static void checkPool(BoardName name, Ppc64Cpu cpu) throws NoSuchBoard {
        name.allowOptions(POOL);
        RmaOptions.check(name, AllocateRma.sizes(cpu), cpu.toString());
    }

    private static void checkCpu(BoardName name) throws NoSuchBoard {
        name.allowOptions(List.of(RmaOptions.CPU));
        if (cpu(name) == null) {
            throw new NoSuchBoard(name.base() + " does not support " + RmaOptions.CPU + "="
                    + name.option(RmaOptions.CPU) + "; cpu= must be one of " + String.join(", ", Ppc64Cpu.names()));
        }
    }

    /** The processor that cpu= names, POWER7 by default; null if the name is unknown. */
    private static Ppc64Cpu cpu(BoardName name) {
        String named = name.option(RmaOptions.CPU);
        return named == null ? Ppc64Cpu.POWER7 : Ppc64Cpu.of(named);
    }

    /** @param all whether it has what only an ARM kernel was to have */
    private static Kernel kernel(Ppc64Cpu cpu, boolean hypervisor, boolean all, BoardName name) {
        ModelKernel model = new ModelKernel(new Ppc64Model(new Ppc64ModelKernel(PROCESSORS.get(cpu), hypervisor), all));
        return new Whole(new ProposalKernel(
                model,
                proposals(
                        Ppc64Kernel.configured(cpu, hypervisor),
                        hypervisor,
                        all,
                        host -> new AllocateRma(
                                host,
                                RmaOptions.size(name),
                                RmaOptions.count(name),
                                size -> Mapped.to(model.memory().allocateRma(size))))));
    }

    private static List<Proposal> proposals(
            Ppc64Kernel host, boolean hypervisor, boolean all, Function<Ppc64Kernel, Proposal> rma) {
        List<Proposal> own = new ArrayList<>(List.of(new SetPlatform(host)));
        if (hypervisor) {
            own.add(rma.apply(host));
        }
        if (all) {
            own.add(SetDeviceAddress.here(GUEST_ADDRESS_BITS));
        }
        return own;
    }

    private static List<String> ioctls(boolean hypervisor, boolean all) {
        return proposals(
                        Ppc64Kernel.configured(Ppc64Cpu.POWER7, hypervisor),
                        hypervisor,
                        all,
                        host -> new AllocateRma(host, 0, 0))
                .stream()
                .map(Proposal::ioctl)
                .toList();
    }

    /** One kernel to callers: its parts are not layers whose calls a trace would distinguish. */
    private static final class Whole extends ForwardingKernel {
        Whole(Kernel below) {
            super(below);
        }
    }
}
