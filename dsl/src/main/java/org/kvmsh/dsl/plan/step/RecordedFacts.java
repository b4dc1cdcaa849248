package org.kvmsh.dsl.plan.step;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.BoardEntry;

/**
 * The answers of the boards in QEMU when their facts were recorded, so that an error can name those that take a VM
 * without starting them. The table has a row for each answer: board, question, answer. A question that is not in it has
 * no answer, and a capability that is not is 0.
 */
public record RecordedFacts(Map<String, String> answers) implements Probe {
    /** Read at first use. */
    private static final class Table {
        private static final Map<String, Map<String, String>> BOARDS = read();

        private static Map<String, Map<String, String>> read() {
            Map<String, Map<String, String>> boards = new HashMap<>();
            try (InputStream table = RecordedFacts.class.getResourceAsStream("recorded-facts.tsv");
                    BufferedReader rows = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
                rows.lines()
                        .filter(row -> !row.startsWith("#"))
                        .map(row -> row.split("\t"))
                        .forEach(row -> boards.computeIfAbsent(row[0], first -> new TreeMap<>())
                                .put(row[1], row[2]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return boards;
        }
    }

    /** The facts of a board whose kernel is of the recorded version; empty for any other. */
    public static Optional<RecordedFacts> of(BoardEntry board) {
        Map<String, String> answers = Table.BOARDS.get(board.name());
        return answers == null || !version(answers.get("release")).equals(version(board.kernel()))
                ? Optional.empty()
                : Optional.of(new RecordedFacts(answers));
    }

    /** Distributions fix bugs in a version, and keep what it answers. */
    private static String version(String release) {
        String[] parts = String.valueOf(release).split("\\.");
        return parts.length < 2 ? String.valueOf(release) : parts[0] + "." + parts[1];
    }

    HostFacts facts(BoardEntry board) {
        Abi abi = Abi.of(answers.get("table"));
        for (String ioctl : board.proposed()) {
            abi = abi.proposed(ioctl);
        }
        Abi whole = abi;
        return new HostFacts(board.name() + " (" + board.kindInWords() + ")", () -> whole, this, List::of);
    }

    /** The table's question for a field that a call on a new VM or vCPU fills. */
    public static String question(String ioctl, String field) {
        return field + " of " + ioctl;
    }

    /** The table's question for an attribute's first value. */
    public static String question(String device, String group, String attribute) {
        return attribute + " of " + group + " of a new " + device;
    }

    /** The table's question for what a call returns. */
    public static String question(long vmType, String ioctl, Map<String, Long> fields) {
        return ioctl + " " + new TreeMap<>(fields) + " on a VM of type " + vmType;
    }

    @Override
    public int capability(String name) {
        return Integer.parseInt(answers.getOrDefault(name, "0"));
    }

    @Override
    public int pageSize() {
        return Integer.parseInt(answers.get("page size"));
    }

    @Override
    public String release() {
        return answers.get("release");
    }

    @Override
    public boolean hasIoctl(Ioctl ioctl) {
        return answers.containsKey(ioctl.name())
                || Abi.of(answers.get("table")).hasIoctl(ioctl.name()) && !answers.containsKey("lacks " + ioctl.name());
    }

    @Override
    public boolean hasVmType(String constant) {
        return answers.containsKey(constant);
    }

    @Override
    public boolean hasDevice(String constant) {
        return answers.containsKey(constant);
    }

    @Override
    public boolean hasDevice(long type) {
        return false;
    }

    @Override
    public Long told(String ioctl, String field) {
        return number(question(ioctl, field));
    }

    @Override
    public Long initially(String device, String group, String attribute) {
        return number(question(device, group, attribute));
    }

    @Override
    public Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
        Long answer = number(question(vmType, ioctl, fields));
        return answer == null ? null : (Integer) answer.intValue();
    }

    @Override
    public boolean isProposed(String ioctl) {
        return answers.containsKey("proposed " + ioctl);
    }

    private Long number(String question) {
        return answers.containsKey(question) ? (Long) Long.parseLong(answers.get(question)) : null;
    }
}
