package org.kvmsh.repl.commands;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.word.Word;

/** {@code /help [WORD]}: from the descriptions that the words themselves carry. */
final class HelpCommand implements ShellCommand {
    private final ShellControl shell;
    private final Commands commands;

    HelpCommand(ShellControl shell, Commands commands) {
        this.shell = shell;
        this.commands = commands;
    }

    @Override public String usage() {
        return "/help [WORD]";
    }

    @Override public String about() {
        return "show the words, one word, or a name from the kernel's headers";
    }

    @Override public void run(String name) {
        Map<String, Word> words = shell.words();
        if (name.isEmpty()) {
            words.forEach(this::line);
            commands.all().values().forEach(c -> shell.out().printf("  %-14s %s%n", c.usage(), c.about()));
        } else if (words.containsKey(name)) {
            Word word = words.get(name);
            shell.out().println(name + ": " + word.value());
            if (word.keys()) {
                Arrays.stream(KeyedExit.values()).forEach(keyed -> shell.out().printf("  %-8s %s%n", keyed.key() + ":", keyed.number()));
            }
            shell.out().println("  " + example(word));
        } else if (shell.abi().hasIoctl(name) || shell.abi().hasConstant(name) || shell.abi().hasStruct(name)) {
            commands.run("/abi show " + name);
            String patched = shell.patchHelp(name);
            if (patched != null) {
                shell.out().println(patched);
            }
        } else {
            String near = Nearest.note(name, words.keySet());
            shell.out().println("no word " + name + (near.isEmpty() ? "" : "; " + near));
        }
    }

    private String example(Word word) {
        return Kvmsh.example(shell.language(), word);
    }

    private void line(String name, Word word) {
        PrintWriter out = shell.out();
        out.printf("  %-14s %s%n", name, word.value());
        out.printf("  %-14s   %s%n", "", example(word));
    }

    @Override public List<String> arguments() {
        return List.copyOf(shell.words().keySet());
    }
}
