package org.kvmsh.dsl.lang.groovy;

import groovy.lang.GroovyClassLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * The result of compiling a script, as bytes that can be kept.
 *
 * @param className of the script itself
 * @param classes all of its classes by name
 * @param notChecked what the compiler's checks could not know, a line each
 * @param reads the other files that the compiler has read
 */
record CompiledScript(String className, Map<String, byte[]> classes, List<String> notChecked, List<FileRead> reads) {
    /**
     * The constructor of the script's class, which is linked and so verified. Its classes have a loader of Groovy's,
     * with a configuration of its own: a loader with Groovy's default one would also get the classes of texts that the
     * script evaluates.
     */
    Constructor<?> load(ClassLoader parent) throws ReflectiveOperationException {
        try (GroovyClassLoader loader = new GroovyClassLoader(parent, new CompilerConfiguration())) {
            Class<?> script = null;
            // In the compiler's order, in which a class comes after those that it extends.
            for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                Class<?> defined = loader.defineClass(type.getKey(), type.getValue());
                script = type.getKey().equals(className) ? defined : script;
            }
            // This verifies the script, for which the others must be there.
            return script.getDeclaredConstructor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        out.writeUTF(className);
        out.writeInt(classes.size());
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            out.writeUTF(type.getKey());
            out.writeInt(type.getValue().length);
            out.write(type.getValue());
        }
        out.writeInt(notChecked.size());
        for (String line : notChecked) {
            out.writeUTF(line);
        }
        out.writeInt(reads.size());
        for (FileRead read : reads) {
            out.writeUTF(read.name());
            out.writeUTF(read.patchOf());
            out.writeUTF(read.sum());
        }
        out.writeLong(sum(all.toByteArray(), all.size()));
        return all.toByteArray();
    }

    /** @throws IOException for bytes that are not whole, or not as they were written */
    static CompiledScript of(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int length = bytes.length - Long.BYTES;
        if (length < 0
                || new DataInputStream(new ByteArrayInputStream(bytes, length, Long.BYTES)).readLong()
                        != sum(bytes, length)) {
            throw new IOException("damaged");
        }
        String className = in.readUTF();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            classes.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
        List<String> notChecked = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            notChecked.add(in.readUTF());
        }
        List<FileRead> reads = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            reads.add(new FileRead(in.readUTF(), in.readUTF(), in.readUTF()));
        }
        return new CompiledScript(className, classes, notChecked, reads);
    }

    /**
     * A checksum that is not SHA-256, which a JVM that has just started is slow at: this finds damage, and nobody else
     * can write here.
     */
    private static long sum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return sum.getValue() << Integer.SIZE | length;
    }
}
