package org.kvmsh.dsl.machine.word;

import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.stop.CodeAtPc;
import org.kvmsh.dsl.word.Word;

/** The word of a machine for the code in its memory. */
public interface DisassemblingWords {
    /** The machine that the words act on. */
    MachineParts machineParts();

    @Word(
            value = "COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next instruction), decoded"
                    + " in the first vCPU's mode",
            example = "m.dis 0x1000, 5")
    default Disassembly dis(Number at, Number count) {
        return machineParts().liveMemory().code(at, count);
    }

    /** {@code m.dis 'main', 5}: where the name is loaded. */
    default Disassembly dis(String name, Number count) {
        return dis(machineParts().liveMemory().symbols().physical(name), count);
    }

    default Disassembly dis(String name) {
        return dis(machineParts().liveMemory().symbols().physical(name));
    }

    /** {@code m.dis 0x1000}. */
    default Disassembly dis(Number at) {
        return dis(at, CodeAtPc.INSTRUCTIONS);
    }

    /** {@code m.dis()}: the code that the first vCPU executes next. */
    default Disassembly dis() {
        return machineParts().codeAtPc(CodeAtPc.INSTRUCTIONS);
    }
}
