package org.kvmsh.dsl.session.need;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.Planner;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.register.Register;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;

/** {@code needs reg: 'sbi.dbcn'}: a register that the kernel must have, which it shows when a vCPU's is read. */
record RegisterNeed(String name, Register register) {
    /** @throws ScriptError if the board's architecture has no register of this name */
    static RegisterNeed of(Object asked, HostFacts host, Site site) {
        if (!(asked instanceof CharSequence)) {
            throw new ScriptError(
                    site, "reg: must be the name of a register; '" + asked + "' is not", "try: needs reg: 'sbi.dbcn'");
        }
        return new RegisterNeed(
                asked.toString(), Architecture.registersOf(host.abi()).get(asked.toString(), site));
    }

    /** @throws Skipped if it cannot be read of a new vCPU */
    void check(Board board, HostFacts host, Site site) {
        int errno = CallOrigin.PROBING.during(() -> errno(board, host, site));
        if (errno != 0) {
            throw new Skipped(
                    "the register " + name + " is not available on " + host.boardName() + ": " + Errno.describe(errno));
        }
    }

    /** 0 if it can be read. */
    private int errno(Board board, HostFacts host, Site site) {
        VmConfig.Builder one = new VmConfig.Builder(site);
        one.vcpu(new VcpuConfig(0, null, Map.of(), List.of(), null, true, site));
        try (Bringup made = new Bringup(board)) {
            Planner.plan(one.build(), host).steps().forEach(step -> step.perform(made));
            register.read(made.vcpus().get(0));
            return 0;
        } catch (KvmException e) {
            return e.errno();
        }
    }
}
