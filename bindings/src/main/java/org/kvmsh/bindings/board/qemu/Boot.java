package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.remote.Link;
import org.kvmsh.bindings.remote.RemoteKernel;

/**
 * The start of a QEMU, from its first instruction to its agent's answer: reported while it lasts, and ended if the
 * thread that waits for it is interrupted.
 */
final class Boot {
    private static final long LOOK_MILLIS = 100;

    private final QemuMachine machine;
    private final Progress progress;

    Boot(QemuMachine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /** The link to what boots in it, once QEMU has created its end. */
    Link link() throws IOException, BoardUnavailable {
        try {
            return machine.link(() -> report("starting QEMU"));
        } catch (InterruptedException | ClosedByInterruptException e) {
            throw interrupted();
        }
    }

    /**
     * The board's kernel, once its agent answers.
     *
     * @param patience how long the board may be silent
     * @throws BoardLost if it is for longer, or dies
     */
    RemoteKernel kernel(Duration patience) throws IOException, BoardUnavailable {
        try {
            Link link = link();
            return answered(new FutureTask<>(() -> RemoteKernel.connect(link, "", patience.toMillis(), text -> {})));
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            progress.end();
        }
    }

    /** The end of QEMU is waited for, so that nothing of it is left when this is reported. */
    private BoardStartInterrupted interrupted() {
        machine.close();
        Thread.currentThread().interrupt();
        return new BoardStartInterrupted(machine.name());
    }

    /** A thread that waits for a reply cannot be interrupted; it ends with the link. */
    private RemoteKernel answered(FutureTask<RemoteKernel> greeting) throws InterruptedException {
        Thread greeter = new Thread(greeting, "kvmsh-link-greeter");
        greeter.setDaemon(true);
        greeter.start();
        while (true) {
            report("booting");
            try {
                return greeting.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failed) {
                    throw failed;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void report(String stage) {
        String last = machine.lastLine();
        progress.step(machine.name() + ": " + stage + ", " + machine.age().toSeconds() + " s"
                + (last.isEmpty() ? "" : ": " + last));
    }
}
