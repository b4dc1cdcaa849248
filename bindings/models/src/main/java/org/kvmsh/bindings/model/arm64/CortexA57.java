package org.kvmsh.bindings.model.arm64;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The registers of a Cortex-A57 under KVM, as {@code cortex-a57.tsv} has them from a kernel. */
final class CortexA57 {
    static final List<Register> REGISTERS = read();

    /**
     * A register of KVM_GET_REG_LIST.
     *
     * @param value what it holds after KVM_ARM_VCPU_INIT
     * @param takes which values KVM_SET_ONE_REG takes
     */
    record Register(long id, BigInteger value, Takes takes) { }

    /** ANY value, the SAME alone, or what a rule of KVM's own says. */
    enum Takes { ANY, SAME, KVM, PSTATE }

    private static final int HEXADECIMAL = 16;

    private CortexA57() { }

    private static List<Register> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CortexA57.class.getResourceAsStream("cortex-a57.tsv")), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(CortexA57::register).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Register register(String line) {
        String[] columns = line.split("\t");
        return new Register(Long.parseUnsignedLong(columns[0], HEXADECIMAL), new BigInteger(columns[1], HEXADECIMAL), Takes.valueOf(columns[2].toUpperCase(Locale.ROOT)));
    }
}
