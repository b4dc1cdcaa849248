import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.kvmsh.repl.Main;
import org.kvmsh.repl.cli.MovedCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a man page of each command: picocli's model of it and what the guide's page of commands adds, by way of AsciiDoc. */
final class ManPages {
    /** What AsciiDoc would replace in a text by a dash. */
    private static final Pattern DASHES = Pattern.compile("(?<=\\s)--(?=\\s)");
    /** A row of a table: a name in code, and what it is. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.*) \\|$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\([^)]+\\)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## ");
    private static final Pattern EXAMPLES = Pattern.compile("(?ms)^```console\n(.*?)^```");

    /** Macros of groff alone, for links to other sites, which no page has. */
    private static final Pattern LINK_MACROS = Pattern.compile("(?s)\\.de URL\n.*?\n\\.\\\\}\n");
    /** A heading begins a paragraph (man(7)). */
    private static final Pattern FIRST_PARAGRAPH = Pattern.compile("(?m)^(\\.SH .*\n)\\.sp\n");

    /** The sections of the guide's page of commands, by their headings. */
    private final Map<String, String> guide = new LinkedHashMap<>();
    private final Path to;

    private ManPages(Path page, Path to) throws IOException {
        this.to = to;
        for (String section : SECTION.split(Files.readString(page))) {
            String[] parts = section.split("\n", 2);
            guide.put(parts[0].replace("`", ""), parts[1]);
        }
    }

    /** The guide's page of commands, and the directory that the pages go to. */
    public static void main(String[] arguments) throws IOException {
        ManPages pages = new ManPages(Path.of(arguments[0]), Files.createDirectories(Path.of(arguments[1])));
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            pages.write(Main.commands(), asciidoctor);
        }
    }

    private void write(CommandLine command, Asciidoctor asciidoctor) throws IOException {
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName("-");
        Attributes attributes = Attributes.builder().attribute("mansource", "kvmsh").attribute("manmanual", "kvmsh manual").build();
        String page = asciidoctor.convert(asciiDoc(command), Options.builder().backend("manpage").standalone(true).safe(SafeMode.SECURE).attributes(attributes).build());
        Files.writeString(to.resolve(name + ".1"), FIRST_PARAGRAPH.matcher(LINK_MACROS.matcher(page).replaceFirst("")).replaceAll("$1"));
        for (CommandLine below : shown(command)) {
            write(below, asciidoctor);
        }
    }

    private static List<CommandLine> shown(CommandLine command) {
        return command.getSubcommands().values().stream().filter(below -> !(below.getCommand() instanceof MovedCommand)).toList();
    }

    private String asciiDoc(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().header(summary(spec));
        CommandSpec parent = spec.parent();
        if (spec.usageMessage().exitCodeList().isEmpty() && parent != null) {
            spec.usageMessage().exitCodeList(parent.usageMessage().exitCodeList());
        }
        spec.usageMessage().exitCodeListHeading("Exit status%n");
        StringWriter text = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(text, true), spec);
        return DASHES.matcher(text.toString()).replaceAll("\\\\--")
                + terms("Environment") + terms("Files") + examples(spec) + seeAlso(command);
    }

    /** The first sentence, as a line of whatis(1). */
    private static String summary(CommandSpec spec) {
        String first = String.join(" ", spec.usageMessage().description()).split("[.;:](?= |$)", 2)[0];
        return first.substring(0, 1).toLowerCase() + first.substring(1);
    }

    private String terms(String heading) {
        List<String> terms = ROW.matcher(guide.get(heading)).results().map(row -> "*" + row.group(1) + "*::\n  " + plain(row.group(2)) + "\n\n").toList();
        return "== " + heading + "\n\n" + String.join("", terms);
    }

    /** The commands that the guide runs, without what they print. */
    private String examples(CommandSpec spec) {
        List<String> lines = new ArrayList<>();
        EXAMPLES.matcher(guide.get(spec.qualifiedName())).results().flatMap(block -> block.group(1).lines()).filter(line -> line.startsWith("$ ") && !line.endsWith("--help")).forEach(lines::add);
        return lines.isEmpty() ? "" : "== Examples\n\n....\n" + String.join("\n", lines).replace("./kvmsh", "kvmsh") + "\n....\n\n";
    }

    private static String seeAlso(CommandLine command) {
        List<String> others = new ArrayList<>();
        if (command.getParent() != null) {
            others.add(command.getParent().getCommandSpec().qualifiedName("-"));
        }
        shown(command).forEach(below -> others.add(below.getCommandSpec().qualifiedName("-")));
        return "== See also\n\n" + others.stream().map(name -> "*" + name + "*(1)").collect(Collectors.joining(", ")) + ", and the guide: docs/guide in the source tree of kvmsh\n";
    }

    /** A text of the guide without marks of code. */
    private static String plain(String markdown) {
        Matcher code = Pattern.compile("`([^`]+)`").matcher(markdown);
        return DASHES.matcher(LINK.matcher(code.replaceAll("*$1*")).replaceAll("$1")).replaceAll("\\\\--");
    }
}
