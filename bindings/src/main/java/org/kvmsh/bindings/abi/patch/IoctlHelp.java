package org.kvmsh.bindings.abi.patch;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;

/**
 * What a patch's section of the API document says of an ioctl.
 *
 * @param section       its number in the document
 * @param capability    as it is written there, as are the next four; empty if the section does not say
 * @param text          what follows, paragraphs and code
 * @param errors        why it gives an errno, by the errno's name
 */
public record IoctlHelp(String name, String section, String capability, String architectures, String type, String parameters, String returns,
                        String text, Map<String, String> errors) {
    private static final Pattern WAY = Pattern.compile("\\((in|out|in/out|in, ?out|in and out|inout)\\)");
    private static final Pattern CAPABILITY = Pattern.compile("\\bKVM_CAP_\\w+");

    /** The kinds of file descriptor that it is made on; none if the section does not say. */
    Set<FdKind> on() {
        Set<FdKind> kinds = EnumSet.noneOf(FdKind.class);
        for (String word : type.toLowerCase(Locale.ROOT).split("[\\s,/()]+")) {
            switch (word) {
                case "system" -> kinds.add(FdKind.SYSTEM);
                case "vm" -> kinds.add(FdKind.VM);
                case "vcpu" -> kinds.add(FdKind.VCPU);
                case "device" -> kinds.add(FdKind.DEVICE);
                default -> { }
            }
        }
        return kinds;
    }

    /** Which way its data goes; null if the section does not say. */
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

    /** The capability that announces it; null if the section names none. */
    String announcedBy() {
        Matcher named = CAPABILITY.matcher(capability);
        return named.find() ? named.group() : null;
    }
}
