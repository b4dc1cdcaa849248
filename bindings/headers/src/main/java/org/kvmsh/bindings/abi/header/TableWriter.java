package org.kvmsh.bindings.abi.header;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.header.CType.Aggregate;
import org.kvmsh.bindings.abi.header.CType.Member;
import org.kvmsh.bindings.abi.header.HeaderReader.IoctlMacro;

/** Writes what headers say as the table that kvmsh reads at run time: a fact a line, columns parted by tabs. */
public final class TableWriter {
    private static final String HEAD = """
            # The KVM ABI of %s, as the headers of %s define it. Made by kvmsh's header reader: see docs/abi.md.
            # arch    NAME  BYTE-ORDER  WORD-BYTES  _IOC_DIRSHIFT  _IOC_NONE  _IOC_WRITE  _IOC_READ  RELEASE
            # ioctl   NAME  REQUEST  DIRECTION  NUMBER  ARGUMENT  HEADER
            # struct  NAME  BYTES  struct-or-union  HEADER, and a line for each of its fields:
            # field   NAME  TYPE  COUNT  OFFSET  [BIT:WIDTH], a count of 0 where the array is flexible
            # const   NAME  VALUE  HEADER
            """;

    private final StringBuilder out = new StringBuilder();
    private final Map<String, Aggregate> written = new LinkedHashMap<>();
    /** Null if each struct names its own header. */
    private String origin;

    private TableWriter() { }

    /** @param release the kernel that the headers are of, as a reader names it */
    public static String write(HeaderReader headers, String release) {
        return new TableWriter().all(headers, release);
    }

    /** The lines of structs alone; what they hold of others is known elsewhere. */
    static String structs(Map<String, Aggregate> structs, Map<String, Aggregate> others, String origin) {
        TableWriter writer = new TableWriter();
        writer.origin = origin;
        writer.written.putAll(others);
        structs.forEach(writer::struct);
        return writer.out.toString();
    }

    private String all(HeaderReader headers, String release) {
        Target target = headers.target();
        out.append(HEAD.formatted(target.name(), release));
        line("arch", target.name(), target.bigEndian() ? "big" : "little", target.longBytes(), headers.constant("_IOC_DIRSHIFT"),
                headers.constant("_IOC_NONE"), headers.constant("_IOC_WRITE"), headers.constant("_IOC_READ"), release);
        headers.ioctls().values().stream().sorted(Comparator.comparing(IoctlMacro::number).thenComparing(IoctlMacro::name)).forEach(i -> line("ioctl", i.name(), "0x" + Integer.toHexString(i.request()), i.direction(),
                "0x" + Integer.toHexString(i.number()), i.argument(), i.origin()));
        headers.structs().forEach((tag, aggregate) -> struct(tag, aggregate));
        new TreeMap<>(headers.constants()).forEach((name, value) -> line("const", name, number(value), headers.constantOrigin(name)));
        return out.toString();
    }

    static String number(long value) {
        return value < 0 || value > 0xffff ? "0x" + Long.toHexString(value) : Long.toString(value);
    }

    /** Structs that this one holds come after it, each once. */
    private void struct(String name, Aggregate aggregate) {
        if (written.putIfAbsent(name, aggregate) != null) {
            return;
        }
        line("struct", name, aggregate.size(), aggregate.isUnion() ? "union" : "struct", origin != null ? origin : HeaderReader.header(aggregate.origin()));
        Map<String, Aggregate> held = new LinkedHashMap<>();
        fields(name, aggregate, 0, held);
        held.forEach(this::struct);
    }

    /** Members of a struct without a name count as its holder's. */
    private void fields(String owner, Aggregate aggregate, long base, Map<String, Aggregate> held) {
        for (Member member : aggregate.members()) {
            CType type = member.type() instanceof CType.Aligned aligned ? aligned.type() : member.type();
            if (member.name() == null) {
                fields(owner, (Aggregate) type, base + member.offset(), held);
            } else {
                field(owner, member, type, base + member.offset(), held);
            }
        }
    }

    private void field(String owner, Member member, CType type, long offset, Map<String, Aggregate> held) {
        long count = 1;
        CType element = type;
        while (element instanceof CType.Array array) {
            count *= Math.max(0, array.count());
            element = array.element() instanceof CType.Aligned aligned ? aligned.type() : array.element();
        }
        String name = TypeName.of(element);
        if (element instanceof Aggregate inner) {
            name = inner.tag() == null ? owner + "." + member.name() : inner.tag();
            held.put(name, inner);
        }
        if (member.width() > 0) {
            line("field", member.name(), name, count, offset, member.bit() + ":" + member.width());
        } else {
            line("field", member.name(), name, count, offset);
        }
    }

    private void line(Object... columns) {
        for (int i = 0; i < columns.length; i++) {
            out.append(i == 0 ? "" : "\t").append(columns[i]);
        }
        out.append('\n');
    }
}
