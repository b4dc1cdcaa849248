package org.kvmsh.dsl.register;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Tables of registers that KVM's headers do not name: tab-separated rows, each with its source. */
final class RegisterTable {
    private RegisterTable() { }

    static List<List<String>> rows(String table) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RegisterTable.class.getResourceAsStream(table)), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '#').map(line -> List.of(line.split("\t"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
