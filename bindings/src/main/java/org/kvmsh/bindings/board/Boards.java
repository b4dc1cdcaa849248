package org.kvmsh.bindings.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.qemu.QemuBoards;

/** Board names to kernels. */
public final class Boards {
    /** This machine's own KVM. */
    public static final String KVM = "kvm";
    /** What stands in for it where there is none. */
    public static final String MODEL = "model:x86_64";
    /** The board of the three patch mails. */
    public static final String RFC = "model:rfc";
    /** A real KVM for machines that have none themselves. */
    public static final String EMULATED = "qemu:x86_64";

    private final List<BoardSource> sources;
    private final QemuBoards qemu;

    /** @param environment {@code KVMSH_KVM} names another device than /dev/kvm; PATH and the XDG folders mean what they do everywhere */
    public Boards(Map<String, String> environment) {
        this.qemu = new QemuBoards(environment);
        this.sources = List.of(new LocalBoards(environment), qemu, new ModelBoards());
    }

    /** Every board that has a name, those that are not at hand with what is missing. */
    public List<BoardEntry> all() {
        return sources.stream().flatMap(source -> source.entries().stream()).toList();
    }

    /** The forms of the names of all other boards, such as {@code ssh:HOST}. */
    public List<BoardEntry> forms() {
        return sources.stream().flatMap(source -> source.forms().stream()).toList();
    }

    /** The names that boards go by. */
    public List<String> names() {
        return Stream.concat(all().stream(), forms().stream()).map(BoardEntry::name).toList();
    }

    /** Refuses what no board is called, whatever is installed. */
    public void check(String name) throws NoSuchBoard {
        BoardName parsed = BoardName.parse(name);
        source(parsed).check(parsed);
    }

    /** Opens a board by its name, or by the name that its prompt shows; an emulated one is started. */
    public Board open(String name) throws BoardUnavailable {
        BoardName parsed = BoardName.parse(name);
        BoardSource source = source(parsed);
        source.check(parsed);
        return source.reach(parsed).open();
    }

    /**
     * Gets what an emulated board needs, and says in a line what there is then.
     *
     * @param progress told in a few words what is being done
     */
    public String setUp(String name, Consumer<String> progress) throws BoardUnavailable {
        BoardName parsed = BoardName.parse(name);
        if (source(parsed) != qemu) {
            throw new NoSuchBoard(name + " needs no setting up; boards that do are " + String.join(", ", qemu.entries().stream().map(BoardEntry::name).toList()));
        }
        return qemu.setUp(parsed, progress);
    }

    private BoardSource source(BoardName name) throws NoSuchBoard {
        for (BoardSource source : sources) {
            if (source.has(name)) {
                return source;
            }
        }
        List<String> names = new ArrayList<>(names());
        throw new NoSuchBoard("there is no board " + name.base() + Spelling.note(name.base(), names) + "; boards are " + String.join(", ", names));
    }

    /** The table of the machine that this JVM runs on; null where there is none. */
    public static String hostTable() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            case "ppc64", "ppc64le", "riscv64", "s390x", "loongarch64" -> System.getProperty("os.arch");
            default -> null;
        };
    }
}
