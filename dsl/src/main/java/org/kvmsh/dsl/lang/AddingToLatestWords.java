package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.machine.word.AddingWords;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** The words of {@code vm { }} that mean something else on a machine, which returns its vCPU or console. */
public interface AddingToLatestWords extends AddingWords {
    Session session();

    Site here();

    /** The words of a {@code vm} block as the language has them, for what is added to a machine. */
    VmWords vmWords(VmConfig.Builder added);

    @Word(
            value = "add a console, as in vm { }",
            example = "console io: 0x3f8",
            named = {"io", "mmio", "hcall", "sbi", "value"})
    @Override
    default void console(Map<String, ?> arguments) {
        actedOn().machineParts().additions().words().console(arguments);
    }

    @Word(
            value = "add a vCPU, as in vm { }; it starts with the next run",
            example = "vcpu(1) { real 0x1000; regs rax: 2 }",
            js = "vcpu(1, {real: " + "0x1000, regs: {rax: 2}})",
            block = true)
    @Override
    default void vcpu(Object id, Block block) {
        actedOn().machineParts().additions().words().vcpu(id, block);
    }

    /** {@code vcpu { real 0x1000 }}: the next one. */
    @Override
    default void vcpu(Block block) {
        actedOn().machineParts().additions().words().vcpu(block);
    }

    /** {@code vcpu 1}: a vCPU as reset leaves it. */
    default void vcpu(Object id) {
        actedOn().machineParts().additions().words().vcpu(id);
    }

    /** {@code device KVM_DEV_TYPE_VFIO}. */
    default void device(Object type) {
        actedOn().machineParts().additions().words().device(type);
    }

    @Override
    default void more(Block block) {
        session().machine(here()).more(block, this::vmWords);
    }
}
