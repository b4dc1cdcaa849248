package org.kvmsh.bindings.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.kvmsh.bindings.remote.Link;

/** A link over a TCP connection. */
final class TcpLink implements Link {
    private static final int PATIENCE_MILLIS = 5000;

    private final Socket socket;

    private TcpLink(Socket socket) {
        this.socket = socket;
    }

    /** @throws IllegalArgumentException if the port is invalid */
    static InetSocketAddress socketAddress(String address) {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** @param address HOST:PORT; an IPv6 address may be in brackets */
    static TcpLink to(String address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(socketAddress(address), PATIENCE_MILLIS);
            return over(socket);
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw new IOException(
                    "cannot connect to " + address + ": " + (e.getMessage() == null ? "no such host" : e.getMessage()),
                    e);
        }
    }

    static TcpLink over(Socket socket) throws IOException {
        // A request waits for its reply, so delaying it to send more at once gains nothing.
        socket.setTcpNoDelay(true);
        return new TcpLink(socket);
    }

    @Override
    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public String lastWords() {
        return "";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The other end is already gone, as intended.
        }
    }
}
