package org.kvmsh.repl.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.repl.dev.MailReading.Result;

/** The results of an archive's patches by year, architecture and format, and the patches that were not read. */
final class MailTable {
    private final int all;
    private final List<MailReading> readings;

    /** @param all how many mails the archive has */
    MailTable(int all, List<MailReading> readings) {
        this.all = all;
        this.readings = readings;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("mails: " + all + ", with a diff of KVM's headers: " + readings.size());
        lines.add(row("", Stream.of(Result.values()).map(MailTable::title).toList()));
        lines.add(row("all", counts(readings)));
        rows(lines, reading -> reading.mail().reply() ? "reply" : "patch");
        rows(
                lines,
                reading -> reading.mail().year() == 0
                        ? "no date"
                        : String.valueOf(reading.mail().year()));
        rows(lines, MailReading::arch);
        rows(lines, reading -> reading.mail().format());
        lines.add("plain constants compared: "
                + readings.stream().mapToInt(MailReading::compared).sum());
        for (Result result : List.of(Result.WRONG, Result.REFUSED, Result.CUT, Result.ADDS_NOTHING)) {
            readings.stream()
                    .filter(reading -> reading.result() == result)
                    .forEach(reading ->
                            lines.add(title(result) + ": " + reading.mail().id() + ": " + reading.why()));
        }
        return lines;
    }

    private void rows(List<String> lines, Function<MailReading, String> key) {
        Map<String, List<MailReading>> groups =
                readings.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
        groups.forEach((name, group) -> lines.add(row(name, counts(group))));
    }

    private static String row(String name, List<?> cells) {
        return String.format(Locale.ROOT, "%-18s", name)
                + cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "%14s", cell))
                        .collect(Collectors.joining());
    }

    private static String title(Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<Long> counts(List<MailReading> group) {
        return Stream.of(Result.values())
                .map(result -> group.stream()
                        .filter(reading -> reading.result() == result)
                        .count())
                .toList();
    }
}
