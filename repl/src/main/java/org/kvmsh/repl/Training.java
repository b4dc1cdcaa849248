package org.kvmsh.repl;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.shell.ShellFiles;

/**
 * Runs what most starts run, so that the launcher's class archive contains those classes: scripts on boards that start
 * quickly, a plan, an error, the help, a look-up, the list of boards, the shell.
 */
final class Training {
    private static final String GUEST = """
        def text = new StringBuilder()
        def m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: '''
            b0 41 ba f8 03  # mov $'A', %al; mov $0x3f8, %dx
            ee f4           # out %al, %dx; hlt
          '''
          vcpu(0) { real 0x1000; regs rax: 0 }
          on(io: 0x3f8) { e -> text << e.text }
        }
        m.run until: hlt, within: 2.s
        print text
        expect { m.regs.rax == 0x41 }
        """;
    private static final String GUEST_IN_JS = """
        let text = ''
        const m = vm({
          memory: {at: 0, size: KB(64)},
          load: {at: 0x1000, hex: 'b0 41 ba f8 03 ee f4'},
          vcpu: {real: 0x1000, regs: {rax: 0}},
          on: {io: 0x3f8, do: e => text += e.text},
        })
        m.run({until: hlt, within: seconds(2)})
        print(text)
        expect(() => m.regs.rax == 0x41)
        """;
    /**
     * A file with what only files have and their compiler meets: names of the headers, fields, values without a type.
     */
    private static final String FILE_WITH = """
        def place = { fd, at -> fd.ioctl KVM_SET_DEVICE_ATTR, attr: at + 1 }
        test('a row') { expect { vm { vcpu 0 }.vcpu(0).ioctl(KVM_GET_SREGS).cs.base == 0xffff0000 } }
        [1, 2].each { println "$it $args" }
        """;

    private static final String LINE = "vm < platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 >\n";

    private Training() {}

    /** The argument, if there is one, is a pipe: what is written into it is typed on this process's terminal. */
    public static void main(String[] pipe) throws IOException, BoardUnavailable {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        for (String board : List.of(Boards.KVM, Boards.MODEL, Boards.RFC)) {
            Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "-b", board, "-e", GUEST);
        }
        Path file = Files.createTempFile("kvmsh", ".groovy");
        try {
            Files.writeString(file, FILE_WITH + GUEST);
            Main.run(
                    System.getenv(),
                    InputStream.nullInputStream(),
                    nowhere,
                    nowhere,
                    "-b",
                    Boards.MODEL,
                    file.toString(),
                    "an argument");
            Files.writeString(file, GUEST + "vmm { }");
            Main.run(
                    onTerminal(), InputStream.nullInputStream(), nowhere, nowhere, "-b", Boards.MODEL, file.toString());
        } finally {
            Files.delete(file);
        }
        Main.run(
                System.getenv(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                "-b",
                Boards.MODEL,
                "--lang",
                "js",
                "-e",
                GUEST_IN_JS);
        Main.run(
                System.getenv(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                "plan",
                "-b",
                Boards.MODEL,
                "-e",
                GUEST);
        Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "-e", "1 +");
        Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "--help");
        Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "abi", "show", "KVM_RUN");
        Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "guide", "mem");
        Main.run(System.getenv(), InputStream.nullInputStream(), nowhere, nowhere, "boards");
        Path history = Files.createTempFile("kvmsh", "history");
        InputStream typed = new ByteArrayInputStream((LINE + "/help\n/quit\n").getBytes(StandardCharsets.UTF_8));
        try (Terminal terminal = TerminalBuilder.builder()
                .dumb(true)
                .type("dumb")
                .streams(typed, nowhere)
                .size(new Size(80, 25))
                .build()) {
            Shell.on(
                    terminal,
                    new Boards(Map.of()),
                    Boards.RFC,
                    new ShellOptions(Language.GROOVY, false, false, false, true, false, true),
                    ShellFiles.ofHistory(history));
        } finally {
            Files.delete(history);
        }
        if (pipe.length == 1) {
            onThisTerminal(Path.of(pipe[0]), nowhere);
        }
    }

    private static void onThisTerminal(Path keyboard, PrintStream nowhere) throws IOException {
        Thread typist = new Thread(() -> type(keyboard), "typist");
        typist.setDaemon(true);
        typist.start();
        Path home = Files.createTempDirectory("kvmsh");
        try {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.putAll(Map.of("XDG_STATE_HOME", home.toString(), "XDG_CONFIG_HOME", home.toString()));
            Main.run(environment, System.in, nowhere, nowhere);
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    /**
     * A line and the command that ends the shell, again and again: what is typed before the terminal is in raw mode is
     * lost.
     */
    private static void type(Path keyboard) {
        try (OutputStream keys = Files.newOutputStream(keyboard)) {
            while (true) {
                for (String line : List.of("40 + 2\r", "/quit\r")) {
                    TimeUnit.SECONDS.sleep(1);
                    keys.write(line.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> onTerminal() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of(KvmshCommand.TERMINAL, "12", "TERM", "xterm", "NO_COLOR", ""));
        return environment;
    }
}
