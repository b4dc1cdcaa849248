package org.kvmsh.repl.abi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.patch.IoctlHelp;
import org.kvmsh.bindings.abi.patch.Patch;

/**
 * A capability of a patch that KVM_ENABLE_CAP enables for a VM, according to the patch's document or its code.
 *
 * @param parameters its arguments, as the document describes them; empty if it does not
 * @param errors the conditions by errno
 */
record EnabledCapability(String name, String parameters, Map<String, String> errors) {
    static final String IOCTL = "KVM_ENABLE_CAP";

    private static final Pattern EACH = Pattern.compile("; or (?=KVM_CAP_\\w+: )");

    static List<EnabledCapability> of(Patch patch) {
        return patch.capabilities().stream()
                .map(Constant::name)
                .filter(name -> isEnabled(patch, name))
                .map(name -> of(patch, name))
                .toList();
    }

    private static boolean isEnabled(Patch patch, String name) {
        IoctlHelp said = patch.help().get(name);
        boolean isVcpus = said != null && said.type().contains("vcpu");
        return !isVcpus
                && (said != null && said.parameters().contains("arg")
                        || !errors(patch, name).isEmpty());
    }

    private static EnabledCapability of(Patch patch, String name) {
        IoctlHelp said = patch.help().get(name);
        return new EnabledCapability(name, said == null ? "" : said.parameters(), errors(patch, name));
    }

    /** The conditions of KVM_ENABLE_CAP that begin with the capability's name. */
    private static Map<String, String> errors(Patch patch, String name) {
        IoctlHelp all = patch.help().get(IOCTL);
        Map<String, String> own = new LinkedHashMap<>();
        if (all != null) {
            add(all.places(), name, own);
            add(all.errors(), name, own);
        }
        return own;
    }

    /** The reasons of an errno are one text, in which each begins with its capability. */
    private static void add(Map<String, String> all, String name, Map<String, String> into) {
        String head = name + ": ";
        all.forEach((errno, reasons) -> {
            String own = EACH.splitAsStream(reasons)
                    .filter(reason -> reason.startsWith(head))
                    .map(reason -> reason.substring(head.length()))
                    .collect(Collectors.joining("; or "));
            if (!own.isEmpty()) {
                into.put(errno, own);
            }
        });
    }
}
