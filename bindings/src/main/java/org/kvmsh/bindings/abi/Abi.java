package org.kvmsh.bindings.abi;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the KVM headers of one architecture define: byte order, ioctls, structs and constants by name. */
public final class Abi {
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
    private final Map<String, Optional<Meaning>> meanings = new ConcurrentHashMap<>();
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
        this.encoding = new IoctlEncoding(Integer.parseInt(arch[4]), Integer.parseInt(arch[5]), Integer.parseInt(arch[6]), Integer.parseInt(arch[7]));
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

    /** The ABI of a table. */
    public static Abi of(String table) {
        return LOADED.computeIfAbsent(table, key -> new Abi(table, List.of(AbiTable.resource(table))));
    }

    /** The ABI of a table with the ioctls of the three patch mails over it, as no kernel ever had them. */
    public static Abi rfc(String table) {
        return LOADED.computeIfAbsent(table + "+rfc", key -> new Abi(table, List.of(AbiTable.resource("rfc"), AbiTable.resource(table))));
    }

    /**
     * This ABI with what the patch mail of one ioctl adds to it.
     *
     * @param ioctl one of those in rfc.tsv
     */
    public Abi proposed(String ioctl) {
        return with(AbiTable.resource("rfc").ofMail(ioctl));
    }

    /** This ABI with the lines of a table over it, which hide what has the same name below. */
    public Abi with(String tableLines) {
        List<AbiTable> all = new ArrayList<>(tables);
        all.add(0, AbiTable.of(tableLines));
        return new Abi(name, all);
    }

    public Arch arch() {
        return arch;
    }

    /** The table's name, which includes the byte order if the architecture has two. */
    public String table() {
        return name;
    }

    public ByteOrder order() {
        return order;
    }

    /** Bytes of a pointer. */
    public int wordBytes() {
        return wordBytes;
    }

    public IoctlEncoding encoding() {
        return encoding;
    }

    /** The kernel whose headers these are, as {@code Linux 7.2.13}. */
    public String release() {
        return release;
    }

    public Ioctl ioctl(String ioctl) {
        return present(find(ioctls, "ioctl", ioctl, columns -> IoctlLine.ioctl(columns, this)), "ioctl", ioctl);
    }

    public boolean hasIoctl(String ioctl) {
        return find(ioctls, "ioctl", ioctl, columns -> IoctlLine.ioctl(columns, this)) != null;
    }

    public Collection<Ioctl> ioctls() {
        return all("ioctl").stream().map(this::ioctl).toList();
    }

    /** The ioctls that have a number, on any kind of file descriptor. */
    public List<Ioctl> ioctls(int request) {
        return ioctls().stream().filter(ioctl -> ioctl.request() == request).toList();
    }

    /** The ioctl with a number on a kind of file descriptor; null if the tables have none. */
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

    public Struct struct(String struct) {
        return present(find(structs, "struct", struct, this::readStruct), "struct", struct);
    }

    public boolean hasStruct(String struct) {
        return find(structs, "struct", struct, this::readStruct) != null;
    }

    public Collection<Struct> structs() {
        return all("struct").stream().map(this::struct).toList();
    }

    public long constant(String constant) {
        return present(find(constants, "const", constant, Abi::readConstant), "constant", constant).value();
    }

    public boolean hasConstant(String constant) {
        return find(constants, "const", constant, Abi::readConstant) != null;
    }

    public Collection<Constant> constants() {
        List<Constant> found = new ArrayList<>();
        all("const").forEach(constant -> found.add(find(constants, "const", constant, Abi::readConstant)));
        return found;
    }

    /** All constants whose names begin with a prefix. */
    public Map<String, Long> constants(String prefix) {
        Map<String, Long> found = new TreeMap<>();
        all("const").stream().filter(constant -> constant.startsWith(prefix)).forEach(constant -> found.put(constant, constant(constant)));
        return found;
    }

    /** The names of the macros with arguments. */
    public List<String> macros() {
        return List.copyOf(all("macro"));
    }

    /** The C line that defines a macro with arguments; null if the tables have none of that name. */
    public String macro(String macro) {
        for (AbiTable table : tables) {
            String[] columns = table.line("macro", macro);
            if (columns != null) {
                String arguments = IntStream.range(0, Integer.parseInt(columns[2])).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
                return "#define " + macro + "(" + arguments + ") " + columns[3].replaceAll("\\bx\\d+\\b", "($0)");
            }
        }
        return null;
    }

    /** Which constants the values of a field are; null if it holds plain numbers. */
    public Meaning meaning(Struct struct, Field field) {
        return meaning(struct, field.name(), other -> 0);
    }

    /**
     * The same of a field of a struct that is filled.
     *
     * @param field  its name, dotted and with indices if it is nested
     * @param filled returns the values of the struct's fields, since one may select the meaning of another
     */
    public Meaning meaning(Struct struct, String field, ToLongFunction<String> filled) {
        String path = struct.name() + "." + field;
        Meaning meaning = meaning(path);
        String selecting = meaning == null ? Meaning.selecting(struct.name()) : null;
        if (selecting != null) {
            String selected = meaning(struct.name() + "." + selecting).of(filled.applyAsLong(selecting));
            meaning = selected == null ? null : meaning(path + "@" + selected);
        }
        int dot = field.indexOf('.');
        Field holder = meaning == null && dot > 0 ? struct.field(field.substring(0, dot)) : null;
        return holder == null ? meaning : meaning(struct(holder.type()), field.substring(dot + 1), inner -> filled.applyAsLong(holder.name() + "." + inner));
    }

    /**
     * The member of a union that is in use; null if no table has it.
     *
     * @param union  a field of the struct
     * @param filled returns the values of the struct's fields
     */
    public String memberInUse(Struct struct, Field union, ToLongFunction<String> filled) {
        String[] by = Meaning.TABLE.line("union", path(struct, union));
        Meaning meaning = by == null ? null : meaning(struct.name() + "." + by[2]);
        String[] member = meaning == null ? null : Meaning.TABLE.line("member", path(struct, union) + "@" + meaning.of(filled.applyAsLong(by[2])));
        return member == null ? null : member[2];
    }

    /** Which constants the plain argument of an ioctl is one of; null if it is a number. */
    public Meaning argumentMeaning(String ioctl) {
        return meaning(ioctl);
    }

    private Meaning meaning(String path) {
        return meanings.computeIfAbsent(path, key -> Optional.ofNullable(Meaning.of(this, key))).orElse(null);
    }

    /** The field that counts the elements of a flexible array, or null. */
    public String countOf(Struct struct, Field array) {
        String[] counts = Meaning.TABLE.line("counts", path(struct, array));
        return counts == null ? null : counts[2];
    }

    /**
     * How many bytes the value of a device's attribute has, as far as the tables have it; 0 if they do not.
     *
     * @param on   what the attribute is of
     * @param type of KVM_CREATE_DEVICE; of a device alone
     */
    public int attributeBytes(FdKind on, long type, long group, long attribute) {
        for (String name : Meaning.TABLE.names("attribute")) {
            String[] path = name.split("\\.");
            boolean isOwner = on == FdKind.DEVICE ? is(path[0], type) : path[0].equals(on.name());
            if (isOwner && is(path[1], group) && (path.length == 2 || is(path[2], attribute))) {
                return Integer.parseInt(Meaning.TABLE.line("attribute", name)[2]);
            }
        }
        return 0;
    }

    private boolean is(String constant, long value) {
        return hasConstant(constant) && constant(constant) == value;
    }

    /** The call that only reads back what another call set, or null. */
    public String readingBack(String set) {
        String[] reads = Meaning.TABLE.line("reads", set);
        return reads == null || !hasIoctl(reads[2]) ? null : reads[2];
    }

    /** Whether a call only reads what another one set. */
    public boolean isReadingBack(String get) {
        return Meaning.TABLE.names("reads").stream().anyMatch(set -> get.equals(readingBack(set)));
    }

    /** The field that selects the register of such a call, {@code entries.index} in each element of an array; empty if the struct is all of them. */
    public String readingBackKey(String set) {
        String[] reads = Meaning.TABLE.line("reads", set);
        return reads == null || reads.length < 5 ? "" : reads[4];
    }

    /** The calls that set some of the state that another one sets. */
    public List<String> sharing(String set) {
        String[] shares = Meaning.TABLE.line("shares", set);
        return shares == null ? List.of() : List.of(shares[2].split(","));
    }

    /**
     * Whether a field reads as it was written.
     *
     * @param field by its path in the struct
     * @param flags the struct's field of that name
     */
    public boolean isReadAsWritten(Struct struct, String field, long flags) {
        String[] unread = Meaning.TABLE.line("unread", struct.name() + "." + field);
        return unread == null || hasConstant(unread[2]) && (flags & constant(unread[2])) != 0;
    }

    /** The fields of a struct that are addresses of the caller's memory. */
    public List<Pointer> pointers(Struct struct) {
        List<Pointer> pointers = new ArrayList<>();
        for (Field field : struct.members()) {
            String[] points = Meaning.TABLE.line("points", path(struct, field));
            if (points != null) {
                pointers.add(new Pointer(field.name(), points[2], points[3], points[4]));
            }
        }
        return pointers;
    }

    /** Why a call returns an errno, according to a patch read over this ABI; null if it has no reason. */
    public String rule(String call, String errno) {
        for (AbiTable table : tables) {
            String[] rule = table.line("errno", call + ":" + errno);
            if (rule != null) {
                return rule[2] + " (" + rule[3] + ")";
            }
        }
        return null;
    }

    /** The architecture for which a patch adds a name, if it is another one than this ABI's; otherwise null. */
    public String otherArchitecture(String added) {
        return tables.stream().map(table -> table.line("other", added)).filter(line -> line != null).map(line -> line[2]).findFirst().orElse(null);
    }

    /** Where an ioctl returns a file descriptor: "answer", or a field of its argument; null if it returns none. */
    public String givesDescriptor(String ioctl) {
        String[] gives = Meaning.TABLE.line("gives", ioctl);
        return gives == null ? null : gives[2];
    }

    /** Whether a field takes a file descriptor. */
    public boolean takesDescriptor(Struct struct, Field field) {
        return Meaning.TABLE.line("takes", path(struct, field)) != null;
    }

    private static String path(Struct struct, Field field) {
        return struct.name() + "." + field.name();
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
        AbiTable table = tables.stream().filter(t -> t.line("struct", line[1]) != null).findFirst().orElseThrow();
        for (String[] c : table.fields(line[1])) {
            int bytes = c[2].equals("ptr") ? wordBytes : Field.isScalar(c[2]) ? Field.scalarBytes(c[2]) : struct(c[2]).size();
            int colon = c.length > 5 ? c[5].indexOf(':') : -1;
            fields.add(new Field(c[1], c[2], bytes, Integer.parseInt(c[3]), Integer.parseInt(c[4]),
                    colon < 0 ? 0 : Integer.parseInt(c[5].substring(0, colon)), colon < 0 ? 0 : Integer.parseInt(c[5].substring(colon + 1))));
        }
        return new Struct(line[1], Integer.parseInt(line[2]), line[3].equals("union"), line[4], fields, this::struct);
    }

    private static long key(FdKind on, int request) {
        return (long) on.ordinal() << Integer.SIZE | Integer.toUnsignedLong(request);
    }
}
