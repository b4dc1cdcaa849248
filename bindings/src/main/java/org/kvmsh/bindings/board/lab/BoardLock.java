package org.kvmsh.bindings.board.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.linux.LockedFile;
import org.kvmsh.bindings.text.WriteFailure;

/** The lock of a board, which whoever uses the board holds; the file stays, and says who locked it last. */
public final class BoardLock {
    private static final long LOOK_MILLIS = 100;
    /** A look at whether it is held keeps another one from locking it for a moment. */
    private static final int LOOKS = 3;

    private final String board;
    private final Path file;

    BoardLock(String board, Path file) {
        this.board = board;
        this.file = file;
    }

    /** The holder of the lock; null if it is free. */
    public String holder() throws LabFailure {
        if (!Files.exists(file)) {
            return null;
        }
        try (LockedFile lock = LockedFile.open(file)) {
            return lock.isHeld() ? written() : null;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The holder that the file names; a holder writes it just after it has locked the file. */
    private String written() throws IOException {
        LockHolder holder = LockHolder.of(Files.readString(file));
        return holder == null ? "a process that holds " + file : holder.toString();
    }

    /** Locks it, or waits until that is possible. */
    LockedFile take(LockWait wait) throws LabFailure, InterruptedException {
        try {
            create();
            LockedFile lock = LockedFile.open(file);
            boolean taken = false;
            try {
                await(lock, wait);
                Files.writeString(
                        file, LockHolder.self().text(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void await(LockedFile lock, LockWait wait) throws IOException, LabFailure, InterruptedException {
        long began = System.nanoTime();
        for (int look = 1; !lock.tryLock(); look++) {
            long waited = (System.nanoTime() - began) / 1_000_000;
            if (look >= LOOKS && waited >= wait.limit().toMillis()) {
                throw new LabFailure(board + " is used by " + written()
                        + (wait.isNone()
                                ? "; use --wait to wait for it"
                                : "; it was not free within " + wait.inWords()));
            }
            if (look >= LOOKS) {
                wait.waits(board + " is used by " + written());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Anyone who uses the board may lock it: the permissions are those of the directory. */
    private void create() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.write(
                    file, "".getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (FileAlreadyExistsException e) {
            // Another one was faster, which is as good.
        } catch (UnsupportedOperationException e) {
            // A file system without permissions.
        }
    }

    private LabFailure failure(IOException e) {
        return new LabFailure(board + ": its lock " + file + " cannot be used: " + WriteFailure.why(e), e);
    }
}
