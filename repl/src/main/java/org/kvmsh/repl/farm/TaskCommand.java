package org.kvmsh.repl.farm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.ShellWord;

/** The kvmsh test of one task, as a shell's text: this process's Java and jars, which every node must have at the same place. */
final class TaskCommand {
    private static final String MAIN = "org.kvmsh.repl.Main";

    private TaskCommand() { }

    static String of(String board, Shard shard, List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED", "-Dpolyglot.engine.WarnInterpreterOnly=false", "-cp", System.getProperty("java.class.path"), MAIN, "test", "-b", board, "--run", shard.run().toString()));
        words.addAll(options);
        shard.scripts().forEach(script -> words.add(script.file().toString()));
        if (!arguments.isEmpty()) {
            words.add("--");
            words.addAll(arguments);
        }
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
