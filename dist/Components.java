import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.parsers.JsonParser;

/**
 * Writes what a package consists of: the list of its components (CycloneDX) and their licenses. Maven's list has the jars; the agents,
 * their libc and libcapstone are added. Fails if a jar is not in the list, or is another one, or has no text of a license.
 */
final class Components {
    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Pattern LICENSE = Pattern.compile("(META-INF/)?(LICEN[CS]E|NOTICE|COPYING|about|AL2[.]0|LGPL2[.]1)[^/]*", Pattern.CASE_INSENSITIVE);
    /** JLine's POM has "The BSD License", which Maven's plugin takes for another one than that of the URL beside it. */
    private static final String JLINE = "BSD-3-Clause";

    /** The line of an SPDX text that each project fills in. */
    private static final Pattern HOLDER = Pattern.compile("Copyright \\(c\\) [<\\[][^\n]*");
    /** A file of a jar that names a license, and is not its text. */
    private static final Pattern ABOUT = Pattern.compile("(?i)about.*|notice.*");

    private static final String LIST = "kvmsh.cdx.json";

    private final JsonObject list;
    /** The texts of licenses by their SPDX names, as Maven's plugin has them. */
    private final Map<String, JsonObject> spdx = new TreeMap<>();

    private final Path texts;
    private final Path tree;
    private final Path to;
    private final Path licenses;
    private final List<String> wrong = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    private Components(Path list, Path texts, Path tree) throws IOException {
        this.list = JSON.fromJson(Files.readString(list), JsonObject.class);
        this.texts = texts;
        this.tree = tree;
        this.to = Files.createDirectories(tree.resolve("share/doc/kvmsh"));
        this.licenses = Files.createDirectories(to.resolve("licenses"));
    }

    /** Maven's list, the directory of texts that jars lack, the agents' table, libcapstone or {@code -}, the package's directory, another file for the list, and the version of a Java runtime. */
    public static void main(String[] arguments) throws IOException, ParseException, NoSuchAlgorithmException {
        Components components = new Components(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[4]));
        components.jars();
        components.agents(Path.of(arguments[2]));
        if (!arguments[3].equals("-")) {
            components.libcapstone(Path.of(arguments[3]).toRealPath());
        }
        if (arguments.length > 6) {
            components.add("platform", "openjdk", arguments[6], "GPL-2.0-with-classpath-exception", null, "the modules that kvmsh uses, in jre");
        }
        components.write(arguments.length > 5 ? Path.of(arguments[5]) : components.to.resolve(LIST));
    }

    private void jars() throws IOException, NoSuchAlgorithmException {
        Map<String, JsonObject> listed = new TreeMap<>();
        for (JsonElement element : list.getAsJsonArray("components")) {
            JsonObject component = element.getAsJsonObject();
            remember(component);
            if (component.get("purl").getAsString().endsWith("type=jar")) {
                listed.put(component.get("name").getAsString() + "-" + component.get("version").getAsString() + ".jar", component);
            }
        }
        try (Stream<Path> files = Files.list(tree.resolve("lib/jars"))) {
            for (Path jar : files.sorted().toList()) {
                JsonObject component = listed.remove(jar.getFileName().toString());
                if (component == null) {
                    wrong.add(jar.getFileName() + " is not in Maven's list");
                } else {
                    jar(jar, component);
                }
            }
        }
        listed.keySet().forEach(name -> wrong.add(name + " is in Maven's list and not in the package"));
    }

    private void remember(JsonObject component) {
        for (JsonElement element : component.has("licenses") ? component.getAsJsonArray("licenses") : new JsonArray()) {
            JsonObject license = element.getAsJsonObject().getAsJsonObject("license");
            if (license != null && license.has("id") && license.has("text")) {
                spdx.putIfAbsent(license.get("id").getAsString(), license.getAsJsonObject("text").deepCopy());
            }
        }
    }

    private void jar(Path jar, JsonObject component) throws IOException, NoSuchAlgorithmException {
        String name = component.get("name").getAsString();
        boolean own = component.get("group").getAsString().equals("org.kvmsh");
        if (own || component.get("hashes") == null) {
            component.add("hashes", hashes(sha256(jar)));
        } else if (!component.get("hashes").toString().contains(sha256(jar))) {
            wrong.add(jar.getFileName() + " is not the jar that Maven's list has");
        }
        List<String> names = new ArrayList<>();
        Path folder = licenses.resolve(name);
        if (!own) {
            fromJar(jar, folder);
        }
        boolean isGiven = hasText(folder);
        for (JsonElement element : component.has("licenses") ? component.getAsJsonArray("licenses") : new JsonArray()) {
            JsonObject license = element.getAsJsonObject().getAsJsonObject("license");
            String id = license.has("id") ? license.get("id").getAsString() : license.get("name").getAsString();
            if (component.get("group").getAsString().equals("org.jline") && id.equals("BSD-4-Clause")) {
                id = JLINE;
                license.addProperty("id", id);
                license.add("text", spdx.get(id));
            }
            names.add(id);
            JsonObject text = license.has("text") ? license.getAsJsonObject("text") : null;
            if (text != null && !own && !isGiven) {
                put(folder.resolve(id + ".txt"), held(component, text(text)));
            }
            license.remove("text");
        }
        if (!own && Files.exists(texts.resolve(name))) {
            put(folder.resolve("LICENSE"), Files.readAllBytes(texts.resolve(name)));
        }
        if (!own && !Files.exists(folder)) {
            wrong.add(jar.getFileName() + " has no text of its license: put one into dist/licenses/" + name);
        }
        row(name, component.get("version").getAsString(), String.join(", ", names));
    }

    private static boolean hasText(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> !ABOUT.matcher(file.getFileName().toString()).matches());
        }
    }

    /** A text with the line of who holds the copyright: holders.tsv has it, by a component's name or group. */
    private byte[] held(JsonObject component, byte[] text) throws IOException {
        String written = new String(text, StandardCharsets.UTF_8);
        if (!HOLDER.matcher(written).find()) {
            return text;
        }
        for (String line : Files.readAllLines(texts.resolve("holders.tsv"))) {
            String[] row = line.split("\t");
            if (component.get("name").getAsString().equals(row[0]) || component.get("group").getAsString().startsWith(row[0])) {
                return HOLDER.matcher(written).replaceFirst(Matcher.quoteReplacement(row[1])).getBytes(StandardCharsets.UTF_8);
            }
        }
        wrong.add(component.get("name").getAsString() + " has no line in dist/licenses/holders.tsv, which its license needs");
        return text;
    }

    private void fromJar(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (LICENSE.matcher(entry.getName()).matches() && !entry.isDirectory()) {
                    put(folder.resolve(entry.getName().replace("META-INF/", "")), zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private static byte[] text(JsonObject text) {
        String content = text.get("content").getAsString();
        boolean encoded = text.has("encoding") && text.get("encoding").getAsString().equals("base64");
        return encoded ? Base64.getMimeDecoder().decode(content) : content.getBytes(StandardCharsets.UTF_8);
    }

    private void agents(Path agents) throws IOException {
        for (String line : Files.readAllLines(agents)) {
            String[] words = line.split("\t");
            if (words[0].equals("musl")) {
                add("library", "musl", words[1], "MIT", null, "linked into the agents");
                put(licenses.resolve("musl/COPYRIGHT"), Files.readAllBytes(texts.resolve("musl-" + words[1])));
            } else if (words.length == 4) {
                add("application", "kvmsh-agent-" + words[0], version(), "Apache-2.0", words[1], "compiled by " + words[3]);
            }
        }
    }

    /** What Debian's package of the library says of it. */
    private void libcapstone(Path library) throws IOException, NoSuchAlgorithmException {
        String major = library.getFileName().toString().replaceFirst(".*\\.so\\.(\\d+).*", "$1");
        Path copyright = Path.of("/usr/share/doc/libcapstone" + major + "/copyright");
        add("library", "libcapstone", major, "BSD-3-Clause", sha256(library), "Debian's, in lib/native");
        put(licenses.resolve("libcapstone/copyright"), Files.readAllBytes(copyright));
    }

    private String version() {
        return list.getAsJsonObject("metadata").getAsJsonObject("component").get("version").getAsString();
    }

    private void add(String type, String name, String version, String license, String sha256, String description) {
        JsonObject component = new JsonObject();
        component.addProperty("type", type);
        component.addProperty("bom-ref", "pkg:generic/" + name + "@" + version);
        component.addProperty("name", name);
        component.addProperty("version", version);
        component.addProperty("description", description);
        if (sha256 != null) {
            component.add("hashes", hashes(sha256));
        }
        JsonObject id = new JsonObject();
        id.addProperty("id", license);
        JsonObject choice = new JsonObject();
        choice.add("license", id);
        JsonArray choices = new JsonArray();
        choices.add(choice);
        component.add("licenses", choices);
        component.addProperty("purl", "pkg:generic/" + name + "@" + version);
        list.getAsJsonArray("components").add(component);
        row(name, version, license);
    }

    private void row(String name, String version, String license) {
        table.append(name).append('\t').append(version).append('\t').append(license).append('\n');
    }

    private void write(Path target) throws IOException, ParseException {
        list.getAsJsonArray("components").forEach(component -> strip(component.getAsJsonObject()));
        strip(list.getAsJsonObject("metadata").getAsJsonObject("component"));
        Path file = put(target, (JSON.toJson(list) + "\n").getBytes(StandardCharsets.UTF_8));
        new JsonParser().validate(file.toFile(), Version.VERSION_16).forEach(error -> wrong.add(LIST + ": " + error.getMessage()));
        put(licenses.resolve("licenses.tsv"), table.toString().getBytes(StandardCharsets.UTF_8));
        if (!wrong.isEmpty()) {
            wrong.forEach(line -> System.err.println("package: " + line));
            System.exit(1);
        }
    }

    /** The texts are files beside the list. */
    private static void strip(JsonObject component) {
        if (component.has("licenses")) {
            component.getAsJsonArray("licenses").forEach(choice -> {
                if (choice.getAsJsonObject().has("license")) {
                    choice.getAsJsonObject().getAsJsonObject("license").remove("text");
                }
            });
        }
    }

    private static JsonArray hashes(String sha256) {
        JsonObject hash = new JsonObject();
        hash.addProperty("alg", "SHA-256");
        hash.addProperty("content", sha256);
        JsonArray hashes = new JsonArray();
        hashes.add(hash);
        return hashes;
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Path put(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
