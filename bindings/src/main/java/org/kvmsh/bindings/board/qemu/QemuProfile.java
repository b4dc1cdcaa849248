package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.kvmsh.bindings.abi.Arch;

/** What there is to know of one emulated board, from its file under resources. */
public final class QemuProfile {
    static final String SCHEME = "qemu";

    private static final List<String> NAMES = List.of("x86_64", "arm64", "arm64-gicv3", "ppc64", "ppc64-powernv");

    private final String name;
    private final Properties properties;

    private QemuProfile(String name, Properties properties) {
        this.name = name;
        this.properties = properties;
    }

    /** Every board that runs in QEMU. */
    static List<QemuProfile> all() {
        return NAMES.stream().map(name -> new QemuProfile(name, read(name))).toList();
    }

    /** The board behind {@code qemu:} of that name; null where there is none. */
    static QemuProfile named(String name) {
        return NAMES.contains(name) ? new QemuProfile(name, read(name)) : null;
    }

    private static Properties read(String name) {
        try (InputStream in = QemuProfile.class.getResourceAsStream(name + ".properties")) {
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

    /** The name as it is asked for: {@code qemu:arm64}. */
    public String boardName() {
        return SCHEME + ":" + name;
    }

    Arch arch() {
        return Arch.valueOf(get("arch"));
    }

    /** What uname -m says on it. */
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

    /** The package that depends on the newest kernel. */
    String kernelPackage() {
        return get("package");
    }

    String emulator() {
        return get("emulator");
    }

    String emulatorPackage() {
        return get("emulator.package");
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

    /** The modules that the link and KVM want, without those that they depend on. */
    List<String> modules() {
        return list("modules");
    }

    /** Why the board can't run kvmsh itself; null where it can. */
    String whyNoJvm() {
        return properties.getProperty("jvm.not");
    }
}
