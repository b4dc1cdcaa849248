package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sections that a patch adds to the API document. */
final class ApiDocument {
    private static final Pattern FILE = Pattern.compile("Documentation/(?:.*/)?kvm/(?:.*/)?api\\.(?:txt|rst)");
    private static final Pattern HEADING =
            Pattern.compile("((?:\\d{1,3}|[NXYxy]{1,3})\\.(?:\\d{1,4}|[NXYxy?]{1,4})) +(KVM_\\w+)(.{0,200})");
    private static final Pattern BOTH = Pattern.compile("(KVM_(?:\\w+_)?)(GET|SET)/(GET|SET)(_\\w+)");
    private static final Pattern FURTHER = Pattern.compile("\\s*(?:/|,|&|and\\b|or\\b)\\s*(KVM_\\w+)");
    private static final Pattern DIRECTION = Pattern.compile("\\s*\\((?:in|out)\\)");
    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");
    private static final Pattern ENTRY =
            Pattern.compile(":?(Capability|Capabilities|Architectures?|Type|Parameters|Returns|Errors):(.*)");
    private static final Pattern ERROR = Pattern.compile("\\s*-?(E[A-Z0-9]{2,20})\\b:?\\s*(.*)");
    private static final Pattern RULE = Pattern.compile("[=\\-~\\s]*");
    private static final int LONGEST = 2000;

    private ApiDocument() {}

    /** A section as it was written. */
    record Section(IoctlHelp help, List<Line> lines) {}

    static boolean is(String file) {
        return FILE.matcher(file).matches();
    }

    /** The number and the ioctl of a section's heading; null for any other line. */
    static Matcher heading(String text) {
        Matcher heading = HEADING.matcher(text);
        return heading.matches() ? heading : null;
    }

    /**
     * The ioctls of a heading: {@code KVM_SET_X/KVM_GET_X}, {@code KVM_GET_X, KVM_SET_X} and {@code KVM_GET/SET_X} are
     * two.
     */
    static List<String> named(Matcher heading) {
        Matcher both = BOTH.matcher(heading.group(2) + heading.group(3));
        if (both.lookingAt()) {
            return List.of(
                    both.group(1) + both.group(2) + both.group(4), both.group(1) + both.group(3) + both.group(4));
        }
        List<String> names = new ArrayList<>(List.of(heading.group(2)));
        Matcher further = FURTHER.matcher(heading.group(3));
        while (further.lookingAt()) {
            names.add(further.group(1));
            further.region(further.end(), heading.group(3).length());
        }
        return names;
    }

    static List<Section> sections(List<Line> lines) {
        List<Section> sections = new ArrayList<>();
        List<Line> open = null;
        Matcher heading = null;
        for (Line line : lines) {
            boolean mine = line.added() && is(line.file());
            Matcher next = HEADING.matcher(mine && line.text().length() < LONGEST ? line.text() : "");
            boolean begins = next.matches();
            if (open != null && (begins || !mine)) {
                add(heading, open, sections);
                open = null;
            }
            if (begins) {
                heading = next;
                open = new ArrayList<>();
            } else if (open != null) {
                open.add(line);
            }
        }
        if (open != null) {
            add(heading, open, sections);
        }
        return sections;
    }

    private static void add(Matcher heading, List<Line> lines, List<Section> into) {
        List<String> names = named(heading);
        for (String name : names) {
            into.add(section(heading, name, names.size() > 1, lines));
        }
    }

    /** @param shared whether the section is of several ioctls, of which one may read what another one writes */
    private static Section section(Matcher heading, String name, boolean shared, List<Line> lines) {
        Map<String, String> entries = new LinkedHashMap<>();
        Map<String, String> errors = new LinkedHashMap<>();
        int at = 0;
        String last = null;
        boolean any = false;
        for (; at < lines.size(); at++) {
            String text = lines.get(at).text();
            Matcher entry = ENTRY.matcher(text.length() < LONGEST ? text : "");
            if (entry.matches()) {
                last = entry.group(1);
                any = true;
                entries.put(last, entry.group(2).strip());
            } else if (last != null && "Errors".equals(last)) {
                int end = errors(lines, at, errors);
                last = null;
                at = end - 1;
            } else if (last != null && !text.isBlank() && Character.isWhitespace(text.charAt(0))) {
                entries.merge(last, text.strip(), (one, more) -> one + " " + more);
            } else if (any && !text.isBlank()) {
                break;
            } else if (!any
                    && !RULE.matcher(text.length() < LONGEST ? text : "x").matches()) {
                break;
            }
        }
        String rest = String.join(
                        "\n",
                        lines.subList(Math.min(at, lines.size()), lines.size()).stream()
                                .map(line -> line.text().stripTrailing())
                                .toList())
                .strip();
        String capability = entries.getOrDefault("Capability", entries.getOrDefault("Capabilities", ""));
        String architectures = entries.getOrDefault("Architectures", entries.getOrDefault("Architecture", ""));
        String parameters = entries.getOrDefault("Parameters", "");
        IoctlHelp help = new IoctlHelp(
                name,
                // A patch whose author leaves the number to the maintainer has 4.XXX.
                NUMBER.matcher(heading.group(1)).matches() ? heading.group(1) : "",
                capability,
                architectures,
                entries.getOrDefault("Type", ""),
                shared ? DIRECTION.matcher(parameters).replaceAll("") : parameters,
                entries.getOrDefault("Returns", ""),
                rest,
                errors,
                List.of());
        return new Section(help, lines);
    }

    /** The list of errors, with or without table rules around it; returns the line after it. */
    private static int errors(List<Line> lines, int first, Map<String, String> into) {
        String last = null;
        for (int at = first; at < lines.size(); at++) {
            String text = lines.get(at).text();
            if (text.length() >= LONGEST || RULE.matcher(text).matches()) {
                if (text.isBlank() && !into.isEmpty()) {
                    return at;
                }
                continue;
            }
            Matcher error = ERROR.matcher(text);
            if (error.matches()) {
                last = error.group(1);
                into.merge(last, ErrnoProse.condition(error.group(2)), (one, more) -> one + "; or " + more);
            } else if (last != null && Character.isWhitespace(text.charAt(0))) {
                into.merge(last, text.strip(), (one, more) -> one + " " + more);
            } else {
                return at;
            }
        }
        return lines.size();
    }
}
