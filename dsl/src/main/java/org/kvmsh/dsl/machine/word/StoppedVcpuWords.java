package org.kvmsh.dsl.machine.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.machine.memory.GuestCode;
import org.kvmsh.dsl.machine.memory.VirtualMemory;
import org.kvmsh.dsl.machine.stop.CodeAtPc;
import org.kvmsh.dsl.machine.stop.StopContext;
import org.kvmsh.dsl.machine.stop.StopParts;
import org.kvmsh.dsl.machine.vcpu.GuestPages;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words of a machine about where its first vCPU has stopped, and the code there. */
public interface StoppedVcpuWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "the state of the first vCPU: registers, flags, code, stack, the pending exit, the last"
                    + " lines of the console. To choose the parts, use context.showing for one call or atStop"
                    + " for the session",
            example = "m.context")
    default StopContext getContext() {
        return StopContext.of(
                actedOn().machineParts().stops(), actedOn().machineParts().firstVcpu(), StopParts.UNSET);
    }

    /** {@code m.context()}. */
    default StopContext context() {
        return getContext();
    }

    /**
     * A former form, {@code m.context stack: 8}, which is rejected: it was a setting of the session at the top level.
     *
     * @deprecated use {@link StopContext#showing}, or {@code atStop}
     */
    @Deprecated
    default StopContext context(Map<String, ?> parts) {
        throw StopContext.withArguments();
    }

    @Word(
            value = "COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next"
                    + " instruction), decoded in the first vCPU's mode. ADDRESS is guest physical; virtual:"
                    + " takes a guest virtual address instead",
            example = "m.dis 0x1000, 5",
            named = {"virtual", "count"})
    default Disassembly dis(Number at, Number count) {
        return new GuestCode(actedOn().machineParts().liveMemory()).physical(at, count);
    }

    @Word(
            value = "how the first vCPU's page tables translate a guest virtual address: each entry read,"
                    + " with its bits named, and the resulting guest physical address or fault",
            example = "m.translate 0x1000")
    default Translation translate(Number address) {
        return new GuestPages(actedOn().machineParts().firstVcpu()).translation(address);
    }

    @Word(
            value = "map a page in the first vCPU's page tables, given its guest virtual and physical"
                    + " addresses and its rights: 'r', 'rw', 'rx' or 'rwx', with user added for the less"
                    + " privileged mode ('rw user'). size: the page size (default: the smallest); tables: the"
                    + " address of unused memory for missing tables. No TLB is flushed",
            example = "m.map 0x4000, 0x10000, 'rw', tables: 0x20000",
            js = "m.map(0x4000, 0x10000, 'rw', {tables: 0x20000})",
            named = {"size", "tables"})
    default Translation map(Map<String, ?> more, Number address, Number physical, String rights) {
        NamedArguments named = Vocabulary.named(StoppedVcpuWords.class, "map", more, Site.UNKNOWN);
        return new VirtualMemory(
                        actedOn().machineParts().firstVcpu(),
                        actedOn().machineParts().liveMemory())
                .map(address, physical, rights, named);
    }

    /** {@code m.map 0x4000, 0x10000, 'rw'}: with the tables that are there. */
    default Translation map(Number address, Number physical, String rights) {
        return map(Map.of(), address, physical, rights);
    }

    /** {@code m.dis virtual: 0x1000, count: 5}: through the first vCPU's page tables. */
    default Disassembly dis(Map<String, ?> what) {
        NamedArguments named = new NamedArguments(
                "dis", List.of("virtual", "count"), "dis virtual: 0x1000, count: 5", what, Site.UNKNOWN);
        Long count = named.longOrNull("count");
        return new VirtualMemory(
                        actedOn().machineParts().firstVcpu(),
                        actedOn().machineParts().liveMemory())
                .code(named.required("virtual"), count == null ? CodeAtPc.INSTRUCTIONS : count);
    }

    /** {@code m.dis 'main', 5}: where the name is loaded. */
    default Disassembly dis(String name, Number count) {
        return dis(actedOn().machineParts().liveMemory().symbols().physical(name), count);
    }

    default Disassembly dis(String name) {
        return dis(actedOn().machineParts().liveMemory().symbols().physical(name));
    }

    /** {@code m.dis 0x1000}. */
    default Disassembly dis(Number at) {
        return dis(at, CodeAtPc.INSTRUCTIONS);
    }

    /** {@code m.dis()}: the code that the first vCPU executes next. */
    default Disassembly dis() {
        return actedOn().machineParts().codeAtPc(CodeAtPc.INSTRUCTIONS);
    }
}
