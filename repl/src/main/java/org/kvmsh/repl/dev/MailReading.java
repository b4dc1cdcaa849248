package org.kvmsh.repl.dev;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
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
    /** The tables by the directories below arch/. */
    private static final Map<String, String> TABLES = Map.of(
            "arm64",
            "arm64",
            "arm",
            "arm",
            "powerpc",
            "ppc64le",
            "ppc",
            "ppc64le",
            "riscv",
            "riscv64",
            "s390",
            "s390x",
            "mips",
            "mips64",
            "loongarch",
            "loongarch64",
            "x86",
            "x86_64");
    /** Read by a pattern of its own, so that it can show a mistake of the reader. */
    private static final Pattern PLAIN = Pattern.compile(
            "^[> |]*\\+[ \\t]*#[ \\t]*define[ \\t]+(KVM_\\w+)[ \\t]+(0[xX][0-9a-fA-F]{1,15}|0|[1-9]\\d{0,17})[uUlL]*"
                    + "[ \\t]*(?:/\\*.*)?$");

    private static final Pattern GUARD = Pattern.compile("[> |]*\\+[ \\t]*#[ \\t]*ifndef[ \\t]+(KVM_\\w+)[ \\t]*");

    /** How it ended. */
    enum Result {
        READ,
        ADDS_NOTHING,
        CUT,
        REFUSED,
        WRONG
    }

    static MailReading of(ListMail mail, MailSeries series) {
        String arch = arch(mail);
        try {
            Patch patch = series.read(mail, Abi.of(arch));
            Map<String, Long> plain = plain(mail.text());
            List<String> wrong = new ArrayList<>();
            int[] compared = {0};
            patch.constants().forEach(constant -> {
                Long expected = plain.get(constant.name());
                if (expected != null && expected == constant.value()) {
                    compared[0]++;
                } else if (expected != null) {
                    wrong.add(constant.name() + " is " + expected + ", read as " + constant.value());
                }
            });
            return new MailReading(
                    mail, arch, wrong.isEmpty() ? Result.READ : Result.WRONG, String.join("; ", wrong), compared[0]);
        } catch (PatchError e) {
            return new MailReading(mail, arch, result(e.kind()), e.getMessage(), 0);
        } catch (RuntimeException e) {
            return new MailReading(
                    mail,
                    arch,
                    Result.WRONG,
                    "a bug in kvmsh: " + e + " at "
                            + Stream.of(e.getStackTrace())
                                    .filter(frame -> frame.getClassName().startsWith("org.kvmsh."))
                                    .findFirst()
                                    .orElse(null),
                    0);
        }
    }

    private static Result result(PatchError.Kind kind) {
        return switch (kind) {
            case NOTHING_ADDED -> Result.ADDS_NOTHING;
            case CUT -> Result.CUT;
            case UNREADABLE -> Result.REFUSED;
        };
    }

    /** Of the headers that it changes; if these are for all architectures, the one that its title names. */
    private static String arch(ListMail mail) {
        return Stream.concat(
                        mail.architectures().stream().sorted(),
                        Stream.of(mail.title().toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")))
                .map(TABLES::get)
                .filter(table -> table != null)
                .findFirst()
                .orElse("x86_64");
    }

    /** By name; a name with two numbers is left out, and one that the architecture's own header may define. */
    private static Map<String, Long> plain(String text) {
        Map<String, Long> plain = new HashMap<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            Matcher guard = GUARD.matcher(line);
            if (guard.matches()) {
                plain.put(guard.group(1), null);
            }
            Matcher define = PLAIN.matcher(line);
            if (line.length() < 300 && define.matches()) {
                Long value = Long.decode(define.group(2));
                if (plain.containsKey(define.group(1)) && !value.equals(plain.get(define.group(1)))) {
                    plain.put(define.group(1), null);
                } else {
                    plain.put(define.group(1), value);
                }
            }
        }
        return plain;
    }
}
