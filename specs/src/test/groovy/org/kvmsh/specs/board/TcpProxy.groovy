package org.kvmsh.specs.board

import groovy.transform.CompileStatic
import java.util.concurrent.CopyOnWriteArrayList

/** A proxy between kvmsh and a listener on this machine: it records the data, and cuts the link on request. */
@CompileStatic
class TcpProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
    private final List<Socket> sockets = new CopyOnWriteArrayList<>()
    private final int port
    /** What passed in each direction on the last connection. */
    volatile ByteArrayOutputStream toBoard = new ByteArrayOutputStream()
    volatile ByteArrayOutputStream fromBoard = new ByteArrayOutputStream()
    /** How many bytes pass before both ends are closed. */
    volatile long cutToBoard = Long.MAX_VALUE
    volatile long cutFromBoard = Long.MAX_VALUE

    TcpProxy(int port) {
        this.port = port
        daemon { accept() }
    }

    int getPort() {
        server.localPort
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, 'tcp-proxy')
        thread.daemon = true
        thread.start()
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept()
                Socket far = new Socket(InetAddress.loopbackAddress, port)
                near.tcpNoDelay = true
                far.tcpNoDelay = true
                sockets.addAll([near, far])
                toBoard = new ByteArrayOutputStream()
                fromBoard = new ByteArrayOutputStream()
                pass(near, far, toBoard, cutToBoard)
                pass(far, near, fromBoard, cutFromBoard)
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void pass(Socket from, Socket to, ByteArrayOutputStream kept, long cut) {
        daemon {
            byte[] bytes = new byte[1 << 16]
            try {
                for (long left = cut; left > 0; ) {
                    int n = from.inputStream.read(bytes, 0, (int) Math.min(left, bytes.length as long))
                    if (n < 0) {
                        break
                    }
                    kept.write(bytes, 0, n)
                    to.outputStream.write(bytes, 0, n)
                    left -= n
                }
            } catch (IOException e) {
                // An end is gone; the other follows.
            }
            close(from, to)
        }
    }

    private void close(Socket... both) {
        both.each { it.close() }
        sockets.removeAll(both as List<Socket>)
    }

    @Override void close() {
        server.close()
        sockets.each { it.close() }
    }
}
