package org.kvmsh.bindings.abi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the tables under {@code abi/}: a fact a line, columns parted by tabs, as each file's head describes them. */
final class AbiFile {
    private Arch arch;
    private ByteOrder order;
    private IoctlEncoding encoding;
    private final Map<String, Long> constants = new HashMap<>();
    private final Map<String, Struct> structs = new HashMap<>();
    private final List<String[]> ioctls = new ArrayList<>();

    private String[] openStruct;
    private final List<Field> openFields = new ArrayList<>();

    private AbiFile() { }

    static boolean exists(String table) {
        return AbiFile.class.getResource(table + ".tsv") != null;
    }

    /** Reads the tables named, each over the ones before it. */
    static Abi read(String... tables) {
        AbiFile file = new AbiFile();
        for (String table : tables) {
            file.readTable(table);
        }
        return file.abi();
    }

    private void readTable(String table) {
        try (InputStream in = AbiFile.class.getResourceAsStream(table + ".tsv")) {
            if (in == null) {
                throw new IllegalArgumentException("no ABI table " + table);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    fact(line.split("\t"));
                }
            }
            closeStruct();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fact(String[] columns) {
        if (!columns[0].equals("field")) {
            closeStruct();
        }
        switch (columns[0]) {
            case "arch" -> {
                arch = Arch.valueOf(columns[1].toUpperCase(Locale.ROOT));
                order = columns[2].equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                encoding = IoctlEncoding.valueOf(columns[4].toUpperCase(Locale.ROOT));
            }
            case "const" -> constants.put(columns[1], Long.decode(columns[2]));
            case "ioctl" -> ioctls.add(columns);
            case "struct" -> openStruct = columns;
            case "field" -> openFields.add(new Field(columns[1], Integer.parseInt(columns[2].substring(1)) / Byte.SIZE,
                    Integer.parseInt(columns[3]), Integer.parseInt(columns[4]), columns.length > 5 ? columns[5] : null));
            default -> throw new IllegalArgumentException("unknown fact in an ABI table: " + columns[0]);
        }
    }

    private void closeStruct() {
        if (openStruct != null) {
            Struct struct = new Struct(openStruct[1], Integer.parseInt(openStruct[2]), openStruct[3], openFields);
            structs.put(struct.name(), struct);
            openStruct = null;
            openFields.clear();
        }
    }

    private Abi abi() {
        int kvmio = constants.get("KVMIO").intValue();
        Map<String, Ioctl> named = new HashMap<>();
        for (String[] c : ioctls) {
            Struct struct = c[5].equals("-") ? null : structs.get(c[5]);
            int request = encoding.encode(Direction.valueOf(c[3]), kvmio, Integer.decode(c[4]), struct == null ? 0 : struct.size());
            named.put(c[1], new Ioctl(c[1], FdKind.valueOf(c[2].toUpperCase(Locale.ROOT)), request, struct, c[6]));
        }
        return new Abi(arch, order, named, structs, constants);
    }
}
