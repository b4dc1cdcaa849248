package org.kvmsh.bindings.abi.patch;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;

/**
 * A patch's section of the API document about an ioctl.
 *
 * @param section its number in the document
 * @param capability as written there, like the next four; empty if the section has none
 * @param text the paragraphs and code that follow
 * @param errors the reason for each errno, by the errno's name
 * @param coded the reasons by the patch's code, which is less than a document, in the same way
 */
public record IoctlHelp(
        String name,
        String section,
        String capability,
        String architectures,
        String type,
        String parameters,
        String returns,
        String text,
        Map<String, String> errors,
        Map<String, String> coded) {
    private static final Pattern WAY = Pattern.compile("\\((in|out|in/out|in, ?out|in and out|inout)\\)");
    private static final Pattern CAPABILITY = Pattern.compile("\\bKVM_CAP_\\w+");

    /** The help of an ioctl of which only the errors are described. */
    static IoctlHelp of(String name, Map<String, String> errors) {
        return new IoctlHelp(name, "", "", "", "", "", "", "", errors, Map.of());
    }

    /** With more errors: what is said of an errno already counts. */
    IoctlHelp withErrors(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(errors);
        more.forEach(all::putIfAbsent);
        return new IoctlHelp(name, section, capability, architectures, type, parameters, returns, text, all, coded);
    }

    /** With the errors of the patch's code. */
    IoctlHelp withCoded(Map<String, String> code) {
        return new IoctlHelp(name, section, capability, architectures, type, parameters, returns, text, errors, code);
    }

    /** The kinds of file descriptor that accept it; empty if the section names none. */
    Set<FdKind> on() {
        Set<FdKind> kinds = EnumSet.noneOf(FdKind.class);
        for (String word : type.toLowerCase(Locale.ROOT).split("[\\s,/()]+")) {
            switch (word) {
                case "system" -> kinds.add(FdKind.SYSTEM);
                case "vm" -> kinds.add(FdKind.VM);
                case "vcpu" -> kinds.add(FdKind.VCPU);
                case "device" -> kinds.add(FdKind.DEVICE);
                default -> {}
            }
        }
        return kinds;
    }

    /** The direction of its data; null if the section names none. */
    Direction data() {
        Matcher way = WAY.matcher(parameters);
        if (way.find()) {
            return switch (way.group(1)) {
                case "in" -> Direction.IN;
                case "out" -> Direction.OUT;
                default -> Direction.IN_OUT;
            };
        }
        return parameters.strip().equals("none") ? Direction.NONE : null;
    }

    /** The capability for it; null if the section names none. */
    String announcedBy() {
        Matcher named = CAPABILITY.matcher(capability);
        return named.find() ? named.group() : null;
    }
}
