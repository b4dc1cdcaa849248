package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Command;

/**
 * Why ioctls fail, as the mails of a series tell it: in a section of the API document that a mail adds, in one that it
 * adds rows or sentences to, and in the message before the diff.
 */
final class PatchErrors {
    private static final Pattern ROW = Pattern.compile("\\s*[*-]?\\s*-?(E[A-Z0-9]{2,14})\\b:?\\s+(\\S.*)");
    private static final Pattern CALL = Pattern.compile("\\b_IO[RW]{0,2}\\s*\\(");
    private static final Pattern WORD = Pattern.compile("\\bKVM_[A-Z0-9_]+\\b");
    /** A line of an enum, as in {@code KVM_SEV_INIT = 0,}. */
    private static final Pattern ENUMERATOR = Pattern.compile("\\s*(KVM_[A-Z0-9_]+)\\s*(?:=[^,]*)?,.*");
    /** Words by which a sentence describes the kernel before the patch. */
    private static final Pattern BEFORE = Pattern.compile(
            "(?i)\\b(?:currently|today|previously|used to|instead of|rather than|before this|without this|no"
                    + " longer|fix(?:es|ed)?|bug)\\b");

    /** A further line of a row, but not a table's rule. */
    private static final Pattern FURTHER = Pattern.compile("(?:    |\\s*\\t)\\s*(?![=\\-~\\s]*$)\\S");

    private static final String ENABLE = "KVM_ENABLE_CAP";
    private static final String ATTRIBUTE = "KVM_SET_DEVICE_ATTR";
    private static final int LONGEST = 1000;

    private final Map<String, IoctlHelp> help;
    private final Set<String> defined = new LinkedHashSet<>();

    /** @param help of the sections that the mails add, by ioctl; gets what else the mails tell */
    PatchErrors(Map<String, IoctlHelp> help, List<Line> lines) {
        this.help = help;
        help.replaceAll((name, said) -> said.withErrors(ErrnoProse.of(said.returns() + "\n\n" + said.text())));
        lines.stream()
                .filter(line -> line.added()
                        && line.text().length() < LONGEST
                        && CALL.matcher(line.text()).find())
                .map(line -> Define.name(line.text()))
                .filter(name -> name != null)
                .forEach(defined::add);
        document(lines);
        DeviceDocument.attributes(lines).forEach((attribute, added) -> reasons(ATTRIBUTE, attribute, errors(added)));
        List.copyOf(help.values()).stream()
                .filter(said -> said.name().startsWith("KVM_CAP_"))
                .forEach(this::capability);
        coded(lines);
    }

    /**
     * The code's errors of the ioctls that the mails define, of the capabilities that are enabled, and of the commands
     * of other ioctls.
     */
    private void coded(List<Line> lines) {
        Set<String> labels = new LinkedHashSet<>(defined);
        for (Line line : lines) {
            if (!line.added() || line.text().length() >= LONGEST) {
                continue;
            }
            String name = Define.name(line.text());
            Matcher enumerator = ENUMERATOR.matcher(line.text());
            if (name != null && name.startsWith("KVM_CAP_")) {
                labels.add(name);
            } else if (enumerator.matches() && Command.of(enumerator.group(1)) != null) {
                labels.add(enumerator.group(1));
            }
        }
        CodeErrors code = new CodeErrors(lines, labels);
        Map<String, List<CodedError>> byCall = new LinkedHashMap<>();
        for (String label : labels) {
            Command command = Command.of(label);
            String call = command != null ? command.ioctl() : label.startsWith("KVM_CAP_") ? ENABLE : label;
            for (CodedError error : code.of(label)) {
                byCall.computeIfAbsent(call, key -> new ArrayList<>())
                        .add(call.equals(label) ? error : error.about(label));
            }
        }
        byCall.forEach((call, errors) -> help.merge(
                call, IoctlHelp.of(call, Map.of()).withCoded(errors), (known, more) -> known.withCoded(errors)));
    }

    /** A section of a capability tells why KVM_ENABLE_CAP refuses it. */
    private void capability(IoctlHelp said) {
        reasons(ENABLE, said.name(), said.errors());
    }

    /** Adds why an ioctl refuses one of the constants that it takes. */
    private void reasons(String ioctl, String constant, Map<String, String> conditions) {
        Map<String, String> errors = new LinkedHashMap<>();
        conditions.forEach((errno, condition) -> errors.put(errno, constant + ": " + condition));
        if (!errors.isEmpty()) {
            help.merge(ioctl, IoctlHelp.of(ioctl, errors), (known, more) -> known.withReasons(errors));
        }
    }

    /** A section whose heading stays as it is, where the hunk shows that. */
    private void document(List<Line> lines) {
        List<String> ioctls = List.of();
        int hunk = -1;
        List<String> added = new ArrayList<>();
        for (Line line : lines) {
            if (!ApiDocument.is(line.file()) || line.text().length() >= LONGEST || line.mark() == '-') {
                continue;
            }
            Matcher heading = ApiDocument.heading(line.text());
            if (heading != null || line.hunk() != hunk) {
                add(ioctls, added);
                added.clear();
                hunk = line.hunk();
                ioctls = heading != null && !line.added() ? ApiDocument.named(heading) : List.of();
            } else if (line.added()) {
                added.add(line.text());
            }
        }
        add(ioctls, added);
    }

    private void add(List<String> ioctls, List<String> added) {
        if (ioctls.isEmpty()) {
            return;
        }
        Map<String, String> errors = errors(added);
        ioctls.forEach(ioctl -> put(ioctl, errors));
    }

    /** The errors that lines of a document tell, in rows or in sentences. */
    private static Map<String, String> errors(List<String> added) {
        Map<String, String> errors = new LinkedHashMap<>();
        StringBuilder prose = new StringBuilder();
        String last = null;
        for (String text : added) {
            Matcher row = ROW.matcher(text);
            if (row.matches() && Character.isWhitespace(text.charAt(0))) {
                last = row.group(1);
                errors.merge(last, ErrnoProse.condition(row.group(2)), (one, more) -> one + "; or " + more);
            } else if (last != null && FURTHER.matcher(text).lookingAt()) {
                errors.merge(last, text.strip(), (one, more) -> one + " " + more);
            } else {
                last = null;
                prose.append(text).append('\n');
            }
        }
        ErrnoProse.of(prose.toString()).forEach(errors::putIfAbsent);
        return errors;
    }

    private void put(String ioctl, Map<String, String> errors) {
        if (!errors.isEmpty()) {
            help.merge(ioctl, IoctlHelp.of(ioctl, errors), (known, more) -> known.withErrors(errors));
        }
    }

    /** The text before a mail's diff: of the ioctl that a sentence names, or of the only one that the mails define. */
    void message(String text) {
        for (String sentence : ErrnoProse.sentences(text)) {
            Matcher word = WORD.matcher(sentence);
            Set<String> named = new LinkedHashSet<>();
            while (word.find()) {
                if (defined.contains(word.group()) || help.containsKey(word.group())) {
                    named.add(word.group());
                }
            }
            Set<String> about = named.isEmpty() ? defined : named;
            if (about.size() == 1 && !BEFORE.matcher(sentence).find()) {
                put(about.iterator().next(), ErrnoProse.of(sentence));
            }
        }
    }
}
