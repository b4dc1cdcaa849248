import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares the tests that a build skipped with the list of those that may: {@code java Skips.java LIST REPORTS}. The list has a line
 * {@code reason: TEXT} and below it the tests that skip for it, {@code Spec: TEST}; {@code *} is any text. {@code without FILE: TEXT} is a
 * reason that counts only on a host without that file. A skip that is not listed is an error; a line that met no skip although its spec
 * ran is reported.
 */
class Skips {
    /** How many tests an unexpected reason is printed with. */
    private static final int SHOWN = 5;

    /**
     * A line of the list.
     *
     * @param absent the file that this host does not have; null if the line counts on every host
     */
    record Known(String line, Pattern specs, Pattern tests, Pattern reason, String absent) {
    }

    record Skip(String spec, String test, String reason) {
        boolean is(Known known) {
            return known.specs.matcher(spec).matches() && known.tests.matcher(test).matches() && known.reason.matcher(reason).matches();
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<Known> known = new ArrayList<>();
        Pattern reason = null;
        String absent = null;
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            if (line.startsWith("reason: ")) {
                reason = glob(line.substring("reason: ".length()));
                absent = null;
            } else if (line.startsWith("without ")) {
                String[] parts = line.substring("without ".length()).split(": ", 2);
                reason = glob(parts[1]);
                absent = parts[0];
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.strip().split(": ", 2);
                if (absent == null || Files.notExists(Path.of(absent))) {
                    known.add(new Known(line.strip(), glob(parts[0]), glob(parts[1]), reason, absent));
                }
            }
        }
        Set<String> ran = new HashSet<>();
        List<Skip> skips = new ArrayList<>();
        try (var reports = Files.newDirectoryStream(Path.of(arguments[1]), "TEST-*.xml")) {
            for (Path report : reports) {
                NodeList cases = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    Element test = (Element) cases.item(i);
                    String spec = test.getAttribute("classname").replaceFirst(".*[.]", "");
                    ran.add(spec);
                    NodeList skipped = test.getElementsByTagName("skipped");
                    if (skipped.getLength() > 0) {
                        skips.add(new Skip(spec, test.getAttribute("name"), reason((Element) skipped.item(0))));
                    }
                }
            }
        }
        List<Skip> unexpected = skips.stream().filter(skip -> known.stream().noneMatch(skip::is)).toList();
        for (Known each : known) {
            long count = skips.stream().filter(skip -> skip.is(each)).count();
            if (count == 0 && ran.stream().anyMatch(spec -> each.specs.matcher(spec).matches())) {
                System.out.println("skips: listed, but nothing of it was skipped here: " + each.line);
            } else if (count > 0 && each.absent != null) {
                System.out.println("skips: this host has no " + each.absent + ": tests not run for it: " + count);
            }
        }
        unexpected.stream().collect(Collectors.groupingBy(Skip::reason, LinkedHashMap::new, Collectors.toList())).forEach((why, tests) -> {
            System.out.println("skips: " + tests.size() + " unexpected for: " + why);
            tests.stream().limit(SHOWN).forEach(skip -> System.out.println("skips: unexpected: " + skip.spec + ": " + skip.test));
        });
        System.out.println("skips: " + skips.size() + " in " + ran.size() + " specs, " + unexpected.size() + " of them unexpected");
        System.exit(ran.isEmpty() || !unexpected.isEmpty() ? 1 : 0);
    }

    /** Its first line, without the exception's name or Spock's annotation. */
    private static String reason(Element skipped) {
        String text = skipped.getAttribute("message");
        if (text.isBlank()) {
            text = skipped.getTextContent().strip();
        }
        return text.lines().findFirst().orElse("").replaceFirst("^(?:[\\w.]+Exception: )?(?:Ignored via @\\w+: )?", "");
    }

    private static Pattern glob(String text) {
        StringBuilder pattern = new StringBuilder();
        for (String part : text.split("\\*", -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
