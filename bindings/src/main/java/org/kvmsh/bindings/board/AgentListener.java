package org.kvmsh.bindings.board;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.remote.RemoteKernel;

/**
 * Waits for an agent to connect. Anybody may: each connection is greeted on its own thread, and the first one whose
 * agent proves that it knows the token is the board. The others are closed.
 */
final class AgentListener {
    /** The limit of silent connections; the next one replaces the oldest. */
    private static final int CONNECTIONS = 16;

    private static final int LOOK_MILLIS = 100;

    private final String address;
    private final String token;
    private final int millis;
    private final Deque<TcpLink> greeted = new ArrayDeque<>();
    private RemoteKernel board;
    private String refused;
    private boolean over;

    /**
     * @param address ADDRESS:PORT of this machine; it listens on no other address, and stops once the board is
     *     connected
     */
    AgentListener(String address, String token, int millis) {
        this.address = address;
        this.token = token;
        this.millis = millis;
    }

    /** @throws IOException with the reason, if no agent with the token connected in time */
    RemoteKernel await() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(TcpLink.socketAddress(address), CONNECTIONS);
            server.setSoTimeout(LOOK_MILLIS);
            while (found() == null && System.nanoTime() < end) {
                accept(server);
            }
        } catch (IOException | IllegalArgumentException e) {
            RemoteKernel found = found();
            if (found != null) {
                found.close();
            }
            throw new IOException(
                    "cannot listen on " + address + ": "
                            + (e.getMessage() == null ? "this host has no such address" : e.getMessage()),
                    e);
        } finally {
            closeOthers();
        }
        if (board == null) {
            throw new IOException("no agent connected to " + address + " in " + millis / 1000 + " s"
                    + (refused == null ? "" : " with this token; " + refused)
                    + "; on the board run: KVMSH_TOKEN=TOKEN kvmsh-agent connect:" + address);
        }
        return board;
    }

    private synchronized RemoteKernel found() {
        return board;
    }

    private void accept(ServerSocket server) throws IOException {
        Socket socket;
        try {
            socket = server.accept();
        } catch (SocketTimeoutException e) {
            return;
        }
        String from = ((InetSocketAddress) socket.getRemoteSocketAddress())
                .getAddress()
                .getHostAddress();
        TcpLink link = TcpLink.over(socket);
        TcpLink oldest;
        synchronized (this) {
            oldest = greeted.size() < CONNECTIONS ? null : greeted.remove();
            greeted.add(link);
        }
        if (oldest != null) {
            oldest.close();
        }
        Thread greeter = new Thread(() -> greet(link, from), "kvmsh-link-greeter");
        greeter.setDaemon(true);
        greeter.start();
    }

    private void greet(TcpLink link, String from) {
        RemoteKernel kernel = null;
        String why = null;
        try {
            kernel = RemoteKernel.connect(link, token, millis, text -> {});
        } catch (BoardLost e) {
            why = from + ": " + e.getMessage();
        }
        synchronized (this) {
            greeted.remove(link);
            if (kernel != null && board == null && !over) {
                board = kernel;
                kernel = null;
            } else if (why != null && !over) {
                refused = why;
            }
        }
        if (kernel != null) {
            kernel.close();
        }
    }

    private void closeOthers() {
        Deque<TcpLink> others;
        synchronized (this) {
            over = true;
            others = new ArrayDeque<>(greeted);
        }
        others.forEach(TcpLink::close);
    }
}
