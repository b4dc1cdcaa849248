package org.kvmsh.bindings.board;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.AgentRefusal;
import org.kvmsh.bindings.remote.Link;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.bindings.remote.ProgramLink;
import org.kvmsh.bindings.remote.RemoteKernel;

/**
 * Boards elsewhere that an agent runs on: at the end of a command's streams, of ssh, of a serial line, of a TCP
 * connection.
 */
final class LinkedBoards implements BoardSource {
    private static final List<String> SCHEMES = List.of("ssh", "serial", "tcp", "listen", BoardName.COMMAND);
    private static final String PATIENCE_S = "10";
    /**
     * The variable that has the token that a TCP agent was started with; a name's ?token= is seen by whoever lists this
     * machine's processes.
     */
    private static final String TOKEN = "KVMSH_TOKEN";

    private static final int MOST_PORT = 0xffff;
    /** The settings of a serial line if the name has none. */
    private static final String BAUD = "115200";

    private final Map<String, String> environment;
    private final Consumer<String> warnings;
    private final Programs programs;

    /** @param warnings takes what a person should know before a link is opened, a text each */
    LinkedBoards(Map<String, String> environment, Consumer<String> warnings) {
        this.environment = environment;
        this.warnings = warnings;
        this.programs = new Programs(environment);
    }

    @Override
    public List<BoardEntry> entries() {
        return List.of();
    }

    @Override
    public List<BoardEntry> forms() {
        return List.of(
                form("ssh:HOST", "a host that ssh reaches without a password; kvmsh copies the agent to it", "ssh"),
                form("serial:DEVICE@BAUD", "an agent at the other end of a serial line", "stty"),
                form(
                        "tcp:HOST:PORT",
                        "connects to an agent listening on HOST:PORT; set its token in KVMSH_TOKEN or as ?token=TOKEN",
                        null),
                form(
                        "listen:ADDRESS:PORT",
                        "listens on ADDRESS:PORT of this host until an agent connects; token as for tcp:",
                        null),
                form("exec:COMMAND", "an agent reached through the standard input and output of any command", "sh"));
    }

    private BoardEntry form(String name, String about, String program) {
        boolean there = program == null || programs.find(program) != null;
        return new BoardEntry(name, BoardKind.REMOTE, null, null, about, there ? null : "not found: " + program, null);
    }

    @Override
    public BoardEntry entry(BoardName name) {
        return forms().stream()
                .filter(form -> form.name().startsWith(name.scheme() + ":"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean has(BoardName name) {
        return SCHEMES.contains(name.scheme());
    }

    @Override
    public void check(BoardName name) throws NoSuchBoard {
        String form = entry(name).name();
        if (name.rest().isBlank()) {
            throw new NoSuchBoard(name.scheme() + " alone is not a board; write " + form);
        }
        switch (name.scheme()) {
            case "tcp", "listen" -> {
                name.allowOptions(List.of("token", "wait"));
                if (!name.rest().matches(".+:[0-9]{1,5}")
                        || Integer.parseInt(name.rest().substring(name.rest().lastIndexOf(':') + 1)) > MOST_PORT) {
                    throw new NoSuchBoard(name.base() + " has no port; write " + form);
                }
            }
            case "ssh" -> {
                name.allowOptions(List.of("agent", "wait"));
                if (name.rest().startsWith("-")) {
                    throw new NoSuchBoard(name.base() + " is an ssh option, not a host");
                }
            }
            case "serial" -> {
                name.allowOptions(List.of("wait"));
                if (name.rest().contains("@") && !name.rest().matches(".+@[0-9]{1,8}")) {
                    throw new NoSuchBoard(name.base() + " has no speed after @; write " + form);
                }
            }
            default -> name.allowOptions(List.of());
        }
        if (name.option("wait") != null && !name.option("wait").matches("[1-9][0-9]{0,5}")) {
            throw new NoSuchBoard(
                    name.base() + " has wait=" + name.option("wait") + ", which is not a valid number of seconds");
        }
    }

    @Override
    public BoardLoad load(BoardName name) {
        return new BoardLoad(0, 0, name.base());
    }

    @Override
    public ConnectedBoard reach(BoardName name) throws BoardUnavailable {
        try {
            RemoteKernel kernel = connect(name);
            return new ConnectedBoard(
                    name.base(),
                    BoardKind.REMOTE,
                    "Linux " + kernel.greeting().release() + " on "
                            + kernel.greeting().host(),
                    kernel,
                    "/dev/kvm",
                    kernel::close);
        } catch (AgentRefusal e) {
            throw new BoardRefusal(name.base() + ": " + e.getMessage(), e);
        } catch (BoardLost | NoAgent | IOException e) {
            throw new BoardUnavailable(
                    name.base() + ": " + e.getMessage() + (e instanceof BoardLost ? toTry(name) : ""), e);
        }
    }

    /** What a person can try where no agent answers; empty if the reason says it. */
    private static String toTry(BoardName name) {
        return name.scheme().equals("serial")
                ? "\ntry: start the agent on the board at the same speed: kvmsh-agent tty:DEVICE@" + baud(name)
                        + "; unreadable output means that the speeds differ"
                : "";
    }

    private static String baud(BoardName name) {
        int at = name.rest().lastIndexOf('@');
        return at < 0 ? BAUD : name.rest().substring(at + 1);
    }

    private RemoteKernel connect(BoardName name) throws IOException, NoAgent, BoardUnavailable {
        int patience = Integer.parseInt(name.options().getOrDefault("wait", PATIENCE_S)) * 1000;
        String token = name.options().getOrDefault("token", environment.getOrDefault(TOKEN, ""));
        return switch (name.scheme()) {
            case "tcp" -> {
                warnOfClearText(name, "ssh -L %2$s:127.0.0.1:%2$s %1$s");
                yield RemoteKernel.connect(TcpLink.to(name.rest()), token, patience, text -> {});
            }
            case "listen" -> {
                if (token.isEmpty()) {
                    throw new BoardUnavailable(name.base() + " needs a token: set " + TOKEN
                            + " or add ?token=TOKEN; without one, anyone who connects could pose as the board");
                }
                warnOfClearText(name, "ssh -R %2$s:127.0.0.1:%2$s BOARD");
                yield new AgentListener(name.rest(), token, patience).await();
            }
            default -> RemoteKernel.connect(link(name), "", patience, text -> {});
        };
    }

    /** @param tunnel the command for a host and port that makes the link local to this machine */
    private void warnOfClearText(BoardName name, String tunnel) {
        InetSocketAddress address = TcpLink.socketAddress(name.rest());
        if (!address.isUnresolved() && !address.getAddress().isLoopbackAddress()) {
            int colon = name.rest().lastIndexOf(':');
            String port = name.rest().substring(colon + 1);
            warnings.accept(name.base()
                    + " is neither encrypted nor authenticated after the handshake: anyone on the network path can"
                    + " read and change it; use "
                    + String.format(tunnel, name.rest().substring(0, colon), port) + ", then -b " + name.scheme()
                    + ":127.0.0.1:" + port);
        }
    }

    private Link link(BoardName name) throws IOException, NoAgent, BoardUnavailable {
        return switch (name.scheme()) {
            case "serial" -> serial(name);
            case "ssh" ->
                new SshAgent(program("ssh"), name.rest(), programs)
                        .start(name.option("agent"), new AgentProgram(environment));
            default -> ProgramLink.start(List.of(program("sh"), "-c", name.rest()));
        };
    }

    private Link serial(BoardName name) throws IOException, BoardUnavailable {
        int at = name.rest().lastIndexOf('@');
        String device = at < 0 ? name.rest() : name.rest().substring(0, at);
        String baud = baud(name);
        if (!Files.isReadable(Path.of(device)) || !Files.isWritable(Path.of(device))) {
            throw new BoardUnavailable(name.base() + ": " + device
                    + (Files.exists(Path.of(device))
                            ? ": permission denied; on Debian, join the dialout group"
                            : ": no such device"));
        }
        return new SerialLink(
                ProgramLink.start(SerialLink.command(program("sh"), program("stty"), device, baud)),
                Integer.parseInt(baud));
    }

    private String program(String name) throws BoardUnavailable {
        Path found = programs.find(name);
        if (found == null) {
            throw new BoardUnavailable("not found: " + name);
        }
        return found.toString();
    }
}
