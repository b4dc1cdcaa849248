package org.kvmsh.bindings.board.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.remote.Link;

/**
 * A QEMU that runs, and ends with this JVM however that ends.
 *
 * <p>A shell watches it: the shell's standard input ends when this JVM closes it or exits; then the shell kills QEMU.
 * However QEMU ends, the shell removes the directory with its sockets and prints the reason. setsid(1) keeps the
 * terminal's Ctrl-C from both.
 */
final class QemuMachine implements AutoCloseable {
    private static final String WATCH =
            "folder=$1; shift; trap '' HUP INT TERM; exec 3<&0; \"$@\" 3<&- & qemu=$!; exec 2> /dev/null; { cat <&3;"
                    + " kill -9 $qemu; } > /dev/null & reader=$!; exec 3<&-; wait $qemu; status=$?; kill -9 $reader; rm"
                    + " -rf \"$folder\"; signal=; [ $status -le 128 ] || signal=$(kill -l $status);"
                    + " printf '" + QemuEnd.FORMAT
                    + "' $status $signal";
    private static final String SOCKET = "link";
    private static final long PATIENCE_S = 10;
    private static final long CONSOLE_MILLIS = 1000;

    private final String name;
    private final Path folder;
    private final Path consoleFile;
    private final UnaryOperator<List<String>> symbols;
    private final ConsoleText console = new ConsoleText();
    private final ServerSocketChannel server;
    private final Process watch;
    private final Thread listener;
    private final long started = System.nanoTime();
    private volatile boolean ended;
    private volatile String end = "";
    private volatile boolean closing;

    /**
     * Starts it.
     *
     * @param command QEMU's, without the link's options
     * @param folder private to it; removed with it
     * @param consoleFile file for its output when it dies
     * @param symbols adds file and line to the functions in its kernel's reports
     */
    QemuMachine(
            String name,
            List<String> command,
            Path folder,
            Path consoleFile,
            UnaryOperator<List<String>> symbols,
            Programs programs)
            throws IOException, BoardUnavailable {
        this.name = name;
        this.folder = folder;
        this.consoleFile = consoleFile;
        this.symbols = symbols;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(folder.resolve(SOCKET)));
            this.watch = programs.builder(null, watched(command, programs))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException | BoardUnavailable | RuntimeException e) {
            server.close();
            throw e;
        }
        this.listener = new Thread(this::listen, "kvmsh-console");
        listener.setDaemon(true);
        listener.start();
    }

    private List<String> watched(List<String> command, Programs programs) throws BoardUnavailable {
        List<String> whole = new ArrayList<>();
        for (String program : List.of("setsid", "sh")) {
            Path found = programs.find(program);
            if (found == null) {
                throw new BoardUnavailable("not found: " + program + ", needed to start " + name
                        + (program.equals("setsid") ? "; it is in Debian's util-linux" : ""));
            }
            whole.add(found.toString());
        }
        whole.addAll(List.of("-c", WATCH, "kvmsh-" + name, folder.toString()));
        whole.addAll(command);
        whole.addAll(List.of("-chardev", "socket,id=link,path=" + folder.resolve(SOCKET)));
        return whole;
    }

    private void listen() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (QemuEnd.tells(line)) {
                    end = QemuEnd.of(line);
                } else {
                    console.add(line);
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
        ended = true;
        if (!closing) {
            keepConsole();
        }
        letGo();
    }

    private void keepConsole() {
        try {
            Files.createDirectories(consoleFile.getParent());
            Files.write(consoleFile, console.all());
        } catch (IOException e) {
            console.add("(earlier output cannot be saved: " + e.getMessage() + ")");
        }
    }

    String name() {
        return name;
    }

    /** The time since it was started. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The last lines of its console, of more than a boot prints. */
    List<String> console() {
        return console.all();
    }

    /** The last line of its console; empty if there is none. */
    String lastLine() {
        return console.last();
    }

    /**
     * The link to the agent that boots in it, once QEMU has created its end.
     *
     * @param waiting called now and then until then
     */
    Link link(Runnable waiting) throws IOException, BoardUnavailable, InterruptedException {
        server.configureBlocking(false);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        SocketChannel channel = server.accept();
        while (channel == null) {
            if (ended || System.nanoTime() > end) {
                throw new BoardUnavailable(name
                        + (ended
                                ? ": QEMU exited immediately"
                                : ": no connection from QEMU within " + PATIENCE_S + " s")
                        + lastWords());
            }
            waiting.run();
            TimeUnit.MILLISECONDS.sleep(2);
            channel = server.accept();
        }
        channel.configureBlocking(true);
        return new SocketLink(channel, this::lastWords, this::end);
    }

    /** The end of QEMU, in words; empty while it runs, and where it was ended here. */
    private String end() {
        if (!closing) {
            awaitEnd();
        }
        return closing ? "" : end;
    }

    /** A link ends a moment before the console does: a longer one on a busy machine, whose shell waits for its turn. */
    private void awaitEnd() {
        try {
            listener.join(CONSOLE_MILLIS);
            if (listener.isAlive() && !runs()) {
                listener.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether its process is there: one that has ended, and which nobody has waited for yet, has no program. */
    private boolean runs() {
        return watch.children()
                .anyMatch(child -> child.info().command().orElse("").contains("qemu"));
    }

    /** Its console output, after a line with the path of the rest. */
    String lastWords() {
        if (closing) {
            return "";
        }
        awaitEnd();
        List<String> telling = symbols.apply(console.telling());
        String state = ended ? "" : running();
        if (telling.isEmpty()) {
            return ended ? "\n  no output" : state;
        }
        return state + "\n  its console, " + (ended ? "full log in " + consoleFile : "the last lines") + ":\n    "
                + String.join("\n    ", telling);
    }

    /** Distinguishes a QEMU that hangs or idles from one that is busy, and from one that gets no CPU time. */
    private String running() {
        Duration used = watch.descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return "\n  QEMU is running; it has used " + used.toSeconds() + " s of CPU time in " + age().toSeconds() + " s";
    }

    /** From here on it ends because that is wanted. */
    void expectEnd() {
        closing = true;
    }

    private void letGo() {
        try {
            watch.getOutputStream().close();
        } catch (IOException e) {
            // The shell is already gone, as intended.
        }
    }

    @Override
    public void close() {
        expectEnd();
        letGo();
        try {
            server.close();
            if (!watch.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                watch.descendants().forEach(ProcessHandle::destroyForcibly);
                watch.destroyForcibly();
            }
        } catch (IOException e) {
            // Only the listening socket, whose directory is gone.
        } catch (InterruptedException e) {
            // The shell continues and removes everything.
            Thread.currentThread().interrupt();
        }
    }
}
