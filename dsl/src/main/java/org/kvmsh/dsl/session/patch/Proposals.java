package org.kvmsh.dsl.session.patch;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.proposal.Proposal;
import org.kvmsh.bindings.proposal.ProposalKernel;
import org.kvmsh.bindings.proposal.ProposalKernel.Standing;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.call.ScriptedCapability;
import org.kvmsh.dsl.call.ScriptedProposal;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The ioctls that patches define, on a session's board: their implementations in scripts, and messages about them. */
record Proposals(Board board, HostFacts host) {
    /**
     * Puts a script's proposal in front of the board.
     *
     * @param named the ioctl, or its name
     * @param kept takes what ends with the script
     */
    ProposalMade put(Object named, ProposalBody body, Site site, List<AutoCloseable> kept) {
        Abi abi = board.kernel().abi();
        String capability = NamedCapability.of(abi, named);
        if (capability != null) {
            NamedCapability.checkNumber(abi, capability, site);
        }
        Ioctl ioctl = ioctl(capability == null ? named : ScriptedCapability.IOCTL, abi, site);
        ProposalKernel front = ProposalKernel.of(board.kernel());
        if (front == null) {
            throw new ScriptError(
                    site,
                    "proposals need an rfc:NAME board; this board is " + host.boardName(),
                    "try: -b rfc:" + board.name());
        }
        ScriptedProposal scripted = new ScriptedProposal(ioctl, abi, body, site, kept::add);
        Proposal proposal =
                capability == null ? scripted : new ScriptedCapability(capability, abi.constant(capability), scripted);
        front.add(proposal);
        kept.add(() -> front.remove(proposal));
        Standing standing = front.standing(proposal.name());
        board.kernel().tellMade();
        return new ProposalMade(proposal.name(), standing);
    }

    private static Ioctl ioctl(Object named, Abi abi, Site site) {
        if (named instanceof Ioctl known) {
            return known;
        }
        String name = String.valueOf(named);
        if (named instanceof Number number) {
            throw new ScriptError(site, "the number " + number + " is not an ioctl", commands(abi, number.longValue()));
        }
        if (!abi.hasIoctl(name)) {
            NamedCapability.check(abi, name, site);
            throw new ScriptError(
                    site,
                    "unknown ioctl " + name + " on " + abi.table(),
                    Nearest.note(name, abi.ioctls().stream().map(Ioctl::name).toList()),
                    "for an ioctl that is in no released kernel, use rfc to load the patch that defines it");
        }
        return abi.ioctl(name);
    }

    /** How the commands that a number may stand for are handled. */
    private static String[] commands(Abi abi, long number) {
        return IoctlCommands.of(abi, number).stream()
                .map(command -> command + " is " + command.passed() + "; try: proposal(" + command.ioctl()
                        + ") { arg -> arg." + command.field() + " == " + command + " ? 0 : -EINVAL }")
                .toArray(String[]::new);
    }

    /** Explains a call by its name; one that was only proposed is explained on any board. */
    Explained explain(Object named, Site site) {
        Abi abi = board.kernel().abi();
        // KVM_RUN EINVAL is an errno of an ioctl.
        String[] words = String.valueOf(named).split(" ", 2);
        Errno errno = words.length > 1 ? Errno.of(words[1]) : null;
        Object call = errno == null ? named : words[0];
        NamedCapability.check(abi, String.valueOf(call), site);
        Abi known = call instanceof Ioctl || abi.hasIoctl(String.valueOf(call)) ? abi : Abi.rfc(abi.table());
        Ioctl ioctl = ioctl(call, known, site);
        if (errno != null) {
            return Explained.errno(known, ioctl, errno);
        }
        List<String> here = new ArrayList<>();
        Standing standing = ProposalKernel.of(board.kernel()) == null
                ? null
                : ProposalKernel.of(board.kernel()).standing(ioctl.name());
        board.kernel().tellMade();
        boolean asked = Probing.isSafe(ioctl, known);
        if (standing == Standing.ANSWERS) {
            here.add("on " + host.boardName() + ": handled by the proposal");
        } else if (asked) {
            here.add("on " + host.boardName() + ": "
                    + (Probing.hasIoctl(board.kvm(), ioctl) ? "supported" : "not supported"));
        }
        List<String> types = host.arch().vmTypes().stream()
                .filter(abi::hasConstant)
                .map(type -> type + " " + taken(type))
                .toList();
        if (!types.isEmpty()) {
            here.add("KVM_CREATE_VM here: " + String.join(", ", types));
        }
        return Explained.ioctl(known, ioctl, here);
    }

    private String taken(String type) {
        return host.hasVmType(type) ? "is accepted" : "is refused";
    }
}
