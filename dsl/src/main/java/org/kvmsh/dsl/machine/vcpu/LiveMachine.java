package org.kvmsh.dsl.machine.vcpu;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.script.Site;

/** The view of a machine that its parts have. */
public interface LiveMachine extends VcpuOwner {
    /** Refuses what a machine does only between its runs, or after it is closed. */
    void checkIdle(String what);

    /** Its vCPUs by id; those that are added later are in it too. */
    Collection<VcpuEngine> engines();

    /** The vCPU of a number; an error for a number without a vCPU. */
    VcpuEngine vcpu(int id);

    /** The configuration that was requested, with what was added. */
    VmConfig config();

    /** The parts of guest memory that kvmsh filled although the script loaded nothing there. */
    List<GuestRange> chosen();

    /** Its guest's memory is about to be written. */
    void overwriting(long at, long length);

    /** What the first vCPU's instructions are now; null if kvmsh can't read them. */
    CodeMode mode();

    /** The names of its guest's addresses. */
    SymbolNames names();

    /** The current position of the script on this thread. */
    Site place();

    /** The frame at an address of its guest's code; null if no loaded file tells. */
    FrameRow frame(long address);
}
