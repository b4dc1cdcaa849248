package org.kvmsh.dsl.plan.step;

import java.util.List;
import java.util.function.Function;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.config.CallConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;

/**
 * The ioctls that a script calls by name: the VM's after its memory and before its vCPUs, a vCPU's after its registers.
 */
public final class RawCalls {
    private RawCalls() {}

    /** The VM's. */
    public static void ofVm(VmConfig config, HostFacts host, List<Step> steps) {
        for (CallConfig call : config.calls()) {
            steps.add(step(call, FdKind.VM, host, Bringup::vm));
        }
    }

    /** A vCPU's. */
    public static void ofVcpu(VcpuConfig vcpu, HostFacts host, List<Step> steps) {
        for (CallConfig call : vcpu.calls()) {
            steps.add(step(call, FdKind.VCPU, host, machine -> machine.vcpus().get(vcpu.id())));
        }
    }

    private static Step step(CallConfig call, FdKind on, HostFacts host, Function<Bringup, KvmFile> file) {
        return new Call(
                IoctlByName.check(host.abi(), on, call.ioctl(), call.argument(), call.site()), file, call.site());
    }

    private record Call(IoctlByName call, Function<Bringup, KvmFile> file, Site site) implements Step {
        @Override
        public String text() {
            return call.name();
        }

        @Override
        public String why() {
            return "called by name in the script";
        }

        @Override
        public void perform(Bringup machine) {
            call.make(file.apply(machine), machine::keep);
        }
    }
}
