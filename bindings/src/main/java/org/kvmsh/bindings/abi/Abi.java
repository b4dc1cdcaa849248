package org.kvmsh.bindings.abi;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The KVM ABI of one architecture, from its headers: byte order, ioctls, structs and constants by name. A name that the
 * headers do not define is a {@link NoSuchElementException} of {@link #ioctl}, {@link #struct} and {@link #constant};
 * their has-methods ask beforehand.
 */
public final class Abi extends AbiMeanings {
    private static final Map<String, Abi> LOADED = new ConcurrentHashMap<>();

    private final Arch arch;
    private final String name;
    private final ByteOrder order;
    private final IoctlEncoding encoding;
    private final int wordBytes;
    private final String release;
    /** The last one first: a table that is read over another one hides what has the same name there. */
    private final List<AbiTable> tables;

    private final Map<String, Struct> structs = new ConcurrentHashMap<>();
    private final Map<String, Constant> constants = new ConcurrentHashMap<>();
    private final Map<String, Ioctl> ioctls = new ConcurrentHashMap<>();
    private volatile Map<Long, Ioctl> byNumber;
    private volatile List<Constant> exitReasons;

    private Abi(String name, List<AbiTable> tables) {
        this.name = name;
        this.tables = tables;
        String[] arch = tables.get(tables.size() - 1).line("arch", name);
        this.arch = Arch.ofTable(name);
        this.order = arch[2].equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.wordBytes = Integer.parseInt(arch[3]);
        this.release = arch[8];
        this.encoding = new IoctlEncoding(
                Integer.parseInt(arch[4]),
                Integer.parseInt(arch[5]),
                Integer.parseInt(arch[6]),
                Integer.parseInt(arch[7]));
    }

    List<Constant> exitReasons() {
        List<Constant> found = exitReasons;
        if (found == null) {
            found = ExitReasons.found(this);
            exitReasons = found;
        }
        return found;
    }

    /** The names of the tables that come with kvmsh: an architecture each, powerpc in both byte orders. */
    public static List<String> tables() {
        return List.of("x86_64", "arm64", "ppc64", "ppc64le", "riscv64", "s390x", "mips64", "loongarch64", "arm");
    }

    /**
     * The ABI of a table.
     *
     * @param table one of {@link #tables}
     */
    public static Abi of(String table) {
        return LOADED.computeIfAbsent(table, key -> new Abi(table, List.of(AbiTable.resource(table))));
    }

    /**
     * The ABI of a table with the ioctls of the three patch mails over it, as no kernel ever had them.
     *
     * @param table one of {@link #tables}
     */
    public static Abi rfc(String table) {
        return LOADED.computeIfAbsent(
                table + "+rfc", key -> new Abi(table, List.of(AbiTable.resource("rfc"), AbiTable.resource(table))));
    }

    /**
     * This ABI with what the patch mail of one ioctl adds to it.
     *
     * @param ioctl one of those in rfc.tsv
     */
    public Abi proposed(String ioctl) {
        return with(AbiTable.resource("rfc").ofMail(ioctl));
    }

    /**
     * This ABI with the lines of a table over it, which hide what has the same name below.
     *
     * @param tableLines lines of a table file, separated by newlines
     */
    public Abi with(String tableLines) {
        List<AbiTable> all = new ArrayList<>(tables);
        all.add(0, AbiTable.of(tableLines));
        return new Abi(name, all);
    }

    /** The architecture. */
    public Arch arch() {
        return arch;
    }

    /** The table's name, which includes the byte order if the architecture has two. */
    public String table() {
        return name;
    }

    /** The byte order of the board's kernel. */
    public ByteOrder order() {
        return order;
    }

    /** Bytes of a pointer. */
    public int wordBytes() {
        return wordBytes;
    }

    /** The encoding of ioctl numbers. */
    public IoctlEncoding encoding() {
        return encoding;
    }

    /** The kernel whose headers these are, as {@code Linux 7.2.13}. */
    public String release() {
        return release;
    }

    /**
     * An ioctl by its name.
     *
     * @throws NoSuchElementException if the headers do not define it
     */
    public Ioctl ioctl(String ioctl) {
        return present(find(ioctls, "ioctl", ioctl, columns -> IoctlLine.ioctl(columns, this)), "ioctl", ioctl);
    }

    /** Whether the headers define an ioctl. */
    public boolean hasIoctl(String ioctl) {
        return find(ioctls, "ioctl", ioctl, columns -> IoctlLine.ioctl(columns, this)) != null;
    }

    /** All ioctls. */
    public Collection<Ioctl> ioctls() {
        return all("ioctl").stream().map(this::ioctl).toList();
    }

    /**
     * The ioctls that have a number, on any kind of file descriptor.
     *
     * @param request the number in this ABI's encoding
     */
    public List<Ioctl> ioctls(int request) {
        return ioctls().stream().filter(ioctl -> ioctl.request() == request).toList();
    }

    /**
     * The ioctl with a number on a kind of file descriptor; null if the tables have none.
     *
     * @param request the number in this ABI's encoding
     */
    public Ioctl ioctl(FdKind on, int request) {
        Map<Long, Ioctl> numbers = byNumber;
        if (numbers == null) {
            numbers = new ConcurrentHashMap<>();
            for (Ioctl ioctl : ioctls()) {
                for (FdKind kind : ioctl.on()) {
                    numbers.putIfAbsent(key(kind, ioctl.request()), ioctl);
                }
            }
            byNumber = numbers;
        }
        return numbers.get(key(on, request));
    }

    /**
     * A struct or union by its name, without "struct".
     *
     * @throws NoSuchElementException if the headers do not define it
     */
    public Struct struct(String struct) {
        return present(find(structs, "struct", struct, this::readStruct), "struct", struct);
    }

    /** Whether the headers define a struct or union. */
    public boolean hasStruct(String struct) {
        return find(structs, "struct", struct, this::readStruct) != null;
    }

    /** All structs and unions. */
    public Collection<Struct> structs() {
        return all("struct").stream().map(this::struct).toList();
    }

    /**
     * The value of a constant.
     *
     * @throws NoSuchElementException if the headers do not define it
     */
    public long constant(String constant) {
        return present(find(constants, "const", constant, Abi::readConstant), "constant", constant)
                .value();
    }

    /** Whether the headers define a constant. */
    public boolean hasConstant(String constant) {
        return find(constants, "const", constant, Abi::readConstant) != null;
    }

    /** All constants. */
    public Collection<Constant> constants() {
        List<Constant> found = new ArrayList<>();
        all("const").forEach(constant -> found.add(find(constants, "const", constant, Abi::readConstant)));
        return found;
    }

    /** All constants whose names begin with a prefix. */
    public Map<String, Long> constants(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        all("const").stream()
                .filter(constant -> constant.startsWith(prefix))
                .forEach(constant -> found.put(constant, constant(constant)));
        return found;
    }

    /** The names of the macros with arguments. */
    public List<String> macros() {
        return List.copyOf(all("macro"));
    }

    /**
     * The C line that defines a macro with arguments; null if the tables have none of that name.
     *
     * @param macro its name
     */
    public String macro(String macro) {
        for (AbiTable table : tables) {
            String[] columns = table.line("macro", macro);
            if (columns != null) {
                String arguments = IntStream.range(0, Integer.parseInt(columns[2]))
                        .mapToObj(i -> "x" + i)
                        .collect(Collectors.joining(", "));
                return "#define " + macro + "(" + arguments + ") " + columns[3].replaceAll("\\bx\\d+\\b", "($0)");
            }
        }
        return null;
    }

    /**
     * The reason for which a call returns an errno, according to a patch read over this ABI.
     *
     * @param errno the error's name, such as EINVAL
     * @return the reason with its source; null if no patch gives one
     */
    public String rule(String call, String errno) {
        for (AbiTable table : tables) {
            String[] rule = table.line("errno", call + ":" + errno);
            if (rule != null) {
                return rule[2] + " (" + rule[3] + ")";
            }
        }
        return null;
    }

    /**
     * The conditions under which a patch's C code returns an errno, which say less than a document: they may not be
     * all.
     *
     * @param errno the error's name, such as EINVAL
     * @return the conditions with their source; null if no patch shows one
     */
    public String codedRule(String call, String errno) {
        for (AbiTable table : tables) {
            String[] rule = table.line("coded", call + ":" + errno);
            if (rule != null) {
                return "by the patch's code: " + rule[2] + " (" + rule[3] + ")";
            }
        }
        return null;
    }

    /**
     * The architecture for which a patch adds a name, if it is another one than this ABI's; otherwise null.
     *
     * @param added the name of an ioctl or constant
     */
    public String otherArchitecture(String added) {
        return tables.stream()
                .map(table -> table.line("other", added))
                .filter(line -> line != null)
                .map(line -> line[2])
                .findFirst()
                .orElse(null);
    }

    /** The member of struct kvm_run that a patch adds for its exit; null if no patch adds one. */
    String patchedPart(String exit) {
        for (AbiTable table : tables) {
            String[] part = table.line("part", exit);
            if (part != null) {
                return part[2];
            }
        }
        return null;
    }

    private interface Reader<T> {
        T read(String[] columns);
    }

    private <T> T find(Map<String, T> known, String kind, String wanted, Reader<T> reader) {
        T found = known.get(wanted);
        for (int i = 0; found == null && i < tables.size(); i++) {
            String[] columns = tables.get(i).line(kind, wanted);
            if (columns != null) {
                found = reader.read(columns);
                known.put(wanted, found);
            }
        }
        return found;
    }

    private <T> T present(T found, String kind, String wanted) {
        if (found == null) {
            throw new NoSuchElementException("no " + kind + " " + wanted + " on " + name);
        }
        return found;
    }

    private Collection<String> all(String kind) {
        Set<String> names = new LinkedHashSet<>();
        for (AbiTable table : tables) {
            names.addAll(table.names(kind));
        }
        return names;
    }

    private static Constant readConstant(String[] columns) {
        return new Constant(columns[1], IoctlLine.number(columns[2]), columns[3]);
    }

    private Struct readStruct(String[] line) {
        List<Field> fields = new ArrayList<>();
        AbiTable table = tables.stream()
                .filter(t -> t.line("struct", line[1]) != null)
                .findFirst()
                .orElseThrow();
        for (String[] c : table.fields(line[1])) {
            int bytes = c[2].equals("ptr")
                    ? wordBytes
                    : Field.isScalar(c[2])
                            ? Field.scalarBytes(c[2])
                            : struct(c[2]).size();
            int colon = c.length > 5 ? c[5].indexOf(':') : -1;
            fields.add(new Field(
                    c[1],
                    c[2],
                    bytes,
                    Integer.parseInt(c[3]),
                    Integer.parseInt(c[4]),
                    colon < 0 ? 0 : Integer.parseInt(c[5].substring(0, colon)),
                    colon < 0 ? 0 : Integer.parseInt(c[5].substring(colon + 1))));
        }
        return new Struct(line[1], Integer.parseInt(line[2]), line[3].equals("union"), line[4], fields, this::struct);
    }

    private static long key(FdKind on, int request) {
        return (long) on.ordinal() << Integer.SIZE | Integer.toUnsignedLong(request);
    }
}
