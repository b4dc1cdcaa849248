package org.kvmsh.dsl.register;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Tables of registers that KVM's headers do not name: tab-separated rows, each with its source. */
public final class RegisterTable {
    private RegisterTable() { }

    /** The rows of a table beside a class. */
    public static List<List<String>> rows(Class<?> beside, String table) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(beside.getResourceAsStream(table)), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').map(line -> List.of(line.split("\t"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
