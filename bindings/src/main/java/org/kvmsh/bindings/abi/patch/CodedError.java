package org.kvmsh.bindings.abi.patch;

/**
 * An error that a patch's C code returns for an ioctl.
 *
 * @param errno its name
 * @param about the capability of KVM_ENABLE_CAP, or the command of another ioctl, that leads to it; empty if any call
 *     does
 * @param condition as the code has it, as "if (x.flags)" or "unless (x.on)"; empty if the error is always returned
 * @param file the source file
 * @param line of the patch's text
 */
public record CodedError(String errno, String about, String condition, String file, int line) {
    CodedError under(String other) {
        return new CodedError(errno, about, other, file, line);
    }

    CodedError about(String part) {
        return new CodedError(errno, part, condition, file, line);
    }

    @Override
    public String toString() {
        return (about.isEmpty() ? "" : about + ": ") + (condition.isEmpty() ? "" : condition + ", ") + file + ", line "
                + line;
    }
}
