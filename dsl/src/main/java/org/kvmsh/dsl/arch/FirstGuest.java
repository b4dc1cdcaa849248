package org.kvmsh.dsl.arch;

/**
 * The smallest guest of an architecture that computes and ends its run, as a line that creates it under the name
 * {@code m}. Its code is in bytes, so that it needs no assembler.
 *
 * @param end the exit that ends its run, as {@code until:} has it
 */
public record FirstGuest(String groovy, String js, String end) {
    /**
     * A guest in memory from an address on, started at its code.
     *
     * @param start the word of the vCPU that starts it
     */
    public static FirstGuest inMemory(String memory, String code, String hex, String start, String end) {
        return new FirstGuest(
                "m = vm { memory at: " + memory + ", size: 64.KB; load at: " + code + ", hex: '" + hex + "'; vcpu(0) { "
                        + start + " " + code + " } }",
                "m = vm({memory: {at: " + memory + ", size: KB(64)}, load: {at: " + code + ", hex: '" + hex
                        + "'}, vcpu: {" + start + ": " + code + "}})",
                end);
    }
}
