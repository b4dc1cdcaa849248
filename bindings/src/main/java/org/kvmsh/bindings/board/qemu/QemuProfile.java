package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.build.KernelTarget;

/** The properties of an emulated board, from its resource file. */
public final class QemuProfile {
    static final String SCHEME = "qemu";
    /** The option that names a release. */
    static final String RELEASE = "release";

    private static final String SUFFIX = ".properties";
    /** The sort position of boards without one. */
    private static final String LAST = "1000";

    private final String name;
    private final Properties properties;
    /** The release of Debian that a person named; null for the board's own. */
    private final String release;

    private QemuProfile(String name, Properties properties) {
        this(name, properties, null);
    }

    private QemuProfile(String name, Properties properties, String release) {
        this.name = name;
        this.properties = properties;
        this.release = release;
    }

    /** The same board with the kernel of another release of Debian; null for its own. */
    QemuProfile of(String otherRelease) {
        return new QemuProfile(name, properties, otherRelease);
    }

    /** Every board that runs in QEMU: each file beside this class that ends in .properties. */
    static List<QemuProfile> all() {
        return names().map(QemuProfile::named)
                .sorted(Comparator.comparingInt(QemuProfile::place).thenComparing(profile -> profile.name))
                .toList();
    }

    private static Stream<String> names() {
        try {
            URL own =
                    Objects.requireNonNull(QemuProfile.class.getResource(QemuProfile.class.getSimpleName() + ".class"));
            List<String> files;
            if (own.openConnection() instanceof JarURLConnection jar) {
                String folder = QemuProfile.class.getPackageName().replace('.', '/') + "/";
                files = jar.getJarFile().stream()
                        .map(JarEntry::getName)
                        .filter(file -> file.startsWith(folder))
                        .map(file -> file.substring(folder.length()))
                        .toList();
            } else {
                try (Stream<Path> beside = Files.list(Path.of(own.toURI()).resolveSibling(""))) {
                    files = beside.map(file -> file.getFileName().toString()).toList();
                }
            }
            return files.stream()
                    .filter(file -> file.endsWith(SUFFIX) && file.indexOf('/') < 0)
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The place of the board in lists. */
    private int place() {
        return Integer.parseInt(properties.getProperty("place", LAST));
    }

    /** The board {@code qemu:} of that name, or null. */
    static QemuProfile named(String name) {
        return name.matches("[a-z0-9_-]+") && QemuProfile.class.getResource(name + SUFFIX) != null
                ? new QemuProfile(name, read(name))
                : null;
    }

    private static Properties read(String name) {
        try (InputStream in = QemuProfile.class.getResourceAsStream(name + SUFFIX)) {
            Properties own = new Properties();
            own.load(in);
            String like = own.getProperty("like");
            if (like == null) {
                return own;
            }
            Properties all = read(like);
            all.putAll(own);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String get(String key) {
        return properties.getProperty(key).strip();
    }

    private List<String> list(String key) {
        List<String> words = new ArrayList<>(List.of(get(key).split(" +")));
        words.removeIf(String::isEmpty);
        return words;
    }

    /** The name that users type: {@code qemu:arm64}. */
    public String boardName() {
        return plainName() + (release == null ? "" : "?" + RELEASE + "=" + release);
    }

    /** The name without a release. */
    String plainName() {
        return SCHEME + ":" + name;
    }

    Arch arch() {
        return Arch.valueOf(get("arch"));
    }

    /** The output of uname -m on it. */
    String uname() {
        return get("uname");
    }

    String about() {
        return get("about");
    }

    /** Debian's name of the architecture. */
    String debianArchitecture() {
        return get("debian");
    }

    /** The release of Debian that has its kernel; null for the machine's own. */
    String suite() {
        return release == null ? properties.getProperty("suite") : release;
    }

    /** The name of the directory with its kernel: releases are side by side. */
    String kernelFolder() {
        return kernelPackage()
                + (release == null || release.equals(properties.getProperty("suite")) ? "" : "-" + release);
    }

    /** The board of the release whose kernel is in a directory of that name; null if it belongs to another board. */
    QemuProfile keptIn(String folder) {
        String prefix = kernelPackage() + "-";
        return folder.equals(kernelPackage())
                ? of(null)
                : folder.startsWith(prefix) ? of(folder.substring(prefix.length())) : null;
    }

    /** The package that depends on the newest kernel. */
    String kernelPackage() {
        return get("package");
    }

    String emulator() {
        return get("emulator");
    }

    List<String> emulatorPackages() {
        return list("emulator.packages");
    }

    String compiler() {
        return get("compiler");
    }

    List<String> compilerPackages() {
        return list("compiler.packages");
    }

    String machine() {
        return get("machine");
    }

    String cpu() {
        return get("cpu");
    }

    /** Megabytes. */
    String memory() {
        return get("memory");
    }

    /** The kernel's name of the terminal that QEMU's first serial port is. */
    String console() {
        return get("console");
    }

    String append() {
        return get("append");
    }

    /** QEMU's options that give the board a virtio serial bus. */
    List<String> devices() {
        return list("devices");
    }

    /** The modules that the link and KVM need, without their dependencies. */
    List<String> modules() {
        return list("modules");
    }

    /** Modules that are loaded too where a kernel has them. */
    List<String> optionalModules() {
        return properties.getProperty("modules.optional") == null ? List.of() : list("modules.optional");
    }

    /** The name, quoted for a shell. */
    String quotedName() {
        return release == null ? boardName() : "'" + boardName() + "'";
    }

    /** The properties that make needs to build a kernel for it; null if kvmsh cannot build one. */
    KernelTarget target() {
        if (properties.getProperty("make.arch") == null) {
            return null;
        }
        try (InputStream in = QemuProfile.class.getResourceAsStream(get("make.config"))) {
            return new KernelTarget(
                    boardName(),
                    arch().toString(),
                    get("make.arch"),
                    get("make.source"),
                    compiler(),
                    compilerPackages(),
                    get("make.image"),
                    list("make.modules"),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name that the board's kernel is built under, or null if it boots one of Debian's. */
    String builtKernel() {
        return properties.getProperty("built");
    }

    /** Whether the board boots a kernel that a person builds, and none of Debian's. */
    boolean isBuilt() {
        return builtKernel() != null;
    }

    /** The release of Debian's source that {@link #builtKernel} is built from; null for the newest. */
    String builtRelease() {
        return properties.getProperty("built.release");
    }

    /** The command that installs what the board needs, except for a kernel that is built. */
    String setupCommand() {
        return "kvmsh boards setup " + quotedName();
    }

    /** The command that builds its kernel. */
    String buildCommand() {
        return "kvmsh kernel build " + plainName() + " --patch " + builtPatches();
    }

    /** The directory of the patches that its kernel is built with. */
    String builtPatches() {
        return get("built.patches");
    }

    /** The digest of those patches, as a kernel that was built with them keeps it. */
    String builtPatched() {
        return get("built.patched");
    }

    /** The ioctls of patch mails that the board's kernel has, and the headers of its architecture do not. */
    List<String> patchedIoctls() {
        return properties.getProperty("built.ioctls") == null ? List.of() : list("built.ioctls");
    }

    /** Why the board can't run kvmsh itself; null where it can. */
    String whyNoJvm() {
        return properties.getProperty("jvm.not");
    }
}
