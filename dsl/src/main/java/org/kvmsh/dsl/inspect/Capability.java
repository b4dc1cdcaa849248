package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.Locale;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/**
 * One capability and what KVM_CHECK_EXTENSION answered.
 *
 * @param ofVm null if no VM was asked
 * @param meaning of the value; empty if it is not known
 * @param bits of a mask, by name
 */
public record Capability(
        @Word(value = "its name in the kernel", example = "caps('*MEM*').all[0].name")
        String name,

        @Word(
                value = "the value that /dev/kvm reports, which may differ from a VM's",
                example = "caps('*MEM*').all[0].ofKvm")
        int ofKvm,

        Integer ofVm,

        @Word(
                value = "what the value means, with the source; empty if not known",
                example = "caps('*MEM*').all[0].meaning")
        String meaning,

        @Word(
                value = "the names of the bits that are set, if the value is a mask; otherwise empty",
                example = "caps('*').named('SYNC_REGS').bits")
        List<String> bits)
        implements AsJson {
    public Capability {
        bits = List.copyOf(bits);
    }

    @Word(
            value = "the value that the VM reports, or that /dev/kvm reports if there is no VM; 0 means not supported",
            example = "caps('*MEM*').all[0].value")
    public int getValue() {
        return ofVm == null ? ofKvm : ofVm;
    }

    boolean isThere() {
        return ofKvm != 0 || ofVm != null && ofVm != 0;
    }

    String line(int width) {
        String differs = ofVm == null || ofVm == ofKvm ? "" : " (" + ofKvm + " for /dev/kvm)";
        return (String.format(Locale.ROOT, "%-" + width + "s  %5s%s", name, text(getValue()), differs)
                        + (bits.isEmpty() ? "" : "  " + String.join(" | ", bits))
                        + (meaning.isEmpty() ? "" : "  " + meaning))
                .stripTrailing();
    }

    /** Masks are read in hex. */
    private static String text(int value) {
        return value >= 0 && value < 0x10000 ? Integer.toString(value) : "0x" + Integer.toHexString(value);
    }

    @Override
    public String toString() {
        return line(name.length());
    }
}
