package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lines of a run that goes on. Their file is locked until the run, or its process, ends: no other kvmsh goes on
 * with the run then, or removes it. Whoever closes the file elsewhere in this process unlocks it (fcntl(2)).
 */
final class RunLines implements AutoCloseable {
    /** Unlike a channel, it is not closed if the thread that writes is interrupted. */
    private final RandomAccessFile file;

    private RunLines(RandomAccessFile file) {
        this.file = file;
    }

    /** Creates the lines of a run that begins. */
    static RunLines begin(Path path) throws IOException {
        Files.createFile(path);
        return new RunLines(locked(path));
    }

    /**
     * Opens the lines of a run that was ended, without the part behind the end of the last line: it was being written
     * when its program was killed.
     */
    static RunLines resume(Path path) throws IOException {
        RandomAccessFile file = locked(path);
        try {
            byte[] all = new byte[Math.toIntExact(file.length())];
            file.readFully(all);
            int end = all.length;
            while (end > 0 && all[end - 1] != '\n') {
                end--;
            }
            file.setLength(end);
            file.seek(end);
            return new RunLines(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static RandomAccessFile locked(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        if (!lock(file)) {
            file.close();
            throw new IOException("another kvmsh is still running it");
        }
        return file;
    }

    /**
     * Whether another run has locked the file; one on a file system without locks is as if it were locked by nobody.
     */
    static boolean isInUse(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            return !lock(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean lock(RandomAccessFile file) {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    void write(String line) throws IOException {
        file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
