package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.repl.abi.AbiProgram;

/**
 * {@code /abi list|show|find|decode}: the kernel headers, on the current board unless another architecture is named.
 */
final class AbiCommand implements ShellCommand {
    private final ShellControl shell;

    AbiCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/abi show NAME";
    }

    @Override
    public String about() {
        return "show what kernel headers say about an ioctl, a struct or a constant; also /abi list, find TEXT, decode"
                + " NUMBER";
    }

    @Override
    public void run(String argument) {
        AbiProgram.run(shell.abi(), shell.out(), argument.isEmpty() ? new String[0] : argument.split("\\s+"));
    }

    @Override
    public List<String> arguments() {
        Abi abi = shell.abi();
        List<String> known = new ArrayList<>(List.of("list", "show", "find", "decode"));
        abi.ioctls().forEach(ioctl -> known.add(ioctl.name()));
        abi.structs().forEach(struct -> known.add(struct.name()));
        abi.constants().forEach(constant -> known.add(constant.name()));
        return known;
    }
}
