package org.kvmsh.bindings.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.kvmsh.bindings.remote.Link;

/** A link over a TCP connection. */
final class TcpLink implements Link {
    private static final int PATIENCE_MILLIS = 5000;

    private final Socket socket;

    private TcpLink(Socket socket) {
        this.socket = socket;
    }

    /** @param address HOST:PORT; an IPv6 address may stand in brackets */
    static TcpLink to(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))), PATIENCE_MILLIS);
            // A request waits for its answer; nothing is won by waiting for more to send.
            socket.setTcpNoDelay(true);
            return new TcpLink(socket);
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw new IOException("can't connect to " + address + ": " + (e.getMessage() == null ? "there is no such host" : e.getMessage()), e);
        }
    }

    /**
     * Waits for one agent to connect.
     *
     * @param address ADDRESS:PORT of this machine; nothing listens on any other, and nothing once one has come
     */
    static TcpLink from(String address, int millis) throws IOException {
        int colon = address.lastIndexOf(':');
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))), 1);
            server.setSoTimeout(millis);
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            return new TcpLink(socket);
        } catch (SocketTimeoutException e) {
            throw new IOException("no agent connected to " + address + " in " + millis / 1000 + " s; there: KVMSH_TOKEN=TOKEN kvmsh-agent connect:" + address, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("can't listen on " + address + ": " + (e.getMessage() == null ? "this machine has no such address" : e.getMessage()), e);
        }
    }

    @Override public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override public OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override public String lastWords() {
        return "";
    }

    @Override public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The other end is gone, which is what was wanted.
        }
    }
}
