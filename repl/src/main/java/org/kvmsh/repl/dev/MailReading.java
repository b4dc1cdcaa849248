package org.kvmsh.repl.dev;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.patch.FragmentReader;
import org.kvmsh.bindings.abi.patch.ListMail;
import org.kvmsh.bindings.abi.patch.MailSeries;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchError;

/**
 * What kvmsh made of a mail.
 *
 * @param arch the table of the ABI that it was read over
 * @param result of reading it
 * @param why it was not read, or what is wrong; empty if it was read
 * @param compared how many of the lines {@code #define KVM_NAME NUMBER} that it adds were found with that number
 */
record MailReading(ListMail mail, String arch, Result result, String why, int compared) {
    /** The tables by the directories below arch/, and by the name that mails have for powerpc. */
    private static final Map<String, String> TABLES = tables();

    /** The lines of which the reader is checked: this pattern shares nothing with it. */
    private static final Pattern PLAIN = Pattern.compile(
            "[ \\t]*#[ \\t]*define[ \\t]+(KVM_\\w+)[ \\t]+(0[xX][0-9a-fA-F]{1,15}|0|[1-9]\\d{0,17})[uUlL]*"
                    + "[ \\t]*(?:/\\*(?:(?!\\*/).)*(?:\\*/\\s*)?)?");

    private static final Pattern GUARD = Pattern.compile("[ \\t]*#[ \\t]*ifndef[ \\t]+(KVM_\\w+)[ \\t]*");
    private static final int LONGEST = 300;

    /** How the reading ended. */
    enum Result {
        READ,
        ADDS_NOTHING,
        CUT,
        REFUSED,
        WRONG
    }

    static MailReading of(ListMail mail, MailSeries series) {
        String arch = arch(mail);
        Map<String, Long> plain = plain(mail, arch);
        try {
            return read(mail, arch, plain, series.read(mail, Abi.of(arch)));
        } catch (PatchError e) {
            // A reply may quote a header's lines without the line that names the header.
            boolean isMissed = e.kind() == PatchError.Kind.NOTHING_ADDED && !plain.isEmpty() && !mail.reply();
            return new MailReading(mail, arch, isMissed ? Result.WRONG : result(e.kind()), e.getMessage(), 0);
        } catch (RuntimeException e) {
            return new MailReading(mail, arch, Result.WRONG, "a bug in kvmsh: " + e + " at " + place(e), 0);
        }
    }

    /** A constant that a warning names is not wrong: the reader has said that it is left out. */
    private static MailReading read(ListMail mail, String arch, Map<String, Long> plain, Patch patch) {
        Map<String, Long> read = patch.constants().stream().collect(Collectors.toMap(Constant::name, Constant::value));
        String warnings = String.join("; ", patch.warnings());
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, Long> each : plain.entrySet()) {
            Long came = read.get(each.getKey());
            compared += each.getValue().equals(came) ? 1 : 0;
            if (came == null ? !isNamed(each.getKey(), warnings) : !came.equals(each.getValue())) {
                wrong.add(each.getKey() + " is " + each.getValue() + ", "
                        + (came == null ? "not read" : "read as " + came));
            }
        }
        return new MailReading(
                mail, arch, wrong.isEmpty() ? Result.READ : Result.WRONG, String.join("; ", wrong), compared);
    }

    private static boolean isNamed(String name, String warnings) {
        return List.of(warnings.split("\\W+")).contains(name);
    }

    private static StackTraceElement place(RuntimeException e) {
        return Stream.of(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.kvmsh."))
                .findFirst()
                .orElse(e.getStackTrace()[0]);
    }

    private static Map<String, String> tables() {
        FragmentReader reader = FragmentReader.installed();
        // Of powerpc's two tables the later one, which is little-endian as today's distributions are.
        Map<String, String> tables =
                Abi.tables().stream().collect(Collectors.toMap(reader::headers, table -> table, (one, later) -> later));
        tables.put("ppc", tables.get("powerpc"));
        return tables;
    }

    private static Result result(PatchError.Kind kind) {
        return switch (kind) {
            case NOTHING_ADDED -> Result.ADDS_NOTHING;
            case CUT -> Result.CUT;
            case UNREADABLE -> Result.REFUSED;
        };
    }

    /**
     * The table of the headers that it adds to; if these are for all architectures, of the one that its title names.
     */
    private static String arch(ListMail mail) {
        String title = mail.title().toLowerCase(Locale.ROOT).replace("risc-v", "riscv");
        return Stream.concat(mail.architectures().stream(), Stream.of(title.split("[^a-z0-9_]+")))
                // 32-bit arm and arm64 had the same headers' contents while both had KVM.
                .sorted(Comparator.comparing("arm"::equals))
                .map(TABLES::get)
                .filter(table -> table != null)
                .findFirst()
                .orElse("x86_64");
    }

    /**
     * The numbers by name; a name with two numbers is left out, and one that the architecture's own header may define.
     */
    private static Map<String, Long> plain(ListMail mail, String arch) {
        Map<String, Long> plain = new LinkedHashMap<>();
        Set<String> unclear = new HashSet<>();
        for (ListMail.Added line : mail.added()) {
            if (line.text().length() > LONGEST
                    || !line.architecture().isEmpty() && !arch.equals(TABLES.get(line.architecture()))) {
                continue;
            }
            Matcher guard = GUARD.matcher(line.text());
            Matcher define = PLAIN.matcher(line.text());
            if (guard.matches()) {
                unclear.add(guard.group(1));
            } else if (define.matches()) {
                Long value = Long.decode(define.group(2));
                Long before = plain.put(define.group(1), value);
                if (before != null && !before.equals(value)) {
                    unclear.add(define.group(1));
                }
            }
        }
        plain.keySet().removeAll(unclear);
        return plain;
    }
}
