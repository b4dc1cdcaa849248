package org.kvmsh.repl.farm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.repl.cli.PlainJava;
import org.kvmsh.repl.cli.TestWords;

/**
 * The kvmsh test of one task, as a shell's text: this process's Java and jars, which every node must have at the same
 * place.
 */
final class TaskCommand {
    private TaskCommand() {}

    static String of(String board, Shard shard, List<String> options, List<String> arguments) {
        Map<Path, String> scripts = new LinkedHashMap<>();
        shard.scripts().forEach(script -> scripts.put(script.file(), script.name()));
        List<String> words = new ArrayList<>(PlainJava.command());
        words.add(PlainJava.MAIN);
        words.addAll(TestWords.of(board, shard.run(), options, scripts, arguments));
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
