package org.kvmsh.repl.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The command that starts another kvmsh with this process's Java and jars, and without what only the launcher has, such
 * as its archive of classes.
 */
public final class PlainJava {
    /** The program's class: what follows it are kvmsh's arguments. */
    public static final String MAIN = "org.kvmsh.repl.Main";

    private PlainJava() {}

    /** Java with its options; without MAIN. */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-Dpolyglot.engine.WarnInterpreterOnly=false",
                "-cp",
                System.getProperty("java.class.path"));
    }
}
