package org.kvmsh.repl.guide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitAdvice;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.reference.MarkdownPages;
import org.kvmsh.dsl.reference.NumbersAndRegisters;
import org.kvmsh.dsl.reference.ReferenceEntry;
import org.kvmsh.dsl.word.Word;
import org.kvmsh.repl.abi.ShownName;

/**
 * The content of {@code kvmsh guide} and {@code /help}: words, exits, names of kernel headers, terms and pages, by
 * name.
 */
public final class Guide {
    private static final int NEAR = 4;

    /** Each guide of a process has the same, and the shell makes one for each line that asks for help. */
    private static final List<ReferenceEntry> ENTRIES = MarkdownPages.entries(Kvmsh.vocabulary());

    private final Abi abi;
    private final int width;
    private final String command;
    private final GuidePages pages = new GuidePages();

    /**
     * @param abi the headers that names are looked up in first
     * @param width columns of the terminal
     */
    public Guide(Abi abi, int width) {
        this(abi, width, "kvmsh guide");
    }

    /** @param command what a person types before a name */
    public Guide(Abi abi, int width, String command) {
        this.abi = abi;
        this.width = width;
        this.command = command;
    }

    /** The lines of everything with this name; may be empty. */
    public List<String> find(String name) {
        if (MatchingNames.isPattern(name)) {
            return TerminalText.of(new MatchingNames(abi).of(name), width);
        }
        List<String> lines = definition(name);
        part(lines, entries(name));
        return lines.isEmpty() ? inOtherCase(name) : lines;
    }

    /** The glossary's text of a term; empty for another name. */
    private List<String> definition(String name) {
        List<String> lines = new ArrayList<>();
        pages.terms().entrySet().stream()
                .filter(term -> List.of(term.getKey().toLowerCase(Locale.ROOT).split(", "))
                        .contains(name.toLowerCase(Locale.ROOT)))
                .forEach(term -> part(lines, TerminalText.of(term.getKey() + ": " + term.getValue(), width)));
        return lines;
    }

    /** What else has this name; may be empty. */
    private List<String> entries(String name) {
        List<String> texts = new ArrayList<>();
        Map<String, String> bySection = new LinkedHashMap<>();
        ENTRIES.stream()
                .filter(entry -> isNamed(entry, name))
                .forEach(entry -> bySection.merge(entry.section(), entry.text(), (one, other) -> one + "\n" + other));
        bySection.forEach((section, text) -> texts.add("## " + section + "\n\n" + text));
        List<String> lines = new ArrayList<>();
        if (bySection.keySet().stream().anyMatch(section -> section.startsWith("vCPUs"))) {
            part(lines, TerminalText.of(numbers().lacking(), width));
        }
        part(lines, TerminalText.of(String.join("\n", texts), width));
        part(lines, TerminalText.of(pages.end(name), width));
        part(lines, header(name));
        part(lines, TerminalText.of(numbers().find(name), width));
        if (!lines.isEmpty()) {
            pages.named(name).forEach(page -> part(lines, TerminalText.of(page.text(), width)));
        } else {
            part(lines, TerminalText.of(pages(name), width));
        }
        return lines;
    }

    /** The page that a name leads to, or the list of those that mention it; a term has its own text. */
    private String pages(String name) {
        List<GuidePages.Page> found = pages.find(name);
        if (found.isEmpty()) {
            return "";
        }
        boolean meant = found.size() == 1 && (definition(name).isEmpty() || found.equals(pages.named(name)));
        return meant ? found.get(0).text() : "Pages: `" + command + " NAME`\n\n" + table(found);
    }

    private List<String> inOtherCase(String name) {
        return names().stream()
                .filter(known -> known.equalsIgnoreCase(name) && !known.equals(name))
                .findFirst()
                .map(this::find)
                .orElse(List.of());
    }

    private static void part(List<String> lines, List<String> more) {
        if (!lines.isEmpty() && !more.isEmpty()) {
            lines.add("");
        }
        lines.addAll(more);
    }

    /** The entries whose descriptions have a text, each a name with the sentence: those that begin with it first. */
    public Map<String, String> mentions(String text) {
        return Mentions.of(text, ENTRIES, pages);
    }

    /** What a text is searched by in descriptions. */
    public static Pattern pattern(String text) {
        return Mentions.pattern(text);
    }

    private static boolean isNamed(ReferenceEntry entry, String name) {
        return entry.names().contains(name)
                || entry.value().contains(name)
                || name.startsWith(ExitReasons.PREFIX)
                        && entry.names().contains(ExitReasons.shortName(name))
                        && entry.title().equals(name);
    }

    /** The entry of the first headers that have the name, and the errnos of an ioctl. */
    private List<String> header(String name) {
        List<Abi> all = new ArrayList<>(List.of(abi));
        Abi.tables().stream().filter(table -> !table.equals(abi.table())).forEach(table -> all.add(Abi.of(table)));
        for (Abi each : all) {
            ShownName shown = ShownName.of(each, name);
            if (shown != null) {
                List<String> lines = new ArrayList<>(shown.lines());
                Rulebook.known(each, name)
                        .forEach((errno, rules) -> lines.addAll(TerminalText.of(
                                "- " + errno
                                        + (rules.size() == 1
                                                ? ": " + rules.get(0)
                                                : ", one of:\n  - " + String.join("\n  - ", rules)),
                                width)));
                return lines;
            }
        }
        return List.of();
    }

    /** The tasks with their pages, and every word by where it is used. */
    public List<String> index() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        ENTRIES.forEach(entry -> {
            boolean value = entry.isOfValue();
            words.computeIfAbsent(
                            value
                                    ? "Values; to see the members of one: `" + command + " guest exception`"
                                    : entry.section(),
                            first -> new ArrayList<>())
                    .addAll(value ? entry.value().subList(0, 1) : entry.names());
        });
        StringBuilder text = new StringBuilder(
                        "`" + command + " NAME`: a page, a word, an exit, an ioctl, a struct, a constant, a term.\n\n")
                .append(table(pages.all()));
        words.forEach((section, names) -> text.append("\n")
                .append(section)
                .append("\n\n")
                .append(names.stream().distinct().collect(Collectors.joining(", ")))
                .append("\n"));
        return TerminalText.of(text.toString(), width);
    }

    /** The index by task: the words of a language, the exits of the board and the pages. */
    public List<String> index(Language language) {
        Map<String, Word> words = Kvmsh.words(language).words();
        Map<String, List<String>> tasks = new LinkedHashMap<>();
        ENTRIES.stream()
                .filter(entry -> !entry.isOfValue())
                .forEach(entry -> entry.names().stream()
                        .filter(name -> isHere(entry, name, words))
                        .forEach(name -> tasks.computeIfAbsent(entry.section(), first -> new ArrayList<>())
                                .add(name)));
        StringBuilder text = new StringBuilder("| task | words |\n|---|---|\n");
        tasks.forEach((task, names) -> text.append("| ")
                .append(task)
                .append(" | ")
                .append(names.stream()
                        .distinct()
                        .map(name -> name.replace("_", "\\_"))
                        .collect(Collectors.joining(", ")))
                .append(" |\n"));
        List<String> lines = new ArrayList<>(TerminalText.of(numbers().lacking(), width));
        part(lines, TerminalText.of(text.toString(), width));
        part(lines, TerminalText.of(table(pages.all()), width));
        return lines;
    }

    private boolean isHere(ReferenceEntry entry, String name, Map<String, Word> words) {
        if (entry.isExit()) {
            ExitAdvice advice = ExitReasons.advice(entry.title());
            return advice == null || advice.isOf(abi.arch());
        }
        Word word = words.get(name);
        return word != null && (word.arch().length == 0 || List.of(word.arch()).contains(abi.arch()));
    }

    private NumbersAndRegisters numbers() {
        return new NumbersAndRegisters(abi);
    }

    /** Every name, a line each, for completion and scripts. */
    public List<String> list() {
        return List.copyOf(names());
    }

    /** Suggestions for an unknown name: {@code ; did you mean 'mem' or 'memmap'?}, or an empty text. */
    public String nearest(String name) {
        Collection<String> known = names();
        abi.ioctls().forEach(ioctl -> known.add(ioctl.name()));
        abi.structs().forEach(struct -> known.add(struct.name()));
        abi.constants().forEach(constant -> known.add(constant.name()));
        known.addAll(numbers().suggested());
        List<String> near = Nearest.several(name, known, NEAR);
        return near.isEmpty()
                ? ""
                : "; did you mean '" + String.join("', '", near).replaceFirst("', '([^,]+)$", "' or '$1") + "'?";
    }

    private Collection<String> names() {
        Collection<String> names = new TreeSet<>();
        ENTRIES.forEach(entry -> entry.names().forEach(name -> names.add(entry.isExit() ? entry.title() : name)));
        pages.all().forEach(page -> names.add(page.name()));
        return names;
    }

    private static String table(List<GuidePages.Page> pages) {
        return "| page | what it is for |\n|---|---|\n"
                + pages.stream()
                        .map(page -> "| " + page.name() + " | " + (page.task().isEmpty() ? page.title() : page.task())
                                + " |\n")
                        .collect(Collectors.joining());
    }
}
