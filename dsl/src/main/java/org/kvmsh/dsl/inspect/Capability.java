package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.Locale;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** One capability and what KVM_CHECK_EXTENSION answered. */
public final class Capability implements AsJson {
    private final String name;
    private final int ofKvm;
    private final Integer ofVm;
    private final String meaning;
    private final List<String> bits;

    /**
     * @param ofVm null if no VM was asked
     * @param meaning of the value; empty if it is not known
     * @param bits of a mask, by name
     */
    Capability(String name, int ofKvm, Integer ofVm, String meaning, List<String> bits) {
        this.name = name;
        this.ofKvm = ofKvm;
        this.ofVm = ofVm;
        this.meaning = meaning;
        this.bits = List.copyOf(bits);
    }

    @Word(value = "its name in the kernel", example = "caps('*MEM*').all[0].name")
    public String getName() {
        return name;
    }

    @Word(
            value = "the value that the VM reports, or that /dev/kvm reports if there is no VM; 0 means not supported",
            example = "caps('*MEM*').all[0].value")
    public int getValue() {
        return ofVm == null ? ofKvm : ofVm;
    }

    @Word(value = "the value for /dev/kvm, without a VM", example = "caps('*MEM*').all[0].ofKvm")
    public int getOfKvm() {
        return ofKvm;
    }

    @Word(value = "what the value means, with the source; empty if not known", example = "caps('*MEM*').all[0].meaning")
    public String getMeaning() {
        return meaning;
    }

    @Word(
            value = "of a mask, its bits by the headers' names; otherwise empty",
            example = "caps('*').named('SYNC_REGS').bits")
    public List<String> getBits() {
        return bits;
    }

    boolean isThere() {
        return ofKvm != 0 || ofVm != null && ofVm != 0;
    }

    String line(int width) {
        String differs = ofVm == null || ofVm == ofKvm ? "" : " (" + ofKvm + " before there is a VM)";
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
