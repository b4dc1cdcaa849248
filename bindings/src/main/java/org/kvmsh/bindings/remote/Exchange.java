package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.splat.SplatTable;

/**
 * Requests and their replies over a link that may lose or change bytes.
 *
 * <p>The agent performs requests in the order of their ids, each once, and keeps its last replies. So after any error
 * the remedy is the same: send all unanswered requests again. A silent link is lost, and every request on it ends with
 * {@link BoardLost}.
 */
final class Exchange implements AutoCloseable {
    /** Half of the replies that the agent keeps. */
    private static final int WINDOW = 32;

    private static final long LOOK_MILLIS = 100;
    private static final long RESEND_MILLIS = 1000;
    private static final long PING_MILLIS = 1000;
    /** Several signs of one trouble come together: one remedy is enough for them. */
    private static final long AFTER_RESEND_MILLIS = 10;

    private static final long HELLO_MILLIS = 250;
    /** A reply that was asked for again so often may be too long to arrive whole. */
    private static final int STUCK = 2;
    /** A frame that goes on no longer has lost bytes. */
    private static final long STALL_MILLIS = 1000;

    /** A request that has no answer yet. */
    static final class Pending {
        private final Op op;
        private final int id;
        private final byte[] frame;
        private final int size;
        private long sent = System.nanoTime();
        private int resent;
        private Reply reply;

        private Pending(Op op, int id, Payload payload) {
            this.op = op;
            this.id = id;
            this.frame = payload.frame(op.kind(), id);
            this.size = payload.frameSize();
        }
    }

    private final Link link;
    private final OutputStream out;
    private final long patience;
    private final TextBetween text;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<Integer, Pending> pending = new TreeMap<>();
    private final Condition look = lock.newCondition();
    private boolean again;
    private final Object writing = new Object();
    private final Object parting = new Object();
    private final FrameReader reader;
    private int nextId;
    private volatile long heard = System.nanoTime();
    private volatile int agentVersion = Frame.VERSION;
    private volatile int newestRequest = Op.FILE_REST.kind();
    private volatile int resends;
    private volatile String lost;
    private volatile String lostDuring;

    /**
     * @param patienceMillis how long the link may be silent before it is lost
     * @param console receives text between frames
     */
    Exchange(Link link, long patienceMillis, Consumer<String> console) throws IOException {
        this.link = link;
        this.out = link.output();
        this.patience = patienceMillis;
        this.text = new TextBetween(console);
        reader = new FrameReader(link.input(), this::between, this::sendAgain);
        daemon("kvmsh-link-reader", this::read);
        daemon("kvmsh-link-timer", this::watch);
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** How long the link may be silent before it is lost. */
    int patienceMillis() {
        return (int) patience;
    }

    /** The version of the protocol in the agent's last frame. */
    int agentVersion() {
        return agentVersion;
    }

    /** Sets the number of the newest request that the agent knows; a newer one is not sent. */
    void newestRequest(int kind) {
        newestRequest = kind;
        text.sessionBegins();
    }

    /** Sends a request and waits for its reply. */
    Reply call(Op op, Payload payload) {
        return await(send(op, payload));
    }

    /** Sends a request whose reply is awaited later; blocks if too many are unanswered. */
    Pending send(Op op, Payload payload) {
        if (op.kind() > newestRequest) {
            throw new AgentRefusal("its agent is older than this kvmsh and does not support " + op.inWords() + "; "
                    + AgentRefusal.REPLACE);
        }
        synchronized (writing) {
            Pending request;
            lock.lock();
            try {
                while (lost == null && op != Op.PART && full()) {
                    changed.awaitUninterruptibly();
                }
                stillThere(op);
                int id = nextId++;
                request = new Pending(op, id, payload);
                pending.put(id, request);
            } finally {
                lock.unlock();
            }
            write(request.frame, request.size);
            return request;
        }
    }

    Reply await(Pending request) {
        while (true) {
            lock.lock();
            try {
                while (request.reply == null && !isStuck(request)) {
                    stillThere(request.op);
                    changed.awaitUninterruptibly();
                }
                if (request.reply != null) {
                    return request.reply;
                }
                request.resent = 0;
            } finally {
                lock.unlock();
            }
            fetch(request);
        }
    }

    /** A run's reply may be late without any trouble. */
    private boolean isStuck(Pending request) {
        return request.resent >= STUCK
                && request.op != Op.RUN
                && request.op != Op.PART
                && newestRequest >= Op.PART.kind()
                && lost == null;
    }

    /** Fetches the reply in parts; once the agent holds it for that, the request is not sent again. */
    private void fetch(Pending request) {
        byte[] payload;
        try {
            synchronized (parting) {
                payload = ReplyInParts.fetch(this, request.id, () -> replied(request, null));
            }
        } catch (BoardLost e) {
            // Whoever awaits the request is told so, with what it was for.
            return;
        }
        if (payload != null) {
            replied(request, Reply.of(payload));
        }
    }

    private void replied(Pending request, Reply reply) {
        lock.lock();
        try {
            request.reply = request.reply == null ? reply : request.reply;
            pending.remove(request.id);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often requests were sent again, a measure of how bad the line is. */
    int resends() {
        return resends;
    }

    /** A run may last; its reply is kept apart on the board, so it takes no part in the window. */
    private boolean full() {
        for (var entry : pending.entrySet()) {
            if (entry.getValue().op != Op.RUN) {
                return nextId - entry.getKey() >= WINDOW;
            }
        }
        return false;
    }

    private void stillThere(Op op) {
        if (lost != null) {
            // A part is fetched for another request, which is what was asked for.
            lostDuring = lostDuring == null && op != Op.PART ? op.inWords() : lostDuring;
            throw new BoardLost(lost).during(op.inWords());
        }
    }

    private void write(byte[] frame, int size) {
        try {
            out.write(frame, 0, size);
            out.flush();
        } catch (IOException e) {
            lose("the link to its agent broke: " + e.getMessage());
        }
    }

    private void between(byte[] bytes) {
        if (TextBetween.isOfDamagedFrame(bytes)) {
            sendAgain();
        }
        if (text.isBoot(bytes)) {
            heard = System.nanoTime();
        }
        String loss = text.take(bytes);
        if (loss != null) {
            lose(loss);
        }
    }

    private void sendAgain() {
        lock.lock();
        try {
            again = true;
            look.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitTrouble() throws InterruptedException {
        lock.lock();
        try {
            if (!again) {
                look.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            boolean trouble = again;
            again = false;
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        String why = "the link to its agent was closed";
        try {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                if ((frame.kind() & Op.REPLY) == 0) {
                    text.returned();
                    continue;
                }
                heard = System.nanoTime();
                agentVersion = frame.version();
                if (frame.kind() == Op.AGAIN) {
                    sendAgain();
                } else {
                    answered(frame);
                }
            }
        } catch (IOException e) {
            why += ": " + e.getMessage();
        }
        lose(why);
    }

    private void answered(Frame frame) {
        lock.lock();
        try {
            Pending request = pending.get(frame.id());
            if (request != null && frame.kind() == (request.op.kind() | Op.REPLY)) {
                replied(request, Reply.of(frame.payload()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        Silence silence = new Silence(System.nanoTime());
        try {
            while (lost == null) {
                boolean trouble = awaitTrouble();
                long silent = silence.look(System.nanoTime(), heard) / 1_000_000;
                if (silent > patience + slack()) {
                    lose("its agent has not answered for " + silent / 1000 + " s" + text.echo());
                } else if (trouble || reader.stalled(STALL_MILLIS) || overdue()) {
                    resend();
                    TimeUnit.MILLISECONDS.sleep(AFTER_RESEND_MILLIS);
                } else if (silent > PING_MILLIS && nothingAsked()) {
                    send(Op.PING, new Payload());
                }
            }
        } catch (InterruptedException | BoardLost e) {
            // The exchange is over.
        }
    }

    /** The time that the line itself takes for what is under way. */
    private long slack() {
        int rate = link.bytesPerSecond();
        if (rate == 0) {
            return 0;
        }
        lock.lock();
        try {
            int asked = pending.values().stream().mapToInt(p -> p.size).sum();
            // The answer to a hello is short.
            boolean greeting = pending.values().stream().anyMatch(p -> p.op == Op.HELLO);
            return 3000L * (asked + (greeting ? 0 : Frame.MOST)) / rate;
        } finally {
            lock.unlock();
        }
    }

    private boolean overdue() {
        long slack = slack();
        lock.lock();
        try {
            for (Pending request : pending.values()) {
                if (request.op != Op.RUN) {
                    long limit = (request.op == Op.HELLO ? HELLO_MILLIS : RESEND_MILLIS) + slack;
                    return System.nanoTime() - request.sent > limit * 1_000_000
                            || request.op != Op.HELLO && isQuiet(request);
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether a request has gone over the line, and nothing comes back: it is lost as a whole, and the agent, which
     * hears nothing either, would end the session before a long reply is overdue.
     */
    private boolean isQuiet(Pending request) {
        int rate = link.bytesPerSecond();
        long asked = pending.values().stream().mapToLong(p -> p.size).sum();
        long gone = request.sent + (rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(asked) / rate);
        return System.nanoTime() - Math.max(gone, reader.filled()) > TimeUnit.MILLISECONDS.toNanos(RESEND_MILLIS);
    }

    private boolean nothingAsked() {
        lock.lock();
        try {
            return pending.values().stream().allMatch(p -> p.op == Op.RUN);
        } finally {
            lock.unlock();
        }
    }

    /** In the order of their ids; the agent passes over those that it has. */
    private void resend() {
        synchronized (writing) {
            List<Pending> all;
            lock.lock();
            try {
                for (Pending request : pending.values()) {
                    request.sent = System.nanoTime();
                    request.resent++;
                }
                resends++;
                changed.signalAll();
                all = List.copyOf(pending.values());
            } finally {
                lock.unlock();
            }
            for (Pending request : all) {
                write(request.frame, request.size);
            }
        }
    }

    private void lose(String reason) {
        if (lost != null) {
            return;
        }
        String end = link.end();
        String why = end.isEmpty() ? reason : end;
        String words = link.lastWords();
        words = words.isEmpty() ? text.last() : words;
        lock.lock();
        try {
            if (lost == null) {
                String oops = SplatTable.oopsIn(words);
                why += oops == null ? "" : "; its kernel went down: " + oops;
                lost = words.isBlank()
                        ? why
                        : why + "\nits last output:\n" + words.strip().indent(2).stripTrailing();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why no request can be made any more, with the first one that failed; null while they can. */
    BoardLost lost() {
        if (lost == null) {
            return null;
        }
        BoardLost why = new BoardLost(lost);
        return lostDuring == null ? why : why.during(lostDuring);
    }

    @Override
    public void close() {
        if (lost == null) {
            synchronized (writing) {
                Payload bye = new Payload();
                write(bye.frame(Op.BYE.kind(), nextId), bye.frameSize());
            }
        }
        lose("its link was closed");
        try {
            out.close();
        } catch (IOException e) {
            // It is closed anyway.
        }
        link.close();
    }
}
