package org.kvmsh.dsl.machine.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** The snapshots of a machine that have a name, in the order in which they were taken. */
public final class Snapshots {
    private final Map<String, Snapshot> byName = new LinkedHashMap<>();

    /** One that has this name is replaced. */
    public synchronized void put(String name, Snapshot snapshot) {
        byName.remove(name);
        byName.put(name, snapshot);
    }

    /** The snapshot of a name; refused if there is none. */
    public synchronized Snapshot get(String name) {
        Snapshot found = byName.get(name);
        if (found == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this machine has no snapshot '" + name + "'",
                    Nearest.note(name, byName.keySet()),
                    byName.isEmpty()
                            ? "try: m.snapshot '" + name + "'"
                            : "its snapshots: " + String.join(", ", byName.keySet()));
        }
        return found;
    }

    @Word(
            value = "the names of the machine's snapshots, in the order in which they were taken",
            example = "m.snapshots.names")
    public synchronized List<String> getNames() {
        return List.copyOf(byName.keySet());
    }

    @Override
    public synchronized String toString() {
        return byName.isEmpty()
                ? "no named snapshots; try: m.snapshot 'before'"
                : byName.entrySet().stream()
                        .map(each -> each.getKey() + ": "
                                + each.getValue().toString().replace("\n", "\n  "))
                        .collect(Collectors.joining("\n"));
    }
}
