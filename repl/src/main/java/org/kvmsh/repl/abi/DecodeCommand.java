package org.kvmsh.repl.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberReading;
import org.kvmsh.dsl.text.Columns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abi decode}: what each architecture reads in an ioctl's number. */
@Command(name = "decode", description = "Decode an ioctl number for each architecture.", sortOptions = false)
final class DecodeCommand extends LookupCommand {
    private static final long LARGEST = 0xffffffffL;

    @Option(names = "--arch", paramLabel = "ARCH", description = "Only for this architecture.")
    private String arch;

    @Parameters(paramLabel = "NUMBER", description = "The ioctl number, in hex (0x4008aeaa) or decimal.")
    private String text;

    DecodeCommand(Place place) {
        super(place);
    }

    @Override
    public Integer call() {
        int request = number();
        List<NumberReading> readings = arch == null
                ? NumberReading.all(request)
                : List.of(NumberReading.of(
                        Abi.of(abi(arch).table()), Abi.rfc(abi(arch).table()), request));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("request", Pages.hex(request));
        facts.put("readings", readings.stream().map(AbiFacts::of).toList());
        return answer(facts, lines(readings));
    }

    private int number() {
        long number;
        try {
            number = Long.decode(text);
        } catch (NumberFormatException e) {
            throw wrong(text + " is not a number; an ioctl number looks like 0x4008aeaa");
        }
        if (number < 0 || number > LARGEST) {
            throw wrong(text + " is not an ioctl number: ioctl numbers have 32 bits");
        }
        return (int) number;
    }

    private static List<String> lines(List<NumberReading> readings) {
        List<String> lines = new ArrayList<>();
        for (List<NumberReading> alike : alike(readings)) {
            NumberReading reading = alike.get(0);
            lines.add(alike.stream().map(NumberReading::table).collect(Collectors.joining(", ")) + ":");
            lines.add("  " + (Character.isDigit(reading.direction().charAt(0)) ? "direction " : "")
                    + reading.direction() + ", type " + Pages.hex(reading.type())
                    + (reading.isKvm() ? " (KVM)" : " (not KVM)") + ", number " + Pages.hex(reading.number())
                    + ", " + reading.size() + " bytes");
            lines.addAll(meanings(reading).lines("  "));
        }
        return lines;
    }

    private static Columns meanings(NumberReading reading) {
        Columns columns = new Columns(0);
        reading.ioctls().forEach(ioctl -> columns.row(ioctl.name(), on(ioctl)));
        reading.proposals().forEach(ioctl -> columns.row(ioctl.name(), on(ioctl), "a proposal: " + ioctl.origin()));
        if (reading.ioctls().isEmpty()) {
            reading.others()
                    .forEach(ioctl -> columns.row("the number of " + ioctl.name(), "is " + Pages.hex(ioctl.request())));
            if (reading.proposals().isEmpty() && reading.others().isEmpty()) {
                columns.row("not an ioctl in the tables");
            }
        }
        return columns;
    }

    private static String on(Ioctl ioctl) {
        return ioctl.on().isEmpty() ? "" : "on " + Pages.kinds(ioctl);
    }

    /** Architectures that read the same, together. */
    private static List<List<NumberReading>> alike(List<NumberReading> readings) {
        List<List<NumberReading>> groups = new ArrayList<>();
        for (NumberReading reading : readings) {
            groups.stream()
                    .filter(group -> group.get(0).sameAs(reading))
                    .findFirst()
                    .orElseGet(() -> {
                        groups.add(new ArrayList<>());
                        return groups.get(groups.size() - 1);
                    })
                    .add(reading);
        }
        return groups;
    }
}
