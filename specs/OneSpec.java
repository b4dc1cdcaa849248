import groovyjarjarasm.asm.ClassReader;
import groovyjarjarasm.asm.Opcodes;
import groovyjarjarasm.asm.tree.ClassNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What {@code ./spec} runs: compiles what is newer than its class, and runs the specs that are named. */
class OneSpec {
    private static final List<Path> MODULES = Stream.of("bindings", "bindings/headers", "bindings/models", "dsl", "repl").map(Path::of).toList();
    private static final Path SPECS = Path.of("specs/src/test/groovy");
    private static final Path CLASSES = Path.of("specs/target/test-classes");

    public static void main(String[] arguments) throws Exception {
        // The rows that CI runs.
        System.setProperty("sampled", "true");
        Set<String> names = new LinkedHashSet<>();
        for (String argument : arguments) {
            if (argument.equals("-u")) {
                System.setProperty("spock.snapshots.updateSnapshots", "true");
            } else if (argument.startsWith("-D") && argument.contains("=")) {
                System.setProperty(argument.substring(2, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
            } else if (argument.contains(":") || argument.equals("kvm") || argument.equals("agent")) {
                System.setProperty("board", argument);
            } else {
                names.addAll(List.of(argument.split(",")));
            }
        }
        List<Path> specs = new ArrayList<>();
        List<Path> sources = files(SPECS, ".groovy");
        for (String name : names) {
            List<Path> found = sources.stream().filter(path -> name(path).equals(name)).toList();
            if (found.isEmpty()) {
                stop(2, "no spec " + name + "; those that contain it: " + sources.stream().map(OneSpec::name).filter(n -> n.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))).toList());
            }
            specs.addAll(found);
        }
        if (specs.isEmpty()) {
            stop(2, "usage: ./spec NAME... [BOARD] [-u] [-DNAME=VALUE]");
        }
        compileJava();
        compileGroovy(specs, sources);
        System.exit(run(specs) ? 0 : 1);
    }

    private static void stop(int status, String why) {
        System.err.println("spec: " + why);
        System.exit(status);
    }

    // What is older than its source is compiled, and, where other classes may see the difference, all that name it.

    private static void compileJava() throws IOException {
        for (Path module : MODULES) {
            copyNewer(module.resolve("src/main/resources"), classes(module));
            deleteOrphans(module);
        }
        List<Path> all = new ArrayList<>();
        for (Path module : MODULES) {
            for (Path source : files(module.resolve("src/main/java"), ".java")) {
                if (!name(source).equals("module-info") && !name(source).equals("package-info")) {
                    all.add(source);
                }
            }
        }
        Set<Path> compiled = new HashSet<>();
        Set<Path> stale = all.stream().filter(source -> isNewer(source, classOf(source))).collect(Collectors.toCollection(TreeSet::new));
        while (!stale.isEmpty()) {
            System.out.println("spec: compiles " + (stale.size() > 8 ? stale.size() + " classes" : stale.stream().map(OneSpec::name).collect(Collectors.joining(", "))));
            TreeMap<String, String> before = new TreeMap<>();
            for (Path source : stale) {
                before.put(name(source), outside(source));
            }
            compile(stale);
            compiled.addAll(stale);
            Set<String> changed = new HashSet<>();
            for (Path source : stale) {
                if (!outside(source).equals(before.get(name(source))) || inherits(source, changed)) {
                    changed.add(name(source));
                }
            }
            stale = changed.isEmpty() ? Set.of() : naming(changed, all, compiled);
        }
    }

    /** Those in the same module are compiled together. */
    private static void compile(Set<Path> sources) throws IOException {
        for (Path module : MODULES) {
            List<Path> own = sources.stream().filter(source -> source.startsWith(module.resolve("src"))).toList();
            if (own.isEmpty()) {
                continue;
            }
            // Elsewhere at first: the descriptor of a module beside them would make this the compilation of a module.
            Path fresh = Files.createTempDirectory(Path.of("specs/target"), "compiled");
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(told, null, null)) {
                List<String> options = List.of("--release", "17", "-parameters", "-proc:none", "-XDstringConcat=inline", "-encoding", "UTF-8", "-classpath", System.getProperty("java.class.path"),
                        "-d", fresh.toString());
                if (!compiler.getTask(null, files, told, options, null, files.getJavaFileObjectsFromPaths(own)).call()) {
                    told.getDiagnostics().stream().filter(one -> one.getKind() == Diagnostic.Kind.ERROR).forEach(System.err::println);
                    delete(fresh);
                    stop(1, module + " does not compile");
                }
            }
            for (Path source : own) {
                try (var old = Files.newDirectoryStream(classOf(source).getParent(), name(source) + "{,$*}.class")) {
                    for (Path file : old) {
                        Files.delete(file);
                    }
                } catch (NoSuchFileException e) {
                    // The first class of its package.
                }
            }
            copyNewer(fresh, classes(module));
            delete(fresh);
        }
    }

    private static Set<Path> naming(Set<String> changed, List<Path> all, Set<Path> compiled) throws IOException {
        Pattern words = Pattern.compile("\\b(?:" + String.join("|", changed) + ")\\b");
        Set<Path> found = new TreeSet<>();
        for (Path source : all) {
            if (!compiled.contains(source) && words.matcher(Files.readString(source)).find()) {
                found.add(source);
            }
        }
        return found;
    }

    /** What other classes see of a class and those inside it: signatures, constants, supertypes. */
    private static String outside(Path source) throws IOException {
        Path file = classOf(source);
        if (!Files.exists(file)) {
            return "";
        }
        TreeSet<String> seen = new TreeSet<>();
        try (var siblings = Files.newDirectoryStream(file.getParent(), name(source) + "{,$*}.class")) {
            for (Path sibling : siblings) {
                ClassNode node = node(sibling);
                String in = node.name + ' ';
                seen.add(in + (node.access & ~Opcodes.ACC_SUPER) + node.signature + node.superName + node.interfaces + node.permittedSubclasses);
                node.fields.stream().filter(field -> (field.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == 0).forEach(field -> seen.add(in + field.access + field.name + field.desc + field.signature + field.value));
                node.methods.stream().filter(method -> (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == 0)
                        .forEach(method -> seen.add(in + method.access + method.name + method.desc + method.signature + method.exceptions));
            }
        }
        return seen.toString();
    }

    private static boolean inherits(Path source, Set<String> changed) throws IOException {
        ClassNode node = node(classOf(source));
        return Stream.concat(Stream.of(node.superName), node.interfaces.stream()).anyMatch(type -> changed.contains(type.replaceFirst(".*/", "").replaceFirst("[$].*", "")));
    }

    private static ClassNode node(Path file) throws IOException {
        ClassNode node = new ClassNode();
        new ClassReader(Files.readAllBytes(file)).accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return node;
    }

    /** Classes whose source is gone; what a plugin has generated has its source elsewhere. */
    private static void deleteOrphans(Path module) throws IOException {
        for (Path file : files(classes(module), ".class")) {
            Path inside = classes(module).relativize(file);
            String source = inside.toString().replaceFirst("([$][^/]*)?[.]class$", ".java");
            if (!Files.exists(module.resolve("src/main/java").resolve(source)) && !Files.exists(module.resolve("target/generated-sources/antlr4").resolve(source))) {
                Files.delete(file);
            }
        }
    }

    // Groovy: what is not a spec, the specs that are named, and those that they name.

    private static void compileGroovy(List<Path> specs, List<Path> sources) throws IOException {
        copyNewer(Path.of("specs/src/test/resources"), CLASSES);
        Set<Path> wanted = new TreeSet<>(specs);
        sources.stream().filter(source -> !name(source).endsWith("Spec")).forEach(wanted::add);
        for (List<Path> next = specs; !next.isEmpty();) {
            String text = "";
            for (Path spec : next) {
                text += Files.readString(spec);
            }
            Matcher words = Pattern.compile("\\b[A-Z]\\w*Spec\\b").matcher(text);
            Set<String> named = words.results().map(word -> word.group()).collect(Collectors.toSet());
            next = sources.stream().filter(source -> named.contains(name(source)) && wanted.add(source)).toList();
        }
        List<Path> stale = wanted.stream().filter(source -> isNewer(source, CLASSES.resolve(SPECS.relativize(source).toString().replaceFirst("groovy$", "class")))).toList();
        if (stale.isEmpty()) {
            return;
        }
        System.out.println("spec: compiles " + stale.stream().map(OneSpec::name).collect(Collectors.joining(", ")));
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setTargetDirectory(CLASSES.toFile());
        configuration.setParameters(true);
        configuration.setTargetBytecode("17");
        try {
            CompilationUnit unit = new CompilationUnit(configuration, null, new groovy.lang.GroovyClassLoader(OneSpec.class.getClassLoader(), configuration));
            stale.forEach(source -> unit.addSource(source.toFile()));
            unit.compile();
        } catch (CompilationFailedException e) {
            stop(1, e.getMessage());
        }
    }

    // As Maven runs them: with the properties of its build, without those of a profile.

    private static boolean run(List<Path> specs) throws IOException {
        Matcher properties = Pattern.compile("<([\\w.]+)>([^<>$]*)</\\1>").matcher(Files.readString(Path.of("specs/pom.xml")).replaceFirst("(?s).*?<properties>(.*?)</properties>.*", "$1"));
        while (properties.find()) {
            System.getProperties().putIfAbsent(properties.group(1), properties.group(2));
        }
        String root = Path.of("").toAbsolutePath().toString();
        System.setProperty("kvmsh.root", root);
        System.setProperty("spock.snapshots.rootPath", root + "/specs/src/test/snapshots");
        System.setProperty("forks", "1");
        var request = LauncherDiscoveryRequestBuilder.request();
        for (Path spec : specs) {
            request.selectors(DiscoverySelectors.selectClass(SPECS.relativize(spec).toString().replace('/', '.').replaceFirst("[.]groovy$", "")));
        }
        Counts counts = new Counts();
        LauncherFactory.create().execute(request.build(), counts);
        System.out.println("Tests run: " + counts.run + ", Failures: " + counts.failed + ", Skipped: " + counts.skipped);
        if (counts.passed == 0 && counts.failed == 0) {
            System.out.println("spec: no test ran");
        }
        return counts.failed == 0 && counts.passed > 0;
    }

    private static final class Counts implements TestExecutionListener {
        private static final int SLOW = 5;

        /** A spec may have another one for a while. */
        private final PrintStream out = System.out;
        private int run;
        /** Without the parents of tables, which Maven counts too. */
        private int passed;
        private int failed;
        private int skipped;
        private final Map<TestIdentifier, Long> begun = new HashMap<>();

        @Override public void executionStarted(TestIdentifier test) {
            begun.put(test, System.nanoTime());
        }

        @Override public void executionSkipped(TestIdentifier test, String reason) {
            run++;
            skipped++;
        }

        @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            run += test.isTest() ? 1 : 0;
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun.remove(test));
            if (seconds >= SLOW) {
                out.println("spec: " + seconds + " s for " + test.getDisplayName());
            }
            if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
                skipped++;
            } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failed++;
                out.println("FAILED " + test.getDisplayName());
                result.getThrowable().ifPresent(thrown -> {
                    StringWriter text = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(text));
                    text.toString().lines().limit(60).map(line -> "  " + line).forEach(out::println);
                });
            } else if (test.isTest() && !test.isContainer()) {
                passed++;
            }
        }
    }

    // Files.

    private static List<Path> files(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var walk = Files.walk(folder)) {
            return walk.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void copyNewer(Path from, Path to) throws IOException {
        for (Path file : files(from, "")) {
            Path copy = to.resolve(from.relativize(file));
            if (Files.isRegularFile(file) && isNewer(file, copy)) {
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean isNewer(Path source, Path made) {
        try {
            return !Files.exists(made) || Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(made)) > 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path classes(Path module) {
        return module.resolve("target/classes");
    }

    private static Path classOf(Path source) {
        Path module = MODULES.stream().filter(one -> source.startsWith(one.resolve("src"))).findFirst().orElseThrow();
        return classes(module).resolve(module.resolve("src/main/java").relativize(source).toString().replaceFirst("java$", "class"));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("[.][^.]*$", "");
    }
}
