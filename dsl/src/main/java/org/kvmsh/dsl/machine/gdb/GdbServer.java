package org.kvmsh.dsl.machine.gdb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.register.TargetDescription;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** {@code m.gdb 1234}: waits for one gdb on the loopback, and serves it. */
public final class GdbServer {
    private static final int MOST_PORT = 65_535;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final String EXAMPLE = "m.gdb 1234, within: 60.s";

    private final MachineParts machine;
    private final Abi abi;
    private final TargetDescription target;

    private GdbServer(MachineParts machine) {
        this.machine = machine;
        this.abi = machine.abi();
        this.target = Architecture.of(abi).debuggerRegisters();
    }

    /**
     * Serves gdb until it detaches or ends, or the thread is interrupted.
     *
     * @param port 0 for a free one
     */
    public static void serve(MachineParts machine, Number port, Map<String, ?> arguments) {
        NamedArguments named = new NamedArguments("gdb", List.of("within"), EXAMPLE, arguments, Site.UNKNOWN);
        Duration within = named.timeOrNull("within");
        int number = (int) Bits64.of(port, "the port", 0, MOST_PORT, Site.UNKNOWN);
        serve(machine, number, within == null ? WITHIN : within);
    }

    /** Serves gdb until it detaches or ends, however long that takes to connect. */
    public static void serve(MachineParts machine, int port) {
        serve(machine, port, null);
    }

    /** @param within null for no limit */
    private static void serve(MachineParts machine, int port, Duration within) {
        machine.checkIdle("serve gdb");
        machine.firstVcpu();
        GdbServer server = new GdbServer(machine);
        if (server.target == null) {
            throw new ScriptError(Site.UNKNOWN, "gdb cannot debug guests of " + server.abi.arch());
        }
        try {
            server.serve(port, within);
        } catch (InterruptedException | ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new ScriptError(Site.UNKNOWN, "cannot serve gdb on port " + port + ": " + e.getMessage(), e);
        }
    }

    /**
     * An error, so that the place of {@code m.gdb} is shown, also where it is the last statement. A run recognizes an
     * interrupt by the InterruptedException among the causes.
     */
    private static ScriptError interrupted(Exception e) {
        Thread.currentThread().interrupt();
        Exception cause = e instanceof InterruptedException ? e : new InterruptedException();
        return new ScriptError(Site.UNKNOWN, "interrupted", cause);
    }

    private void serve(int port, Duration within) throws IOException, InterruptedException {
        SocketChannel client;
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
            String endian = abi.order() == ByteOrder.BIG_ENDIAN ? "set endian big, then " : "";
            machine.attendant()
                    .print("gdb: waiting on port " + bound + "; in gdb, type: " + endian + "target remote localhost:"
                            + bound);
            client = accept(server, bound, within);
        }
        // One client: another one is refused by the kernel.
        try (client) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            serve(client);
        }
    }

    private static SocketChannel accept(ServerSocketChannel server, int port, Duration within)
            throws IOException, InterruptedException {
        server.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            server.register(selector, SelectionKey.OP_ACCEPT);
            selector.select(within == null ? 0 : Math.max(1, within.toMillis()));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        SocketChannel client = server.accept();
        if (client == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "no gdb connected to port " + port + " within " + PrintedValue.of(within),
                    "in gdb, type: target remote localhost:" + port,
                    "to wait longer, write: gdb " + port + ", within: 3600.s");
        }
        return client;
    }

    private void serve(SocketChannel client) throws IOException, InterruptedException {
        Packets packets =
                new Packets(client.socket().getInputStream(), client.socket().getOutputStream());
        Incoming incoming = new Incoming(packets, machine);
        Thread reader = new Thread(incoming, "gdb");
        reader.setDaemon(true);
        reader.start();
        try {
            new GdbSession(machine, abi, target, packets, incoming).serve();
        } finally {
            incoming.stopped();
            client.close();
            reader.join();
        }
    }
}
